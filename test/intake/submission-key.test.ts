import { expect, test } from 'vitest';
import { identityOf } from '../../src/intake/identity.ts';
import { submissionKeys } from '../../src/intake/submission-key.ts';

const delivery = (body: string, identity: ReturnType<typeof identityOf> = undefined) => ({
  source: 'generic',
  channel: 'C0ALERTS',
  body: Buffer.from(body),
  identity,
});

function clockAt(time: number): { time: number; now: () => number } {
  const clock = { time, now: () => clock.time };
  return clock;
}

test.each([
  [1, true],
  [59_999, true],
  [60_000, false],
  [86_400_000, false],
])('the same bytes %i ms later are the same delivery: %s', (later, isSame) => {
  // Half a second before a minute ends: the window follows the delivery, not the clock.
  const clock = clockAt(Date.UTC(2026, 10, 24, 9, 14, 59, 500));
  const keyOf = submissionKeys(clock);
  const first = keyOf(delivery('alert'));
  clock.time += later;
  expect(keyOf(delivery('alert')) === first).toBe(isSame);
});

test('repeats within the window do not prolong it', () => {
  const clock = clockAt(0);
  const keyOf = submissionKeys(clock);
  const first = keyOf(delivery('alert'));
  clock.time = 50_000;
  keyOf(delivery('alert'));
  clock.time = 70_000;
  expect(keyOf(delivery('alert'))).not.toBe(first);
});

test('after a restart the same minute still gives the same key', () => {
  const clock = clockAt(1000);
  const before = submissionKeys(clock)(delivery('alert'));
  clock.time = 20_000;
  expect(submissionKeys(clock)(delivery('alert'))).toBe(before);
});

test.each([
  ['another body', delivery('other')],
  ['another channel', { ...delivery('alert'), channel: 'C0OTHER' }],
  ['another source', { ...delivery('alert'), source: 'grafana' }],
  ['an id', delivery('alert', { kind: 'named', id: '1' })],
])('%s is another delivery', (_name, other) => {
  const keyOf = submissionKeys(clockAt(0));
  expect(keyOf(other)).not.toBe(keyOf(delivery('alert')));
});

test.each([
  ['a key of the sender', { 'idempotency-key': 'k' }, {}],
  ['a CloudEvent', {}, { specversion: '1.0', source: '/shop', id: '7' }],
  ['a CloudEvent in headers', { 'ce-source': '/shop', 'ce-id': '7' }, {}],
])(
  '%s makes one of two deliveries, however late and whatever else differs',
  (_name, headers, body) => {
    const clock = clockAt(0);
    const keyOf = submissionKeys(clock);
    const first = keyOf(delivery('try 1', identityOf(headers, body)));
    clock.time = 3_600_000;
    expect(keyOf(delivery('try 2', identityOf(headers, body)))).toBe(first);
  },
);

test.each([
  ['with the same body an hour later is the same delivery', 'alert', true],
  ['with another body is news', 'alert, still firing', false],
])('an id %s', (_name, body, isSame) => {
  const clock = clockAt(0);
  const keyOf = submissionKeys(clock);
  const identity = identityOf({}, { id: 'shop-502' });
  const first = keyOf(delivery('alert', identity));
  clock.time = 3_600_000;
  expect(keyOf(delivery(body, identity)) === first).toBe(isSame);
});

test.each([
  ['no field', {}],
  ['an empty id', { id: '' }],
  ['an id that is an object', { id: { a: 1 } }],
  ['a list', [{ id: '1' }]],
  ['nothing', undefined],
  ['null', null],
])('%s says nothing about deliveries', (_name, body) => {
  expect(identityOf({}, body)).toBeUndefined();
});

test('beyond ten thousand bodies the oldest is forgotten, so that memory stays bounded', () => {
  const clock = clockAt(59_999);
  const keyOf = submissionKeys(clock);
  const first = keyOf(delivery('0'));
  clock.time = 60_001;
  for (let at = 1; at <= 10_000; at += 1) keyOf(delivery(String(at)));
  expect(keyOf(delivery('0'))).not.toBe(first);
});
