import { describe, expect, test } from 'vitest';
import { accessFacts, accessLinesOf } from '../../src/facts/access-facts.ts';
import { collect } from '../../src/facts/collect.ts';
import { evidenceId } from '../../src/facts/evidence-id.ts';
import { factsOf } from '../../src/facts/facts-of.ts';
import { neighboursOf } from '../../src/facts/neighbours.ts';
import { error, factOf, failure, PEER, request, timeout, times } from './access-requests.ts';

describe('requests-seen', () => {
  test('counts the requests to the same peers only', async () => {
    const others = times(3, () => request({ second: 1, addr: '10.0.3.99:8080' }));
    const own = times(4, () => request({ second: 1 }));
    expect(await factOf('requests-seen', [error(1)], [...others, ...own])).toBe(4);
  });

  test('is unknown for a group that names no peer', async () => {
    const fragment =
      'recv() failed (104: Connection reset by peer) while reading response header from upstream';
    expect(await factOf('requests-seen', [fragment], [failure(1)])).toBeUndefined();
  });

  test('is unknown when the access log is of another day', async () => {
    expect(await factOf('requests-seen', [error(86_400)], [failure(1)])).toBeUndefined();
  });

  test('is unknown for lines about clients', async () => {
    const client = error(1)
      .replace('[error]', '[info]')
      .replace('reading response header from upstream', 'sending to client');
    expect(await factOf('requests-seen', [client], [failure(1)])).toBeUndefined();
  });
});

describe('all-failed-from-first', () => {
  const errors = times(10, error);
  test('is true when each of ten requests failed', async () => {
    expect(await factOf('all-failed-from-first', errors, times(10, failure))).toBe(true);
  });

  test('is false when one of them was answered', async () => {
    const requests = [request({ second: 0 }), ...times(10, failure)];
    expect(await factOf('all-failed-from-first', errors, requests)).toBe(false);
  });

  test('is unknown below five requests', async () => {
    expect(await factOf('all-failed-from-first', errors, times(4, failure))).toBeUndefined();
  });

  test('does not count a 502 that the upstream sent itself as a failure', async () => {
    const requests = times(10, (second) => failure(second, { header: '0.010', bytes: '90' }));
    expect(await factOf('all-failed-from-first', errors, requests)).toBe(false);
  });

  test('says nothing of answers that were cut off, whose status hides them', async () => {
    const cut = times(10, (second) => error(second, { phase: 'reading upstream' }));
    const requests = times(12, (second) => request({ second }));
    expect(await factOf('all-failed-from-first', cut, requests)).toBeUndefined();
  });
});

describe('retry-rescued-percent', () => {
  const saved = (second: number, peers = `${PEER}, 10.0.3.18:8080`): string =>
    request({
      second,
      addr: peers,
      statuses: '502, 200',
      header: '-, 0.010',
      time: '0.001, 0.010',
      connect: '0.001, 0.001',
      bytes: '0, 200',
    });

  test('is the share of first failures that another attempt saved', async () => {
    const requests = [...times(6, saved), ...times(2, (at) => failure(at + 6, { method: 'POST' }))];
    expect(await factOf('retry-rescued-percent', times(8, error), requests)).toBe(75);
  });

  test('is unknown below five first failures', async () => {
    expect(
      await factOf(
        'retry-rescued-percent',
        times(4, error),
        times(4, (at) => saved(at)),
      ),
    ).toBeUndefined();
  });

  test('does not take a fallback for a retry', async () => {
    const fallback = times(5, (at) =>
      saved(at, `${PEER} : 10.0.9.9:80`).replaceAll('502, 200', '502 : 200'),
    );
    expect(await factOf('retry-rescued-percent', times(5, error), fallback)).toBe(0);
  });

  test('is unknown while most failures of the peer are of another kind', async () => {
    const late = times(20, (at) => failure(at + 100, { status: 504, statuses: '504' }));
    const errors = [...times(5, error), ...times(20, (at) => timeout(at + 100))];
    expect(
      await factOf('retry-rescued-percent', errors, [...times(5, failure), ...late]),
    ).toBeUndefined();
  });
});

describe('failing-uris', () => {
  const errors = times(8, error);
  const mixed = (failing: string): readonly string[] =>
    times(8, (at) => `${failure(at, { uri: failing })}\n${request({ second: at, uri: '/ok' })}`);

  test('finds URIs that always fail while others do well', async () => {
    expect(await factOf('failing-uris', errors, mixed('/export'))).toBe('some-always');
  });

  test('finds that the same URIs also do well', async () => {
    expect(await factOf('failing-uris', errors, mixed('/ok'))).toBe('any');
  });

  test('does not blame URIs for an outage', async () => {
    const requests = [
      ...times(8, (at) => request({ second: at })),
      ...times(8, (at) => failure(at, { uri: '/export' })),
    ];
    expect(await factOf('failing-uris', errors, requests)).toBeUndefined();
  });

  test('is unknown below five failures', async () => {
    expect(await factOf('failing-uris', errors, mixed('/export').slice(0, 4))).toBeUndefined();
  });
});

