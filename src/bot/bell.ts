/** Wakes a loop that waits for work: a ring while nobody waits is kept for the next wait. */
export type Bell = {
  ring(): void;
  /** Resolves at a ring, when `ms` have passed, or when the signal aborts; undefined waits for a ring only. */
  wait(ms: number | undefined, signal: AbortSignal): Promise<void>;
};

export function createBell(sleep: (ms: number, signal: AbortSignal) => Promise<void>): Bell {
  let isRung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      isRung = true;
      wake?.();
    },
    async wait(ms, signal) {
      const woken = new AbortController();
      const rung = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const either = AbortSignal.any([signal, woken.signal]);
      const aborted = new Promise<void>((resolve) => {
        either.addEventListener('abort', () => resolve(), { once: true });
      });
      if (!isRung && !signal.aborted)
        await Promise.race([rung, aborted, ...(ms === undefined ? [] : [sleep(ms, either)])]);
      isRung = false;
      wake = undefined;
      woken.abort();
    },
  };
}
