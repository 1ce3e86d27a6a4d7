import { describe, expect, test } from 'vitest';
import { error, factOf, failure, PEER, request, times } from './access-requests.ts';

describe('failed-attempt-seconds', () => {
  test('is the median of the attempts that failed', async () => {
    const requests = times(5, (at) => failure(at, { time: `0.00${at + 1}` }));
    expect(await factOf('failed-attempt-seconds', times(5, error), requests)).toBe(0.003);
  });

  test('is unknown below five', async () => {
    expect(
      await factOf('failed-attempt-seconds', times(4, error), times(4, failure)),
    ).toBeUndefined();
  });

  test('leaves out failures of another moment', async () => {
    const requests = [
      ...times(5, failure),
      ...times(9, (at) => failure(at + 200, { time: '9.000' })),
    ];
    expect(await factOf('failed-attempt-seconds', [...times(5, error)], requests)).toBe(0.01);
  });

  test('finds the moment of a first attempt behind a slow second one', async () => {
    const requests = times(5, (at) =>
      request({
        second: at + 30,
        addr: `${PEER}, 10.0.3.18:8080`,
        statuses: '502, 200',
        header: '-, 30.000',
        time: '0.002, 30.000',
        connect: '0.001, 0.001',
        bytes: '0, 200',
      }),
    );
    expect(await factOf('failed-attempt-seconds', times(5, error), requests)).toBe(0.002);
  });
});

describe('fails-after-seconds', () => {
  const lasting = (seconds: readonly string[]): readonly string[] =>
    seconds.map((time, at) => failure(at * 7, { time }));
  const errors = times(8, (at) => error(at * 7));

  test('is the whole second just above which failures pile up', async () => {
    const requests = lasting(['30.001', '30.004', '30.512', '30.870', '0.004', '30.100']);
    expect(await factOf('fails-after-seconds', errors, requests)).toBe(30);
  });

  test('is unknown when failures are spread', async () => {
    const requests = lasting(['2.001', '5.700', '9.300', '30.870', '12.400', '44.100']);
    expect(await factOf('fails-after-seconds', errors, requests)).toBeUndefined();
  });

  test('is unknown when all of them ended in one moment', async () => {
    const requests = times(6, () => failure(0, { time: '2.004' }));
    expect(await factOf('fails-after-seconds', errors, requests)).toBeUndefined();
  });

  test('is unknown when many answers took longer', async () => {
    const longer = times(5, (at) => request({ second: at, time: '48.000' }));
    const requests = [...lasting(['30.001', '30.004', '30.512', '30.870', '30.100']), ...longer];
    expect(await factOf('fails-after-seconds', errors, requests)).toBeUndefined();
  });
});

describe('bytes-before-failure', () => {
  const errors = times(6, (at) => error(at * 10, { phase: 'reading upstream' }));
  const cut = (bytes: readonly number[]): readonly string[] =>
    bytes.map((count, at) => request({ second: at * 10, bytes: `${count}` }));

  test('is the count at which the cut answers end', async () => {
    const requests = cut([65_536, 65_540, 65_536, 65_600, 65_536, 900]);
    expect(await factOf('bytes-before-failure', errors, requests)).toBe(65_536);
  });

  test('is unknown when they end anywhere', async () => {
    const requests = cut([65_536, 4000, 120_000, 9000, 30_000, 77_777]);
    expect(await factOf('bytes-before-failure', errors, requests)).toBeUndefined();
  });

  test('is unknown when other requests ended in the same seconds', async () => {
    const requests = cut([65_536, 65_536, 65_536, 65_536, 65_536, 65_536]);
    expect(
      await factOf('bytes-before-failure', errors, [...requests, ...requests]),
    ).toBeUndefined();
  });
});

describe('connect-time-steps', () => {
  test('is true for connections that waited for a repeated SYN', async () => {
    const requests = ['1.003', '3.010', '1.020'].map((connect, at) =>
      request({ second: at, connect }),
    );
    expect(await factOf('connect-time-steps', [error(1)], requests)).toBe(true);
  });

  test('is unknown when slow connections are of any length', async () => {
    const connects = ['1.003', '3.010', '1.020', '2.100', '1.700', '4.400'];
    const requests = connects.map((connect, at) => request({ second: at, connect }));
    expect(await factOf('connect-time-steps', [error(1)], requests)).toBeUndefined();
  });
});

describe('fails-with-concurrency', () => {
  const busy = (second: number, requests: number): readonly string[] =>
    times(requests, () => request({ second, time: '0.900' }));

  test('is true when more requests are under way in the seconds of failures', async () => {
    const requests = times(12, (at) =>
      [
        ...busy(at, at % 2 === 0 ? 8 : 2),
        ...(at % 2 === 0 ? times(3, () => failure(at)) : []),
      ].join('\n'),
    );
    expect(await factOf('fails-with-concurrency', times(12, error), requests)).toBe(true);
  });

  test('is false when fewer are', async () => {
    const requests = times(12, (at) =>
      [
        ...busy(at, at % 2 === 0 ? 2 : 8),
        ...(at % 2 === 0 ? times(3, () => failure(at)) : []),
      ].join('\n'),
    );
    expect(await factOf('fails-with-concurrency', times(12, error), requests)).toBe(false);
  });

  test('is unknown below ten failures', async () => {
    const requests = times(12, (at) =>
      [...busy(at, 4), ...(at < 9 ? [failure(at)] : [])].join('\n'),
    );
    expect(await factOf('fails-with-concurrency', times(12, error), requests)).toBeUndefined();
  });
});
