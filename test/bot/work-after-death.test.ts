import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBell } from '../../src/bot/bell.ts';
import type { Claimed } from '../../src/bot/ports.ts';
import { workLoop } from '../../src/bot/work.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { fakeChat, NO_LOG, START } from './fake-desk.ts';
import { message } from './samples.ts';

const LEASE_MS = 300_000;
const never = new Promise<never>(() => undefined);
const clock = { now: () => START, sleep: () => never };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nginx-diagnose-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A process takes three alerts up, and dies over the first that it reads; what the next one claims. */
async function claimedAfterDeathOver(earlier: 'all' | 'none'): Promise<readonly Claimed[]> {
  const first = await openSqliteStore(directory, { clock, log: NO_LOG });
  await first.accept(
    ['a', 'b', 'c'].map((key, at) => ({
      key,
      receivedAt: START + at,
      body: message({ ts: `1.00000${at}` }),
    })),
  );
  if (earlier === 'all') await first.claim(START, LEASE_MS, 3);
  await first.close();

  const second = await openSqliteStore(directory, { clock, log: NO_LOG });
  const reading = Promise.withResolvers<void>();
  const diagnose = () => {
    reading.resolve();
    return never;
  };
  const desk = { store: second, chat: fakeChat(clock.now), diagnose, clock, log: NO_LOG };
  const bells = { inbox: createBell(clock.sleep), outbox: createBell(clock.sleep) };
  void workLoop({ ...desk, opsChannel: undefined }, bells, new AbortController().signal);
  await reading.promise;
  await new Promise(setImmediate);
  await second.close();

  const third = await openSqliteStore(directory, { clock, log: NO_LOG });
  const claimed = await third.claim(START, LEASE_MS, 3);
  await third.close();
  return claimed;
}

const triesOf = (claimed: readonly Claimed[]): readonly number[] =>
  claimed.map(({ tries }) => tries);

test('of what was under way when a process died, only what the next one reads counts as tried', async () => {
  expect(triesOf(await claimedAfterDeathOver('all'))).toEqual([3, 2, 2]);
});

test('what nobody took up before is taken up together', async () => {
  expect(triesOf(await claimedAfterDeathOver('none'))).toEqual([2, 2, 2]);
});
