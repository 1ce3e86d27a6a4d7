import type { Clock } from '../bot/ports.ts';

/** Waits for something, but not longer than so many milliseconds. */
export async function within(ms: number, awaited: Promise<unknown>, clock: Clock): Promise<void> {
  const limit = new AbortController();
  await Promise.race([awaited, clock.sleep(ms, limit.signal)]);
  limit.abort();
}
