import { expect, test } from 'vitest';
import { watchdog } from '../../src/slack/watchdog.ts';

/** Runs the watchdog through a list of what it sees each five seconds; tells after how many seconds it barked. */
async function barksWhile(seen: readonly boolean[]): Promise<readonly number[]> {
  const stop = new AbortController();
  const barks: number[] = [];
  let now = 0;
  await watchdog(
    {
      isConnected: () => seen[now / 5000] ?? false,
      onDeaf: () => barks.push(now / 1000),
    },
    {
      signal: stop.signal,
      clock: {
        now: () => now,
        sleep: async (ms) => {
          now += ms;
          if (now / 5000 >= seen.length) stop.abort();
        },
      },
    },
  );
  return barks;
}

const times = (count: number, isConnected: boolean): boolean[] =>
  Array.from({ length: count }, () => isConnected);

test('barks once after a minute without a connection', async () => {
  expect(await barksWhile(times(40, false))).toEqual([60]);
});

test('barks again for another minute', async () => {
  expect(await barksWhile([...times(14, false), true, ...times(14, false)])).toEqual([60, 130]);
});

test('is still while a connection comes back in time', async () => {
  expect(await barksWhile([...times(11, false), true, ...times(11, false), true])).toEqual([]);
});
