import { afterEach, beforeEach, expect, test } from 'vitest';
import { reportShadow } from '../../src/bot/weekly-shadow-report.ts';
import { contentOf, type FakeDesk, fakeDesk, wordsOf } from './fake-desk.ts';
import { message, only } from './samples.ts';

const DAY = 86_400_000;

let fake: FakeDesk;
beforeEach(async () => {
  fake = await fakeDesk();
  await reportShadow(fake.desk);
});
afterEach(() => fake.close());

/** The clock a while later, without the loops of the bot living through every second of it. */
function later(days: number): FakeDesk['desk'] {
  const now = fake.now() + days * DAY;
  return { ...fake.desk, clock: { ...fake.desk.clock, now: () => now } };
}

test('nothing is said within the first week', async () => {
  await fake.submit(message({ mode: 'shadow' }));
  await reportShadow(later(6));
  await fake.pass(1000);
  expect(fake.chat.sent).toEqual([]);
});

test('after a week the operators are told what would have been said, with a link to each', async () => {
  await fake.submit(message({ mode: 'shadow' }));
  await reportShadow(later(7));
  await fake.pass(1000);
  const report = only(fake.chat.sent);
  expect(report.delivery).toMatchObject({ kind: 'message', channel: 'COPS' });
  expect(wordsOf(contentOf(report))).toContain('10.0.3.17:8080');
  expect(wordsOf(contentOf(report))).toContain('/archives/C1/p1000001');
});

test('the next report begins where the last one ended', async () => {
  await fake.submit(message({ mode: 'shadow' }));
  await reportShadow(later(7));
  await reportShadow(later(13));
  await reportShadow(later(14));
  await fake.pass(3000);
  expect(fake.chat.sent).toHaveLength(2);
  const [, second] = fake.chat.sent;
  expect(second && wordsOf(contentOf(second))).not.toContain('10.0.3.17:8080');
});

test('killed before it was marked, the report goes out once', async () => {
  await fake.submit(message({ mode: 'shadow' }));
  const desk = later(7);
  const store = { ...desk.store, setMark: async () => Promise.reject(new Error('killed')) };
  await expect(reportShadow({ ...desk, store })).rejects.toThrow('killed');
  await reportShadow(later(8));
  await fake.pass(3000);
  expect(new Set(fake.chat.sent.map(({ ts }) => ts)).size).toBe(1);
});

test('without a channel for operators nothing is sent', async () => {
  await fake.submit(message({ mode: 'shadow' }));
  await reportShadow({ ...later(7), opsChannel: undefined });
  await fake.pass(1000);
  expect(fake.chat.sent).toEqual([]);
});
