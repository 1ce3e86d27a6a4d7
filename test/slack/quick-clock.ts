import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../src/bot/ports.ts';

/** The wall clock, whose pauses are a fiftieth as long and are written down. */
export function quickClock(): Clock & { readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  return {
    pauses,
    now: () => Date.now(),
    async sleep(ms, signal) {
      pauses.push(ms);
      await wait(ms / 50, undefined, { signal }).catch(() => {});
    },
  };
}
