import type { Log } from '../bot/log.ts';
import type { Clock } from '../bot/ports.ts';
import { saidBy } from './bolt-log.ts';
import type { CatchUp } from './catch-up.ts';

export type CatchUpLoop = {
  /** Asks for another run; several asked for during one are one. */
  request(): void;
  /** Resolves when the loop has ended, after its signal. */
  readonly ended: Promise<void>;
};

// A gap that no connection noticed, as a blocked address for Slack's requests, is found at the latest then.
const EVERY_MS = 10 * 60_000;

/** Catches up at once, whenever it is asked for, and every ten minutes; never twice at a time. */
export function catchUpLoop(
  catchUp: CatchUp,
  {
    clock,
    log,
    signal,
  }: { readonly clock: Clock; readonly log: Log; readonly signal: AbortSignal },
): CatchUpLoop {
  let wake = new AbortController();
  const loop = async () => {
    while (!signal.aborted) {
      wake = new AbortController();
      try {
        await catchUp.run();
      } catch (failure) {
        if (!signal.aborted) log.error({ failure: saidBy(failure) }, 'catching up broke off');
      }
      await clock.sleep(EVERY_MS, AbortSignal.any([signal, wake.signal]));
    }
  };
  return { request: () => wake.abort(), ended: loop() };
}
