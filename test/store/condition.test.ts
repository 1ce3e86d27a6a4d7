import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeCondition } from '../../src/store/condition.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';

const around = {
  clock: { now: () => 1000 },
  log: { info: () => {}, warn: () => {}, error: () => {} },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'condition-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a place where nothing is yet is empty, and stays so', async () => {
  const directory = join(folder, 'deep', 'data');
  expect(await storeCondition(directory)).toEqual({ kind: 'empty' });
  expect(readdirSync(folder)).toEqual([]);
});

test('a store at rest is sound and can be opened afterwards', async () => {
  await (await openSqliteStore(folder, around)).close();
  expect(await storeCondition(folder)).toEqual({
    kind: 'sound',
    isHeld: false,
    inboxWaiting: 0,
    inboxUnreadable: 0,
    outboxWaiting: 0,
    failed: [],
  });
  await (await openSqliteStore(folder, around)).close();
});

test('a store that a bot works on is held, and its work is counted', async () => {
  const store = await openSqliteStore(folder, around);
  await store.accept([{ key: 'a', receivedAt: 1000, body: { kind: 'home', user: 'U1' } }]);
  expect(await storeCondition(folder)).toMatchObject({
    kind: 'sound',
    isHeld: true,
    inboxWaiting: 1,
  });
  await store.close();
});

test('a delivery that Slack refused is counted with Slack’s word', async () => {
  const store = await openSqliteStore(folder, around);
  const content = { text: 'a', blocks: [] };
  const delivery = {
    kind: 'message',
    key: 'k',
    channel: 'C1',
    thread: undefined,
    content,
  } as const;
  await store.commit({ done: [], deliveries: [delivery] });
  const [pending] = await store.claimOutbox(2000, 1000, { limit: 1, heldChannels: [] });
  if (pending === undefined) throw new Error('nothing to send');
  await store.settle(pending, { kind: 'refused', reason: 'not_in_channel' }, 3000);
  await store.close();
  expect(await storeCondition(folder)).toMatchObject({
    failed: [{ channel: 'C1', reason: 'not_in_channel', count: 1, lastAt: 3000 }],
  });
});

test('a file that is no database is damaged', async () => {
  writeFileSync(join(folder, 'store.db'), 'x'.repeat(8192));
  expect(await storeCondition(folder)).toMatchObject({
    kind: 'fault',
    fault: expect.stringMatching(/damaged/),
    remedy: expect.stringMatching(/backup/),
  });
});

test('a file where the directory should be is a fault', async () => {
  writeFileSync(join(folder, 'data'), '');
  expect(await storeCondition(join(folder, 'data'))).toMatchObject({
    kind: 'fault',
    fault: 'is no directory',
  });
});

// The kernel's own folder takes no file, not even root's.
test('a directory that cannot be written is a fault', async () => {
  expect(await storeCondition('/proc/self')).toMatchObject({ fault: 'cannot be written' });
});
