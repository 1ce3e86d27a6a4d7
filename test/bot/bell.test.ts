import { expect, test } from 'vitest';
import { createBell } from '../../src/bot/bell.ts';

const never = (): Promise<void> => new Promise(() => {});
const open = new AbortController().signal;

test('a ring wakes who waits', async () => {
  const bell = createBell(never);
  const waiting = bell.wait(undefined, open);
  bell.ring();
  await expect(waiting).resolves.toBeUndefined();
});

test('a ring while nobody waits is kept for the next wait, and only for that', async () => {
  const bell = createBell(never);
  bell.ring();
  bell.ring();
  await bell.wait(undefined, open);
  const second = Promise.race([bell.wait(undefined, open).then(() => 'rung'), tick()]);
  await expect(second).resolves.toBe('still waiting');
});

test('the pause ends the wait', async () => {
  const asked: number[] = [];
  const bell = createBell(async (ms) => {
    asked.push(ms);
  });
  await bell.wait(250, open);
  expect(asked).toEqual([250]);
});

test('an aborted signal ends the wait, before it and during it', async () => {
  const stop = new AbortController();
  const bell = createBell(never);
  const waiting = bell.wait(undefined, stop.signal);
  stop.abort();
  await waiting;
  await bell.wait(undefined, stop.signal);
});

test('the pause is given up when a ring came first', async () => {
  let isGivenUp = false;
  const bell = createBell(
    (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          isGivenUp = true;
          resolve();
        });
      }),
  );
  const waiting = bell.wait(1000, open);
  bell.ring();
  await waiting;
  expect(isGivenUp).toBe(true);
});

function tick(): Promise<string> {
  return new Promise((resolve) => setImmediate(() => resolve('still waiting')));
}
