import { expect, test } from 'vitest';
import { type StoreCondition, storeChecks } from '../../../src/bot/doctor/store-check.ts';

const NOW = Date.UTC(2026, 10, 24);
const HOUR = 3_600_000;
const sound = {
  kind: 'sound',
  isHeld: false,
  inboxWaiting: 0,
  inboxUnreadable: 0,
  outboxWaiting: 0,
  failed: [],
} as const;
const failure = { channel: 'C01', reason: 'not_in_channel', count: 2, lastAt: NOW - HOUR };

test.each<[string, StoreCondition, RegExp]>([
  ['an empty place', { kind: 'empty' }, /empty yet and can be written/],
  ['a store at rest', sound, /sound; the bot does not run; 0 to answer, 0 to send/],
  [
    'a store at work',
    { ...sound, isHeld: true, inboxWaiting: 3, outboxWaiting: 2 },
    /the bot runs; 3 to answer, 2 to send/,
  ],
])('%s is in order', (_, condition, says) => {
  expect(storeChecks('./data', condition, NOW)).toEqual([
    { kind: 'ok', about: 'store', says: expect.stringMatching(says) },
  ]);
});

test('a fault of the store comes with its remedy', () => {
  const condition = { kind: 'fault', fault: 'is damaged', remedy: 'put back a backup' } as const;
  expect(storeChecks('./data', condition, NOW)).toEqual([
    { kind: 'fault', about: 'store', says: './data is damaged', todo: 'put back a backup' },
  ]);
});

test.each([
  ['not_in_channel', '/invite the bot in C01'],
  ['is_archived', 'unarchive C01, or take it out of the configuration'],
  ['channel_not_found', 'compare C01 with the id in the channel’s details'],
  ['msg_too_long', 'look msg_too_long up at docs.slack.dev/reference/methods/chat.postMessage'],
])('a delivery that failed with %s lately is a fault', (reason, todo) => {
  const condition = { ...sound, failed: [{ ...failure, reason }] };
  expect(storeChecks('./data', condition, NOW)[1]).toEqual({
    kind: 'fault',
    about: 'deliveries',
    says: `2 to C01 could not be sent within the last day (${reason})`,
    todo,
  });
});

test('what failed more than a day ago is history', () => {
  const condition = { ...sound, failed: [{ ...failure, lastAt: NOW - 24 * HOUR }] };
  expect(storeChecks('./data', condition, NOW)).toHaveLength(1);
});

test('submissions of another version are a fault', () => {
  expect(storeChecks('./data', { ...sound, inboxUnreadable: 4 }, NOW)[1]).toMatchObject({
    kind: 'fault',
    says: '4 submissions of another version cannot be read',
  });
});
