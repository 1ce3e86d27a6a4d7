import { expect, test } from 'vitest';
import { isZone, zoneOffsetSeconds } from '../../src/log/zone.ts';
import { diagnoseFiles } from '../diagnose-text.ts';

const closed = (time: string): string =>
  `2026/11/22 ${time} [error] 1#1: *7 upstream prematurely closed connection while reading response header from upstream, client: 1.2.3.4, server: shop.example, request: "GET /a HTTP/1.1", upstream: "http://10.0.3.17:8080/a", host: "shop.example"`;
const TIMEOUT = '[2026-11-22 08:14:03 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)';

const verdictIn = async (zone: string | undefined): Promise<string | undefined> => {
  const report = await diagnoseFiles(
    [
      { name: 'error.log', text: closed('09:14:03') },
      { name: 'gunicorn.log', text: TIMEOUT },
    ],
    { told: { zone } },
  );
  return report.diagnoses[0]?.causes.find((one) => one.id === 'upstream-crash')?.verdict;
};

test('with nginx’s zone told, one witness in the same second of UTC is proof', async () => {
  expect(await verdictIn('Europe/Berlin')).toBe('confirmed');
});

test('without it the same witness may be of another hour', async () => {
  expect(await verdictIn(undefined)).toBe('likely');
});

test('with another zone told the two do not meet', async () => {
  expect(await verdictIn('Asia/Tokyo')).not.toBe('confirmed');
});

test('summer time counts', () => {
  expect(zoneOffsetSeconds('Europe/Berlin', Date.UTC(2026, 6, 1) / 1000)).toBe(7200);
  expect(zoneOffsetSeconds('Europe/Berlin', Date.UTC(2026, 0, 1) / 1000)).toBe(3600);
});

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Etc/UTC', true],
  ['Mars/Base', false],
  ['+01:00', false],
  ['', false],
])('knows whether %s is a zone', (name, isKnown) => {
  expect(isZone(name)).toBe(isKnown);
});

test('the access log names the zone of nginx’s clock, and the answer says that it was taken from there', async () => {
  const access =
    '203.0.113.9 - - [22/Nov/2026:09:14:03 +0100] "GET /a HTTP/1.1" 502 157 "-" "curl"';
  const report = await diagnoseFiles([
    { name: 'error.log', text: closed('09:14:03') },
    { name: 'access.log', text: access },
    { name: 'gunicorn.log', text: TIMEOUT },
  ]);
  const crash = report.diagnoses[0]?.causes.find((one) => one.id === 'upstream-crash');
  expect(crash?.verdict).toBe('confirmed');
  expect(report.notes.join('\n')).toContain('1 h ahead of UTC, as the access log says');
});

test.each([
  ['a collector', '2026-11-22T08:14:03.123456789Z '],
  ['a client', '00:00:00 +0000, '],
])(
  'a zone that %s wrote before the time is not taken for the zone of nginx’s clock',
  async (_, before) => {
    const access = `${before}203.0.113.9 - - [22/Nov/2026:09:14:03 +0900] "GET /a HTTP/1.1" 502 157 "-" "curl"`;
    const report = await diagnoseFiles([
      { name: 'error.log', text: closed('08:14:03') },
      { name: 'access.log', text: access },
      { name: 'gunicorn.log', text: TIMEOUT },
    ]);
    expect(report.notes.join('\n')).toContain('9 h ahead of UTC');
    const crash = report.diagnoses[0]?.causes.find((one) => one.id === 'upstream-crash');
    expect(crash?.verdict).not.toBe('confirmed');
  },
);

test('without any zone of nginx the answer asks for it', async () => {
  const report = await diagnoseFiles([
    { name: 'error.log', text: closed('09:14:03') },
    { name: 'gunicorn.log', text: TIMEOUT },
  ]);
  expect(report.notes.join('\n')).toContain('--tz');
});

test.each([
  ['Nov 22 09:14:03', 'confirmed'],
  ['Nov 22 09:14:53', 'likely'],
  ['Nov 23 09:14:03', undefined],
])(
  'syslog’s stamp without a year, %s, is compared in the year of nginx’s lines',
  async (stamp, verdict) => {
    const report = await diagnoseFiles([
      { name: 'error.log', text: closed('09:14:03').replace('10.0.3.17', '127.0.0.1') },
      {
        name: 'syslog',
        text: `${stamp} web1 kernel: [1234.5] Out of memory: Killed process 4711 (java) total-vm:1kB`,
      },
    ]);
    const crash = report.diagnoses[0]?.causes.find((one) => one.id === 'upstream-crash');
    expect(crash?.verdict === 'possible' ? undefined : crash?.verdict).toBe(verdict);
    expect(report.notes.join('\n')).toContain('syslog writes no year');
  },
);