describe('failing-peers', () => {
  const retried = (at: number): string =>
    request({
      second: at,
      addr: `${PEER}, 10.0.3.18:8080`,
      statuses: '502, 200',
      header: '-, 0.010',
      time: '0.001, 0.010',
      connect: '0.001, 0.001',
      bytes: '0, 200',
    });

  test('finds the one that fails among others that do well', async () => {
    expect(await factOf('failing-peers', times(5, error), times(5, retried))).toBe(
      'one-of-several',
    );
  });

  test('finds several', async () => {
    const both = times(5, (at) =>
      retried(at).replace('502, 200', '502, 502').replace('-, 0.010', '-, -'),
    );
    const errors = times(5, (at) => `${error(at)}\n${error(at, { peer: '10.0.3.18:8080' })}`);
    expect(await factOf('failing-peers', errors, both)).toBe('several');
  });

  test('is unknown of peers between which no request ever moved', async () => {
    const requests = [
      ...times(5, failure),
      ...times(9, (at) => request({ second: at, addr: '10.0.3.18:8080' })),
    ];
    expect(await factOf('failing-peers', times(5, error), requests)).toBeUndefined();
  });
});

describe('methods', () => {
  const told = async (errors: readonly string[], requests: readonly string[]): Promise<unknown> => {
    const all = await collect([
      { name: 'paste', chunks: [Buffer.from([...errors, ...requests].join('\n'))] },
    ]);
    const [group] = all.groups;
    if (group === undefined) throw new Error('no error line was read');
    const around = neighboursOf(all.groups, all.counts.lines);
    return factsOf(group, { all, around, told: {}, config: undefined }).get('methods')?.value;
  };
  const withoutRequest = (second: number): string =>
    error(second).replace(/, request: "[^"]*"/, '');
  const posts = times(3, (at) => failure(at, { method: 'POST' }));

  test('come from the access log when the error lines name no request', async () => {
    expect(await told(times(3, withoutRequest), posts)).toBe('only-not-retried');
  });

  test('stay those of the error lines when they name them', async () => {
    expect(await told(times(3, error), posts)).toBe('only-retried');
  });
});

test('keeps the text of every access line that a fact stands on', async () => {
  const requests = times(10, failure);
  const collected = await collect([
    { name: 'error.log', chunks: [Buffer.from(times(10, error).join('\n'))] },
    { name: 'access.log', chunks: [Buffer.from(requests.join('\n'))] },
  ]);
  const [group] = collected.groups;
  const facts = group && accessFacts(group, collected.access);
  const ids = facts?.get('all-failed-from-first')?.evidence;
  const kept = accessLinesOf(collected.access).filter((at) => ids?.includes(evidenceId(at)));
  expect(ids).toEqual(['1:1', '1:2', '1:3']);
  expect(new Set(kept.map((at) => at.text))).toEqual(new Set(requests.slice(0, 3)));
});

test('keeps no more than its tables hold of endless URIs and peers', async () => {
  const requests = times(20_000, (at) =>
    failure(at, { uri: `/${at}`, addr: `10.0.${at >> 8}.${at & 255}:80` }),
  );
  const { access } = await collect([
    { name: 'access.log', chunks: [Buffer.from(requests.join('\n'))] },
  ]);
  const uris = [...access.routes.values()].reduce((sum, route) => sum + route.uris.size, 0);
  expect([access.peers.size <= 2048, access.routes.size <= 4096, uris <= 8192]).toEqual([
    true,
    true,
    true,
  ]);
});

describe('refusals of a peer that had answered', () => {
  const refused = (second: number): string =>
    error(second, { phase: 'connecting to upstream' }).replace(
      /recv\(\) failed \(104: Connection reset by peer\)/,
      'connect() failed (111: Connection refused)',
    );

  test('begin when its listener goes away', async () => {
    const requests = [request({ second: 1 }), failure(4)];
    expect(await factOf('answered-shortly-before', [refused(4)], requests)).toBe(true);
  });

  test.each([
    ['came in the same second, perhaps behind it', [request({ second: 4 }), failure(4)]],
    [
      'was that of another peer that fails later',
      [failure(4), request({ second: 3, addr: '10.0.3.18:8080' })],
    ],
  ])('say nothing of it when the answer %s', async (_, requests) => {
    const later = refused(9).replaceAll('10.0.3.17', '10.0.3.18');
    expect(await factOf('answered-shortly-before', [refused(4), later], requests)).toBeUndefined();
  });

  test('say nothing of it when the last answer is long ago', async () => {
    const requests = [request({ second: 1 }), failure(40)];
    expect(await factOf('answered-shortly-before', [refused(40)], requests)).toBeUndefined();
  });
});
