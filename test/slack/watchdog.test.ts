import { expect, test } from 'vitest';
import { watchdog } from '../../src/slack/watchdog.ts';

type Seen = 'connected' | 'no connection' | 'no answer';

/** Runs the watchdog through a list of what it sees each five seconds; tells after how many seconds it barked. */
async function barksWhile(seen: readonly Seen[]): Promise<readonly number[]> {
  const stop = new AbortController();
  const barks: number[] = [];
  let now = 0;
  const isNow = (what: Seen): boolean => seen[now / 5000] === what;
  await watchdog(
    {
      isConnected: () => isNow('connected'),
      isAnswering: async () => !isNow('no answer'),
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

const times = (count: number, what: Seen): Seen[] => Array.from({ length: count }, () => what);

test('barks once after a minute without a connection', async () => {
  expect(await barksWhile(times(40, 'no connection'))).toEqual([60]);
});

test('barks again for another minute', async () => {
  const minute = times(14, 'no connection');
  expect(await barksWhile([...minute, 'connected', ...minute])).toEqual([60, 130]);
});

test('is still while a connection comes back in time', async () => {
  const almost = times(11, 'no connection');
  expect(await barksWhile([...almost, 'connected', ...almost, 'connected'])).toEqual([]);
});

test('is still through an outage of an hour', async () => {
  expect(await barksWhile([...times(720, 'no answer'), 'connected'])).toEqual([]);
});

test('gives a minute to connect again when Slack is back', async () => {
  const outage = times(20, 'no answer');
  expect(await barksWhile([...outage, ...times(30, 'no connection')])).toEqual([155]);
});
