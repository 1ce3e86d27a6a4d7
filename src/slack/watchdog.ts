import type { Clock } from '../bot/ports.ts';

const LOOK_EVERY_MS = 5000;
const DEAF_AFTER_MS = 60_000;

/** Calls `onDeaf` once for every minute-long time without a connection; ends with its signal. */
export async function watchdog(
  watched: { isConnected(): boolean; onDeaf(): void },
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  let heardAt = clock.now();
  let hasBarked = false;
  while (!signal.aborted) {
    const now = clock.now();
    if (watched.isConnected()) {
      heardAt = now;
      hasBarked = false;
    } else if (now - heardAt >= DEAF_AFTER_MS && !hasBarked) {
      hasBarked = true;
      watched.onDeaf();
    }
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}
