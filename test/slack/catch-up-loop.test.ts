import { expect, test } from 'vitest';
import type { Clock } from '../../src/bot/ports.ts';
import { catchUpLoop } from '../../src/slack/catch-up-loop.ts';
import { recordingLog } from './recording-log.ts';

/** A clock whose pauses last until they are ended by hand or by their signal. */
function handClock(): Clock & { readonly pauses: number[]; end(): void } {
  const pauses: number[] = [];
  let end = () => {};
  return {
    pauses,
    end: () => end(),
    now: () => 0,
    sleep(ms, signal) {
      pauses.push(ms);
      return new Promise<void>((resolve) => {
        end = resolve;
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      });
    },
  };
}

const settled = () => new Promise(setImmediate);

function started(run: () => Promise<void>) {
  const [clock, stop, log] = [handClock(), new AbortController(), recordingLog()];
  const loop = catchUpLoop({ run }, { clock, log, signal: stop.signal });
  return { clock, stop, log, loop };
}

test('runs at once, when asked, and every ten minutes', async () => {
  let runs = 0;
  const { clock, loop, stop } = started(async () => {
    runs += 1;
  });
  await settled();
  expect(runs).toBe(1);

  loop.request();
  await settled();
  expect(runs).toBe(2);

  clock.end();
  await settled();
  expect(runs).toBe(3);
  expect(clock.pauses).toEqual([600_000, 600_000, 600_000]);

  stop.abort();
  await loop.ended;
});

test('asked for twice during a run, it runs once more', async () => {
  let runs = 0;
  const first = Promise.withResolvers<void>();
  const { loop, stop } = started(async () => {
    runs += 1;
    if (runs === 1) await first.promise;
  });
  loop.request();
  loop.request();
  first.resolve();
  await settled();

  expect(runs).toBe(2);
  stop.abort();
  await loop.ended;
});

test('a run that fails is told, and the next one comes', async () => {
  let runs = 0;
  const { clock, log, loop, stop } = started(async () => {
    runs += 1;
    if (runs === 1) throw new Error('disk full');
  });
  await settled();
  clock.end();
  await settled();

  expect(runs).toBe(2);
  expect(log.lines).toMatchObject([{ level: 'error', fields: { failure: 'Error: disk full' } }]);
  stop.abort();
  await loop.ended;
});
