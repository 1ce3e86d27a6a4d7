import type { Clock } from '../bot/ports.ts';

const LOOK_EVERY_MS = 5000;
const DEAF_AFTER_MS = 60_000;

type Watched = {
  isConnected(): boolean;
  /** Whether Slack answers at all; never rejects. */
  isAnswering(): Promise<boolean>;
  /** Only a new start helps. */
  onDeaf(): void;
};

/**
 * Calls `onDeaf` once for every minute-long time in which Slack answered and no connection came to be; ends with its signal.
 * An outage of Slack is nobody's fault here: it is waited out, since nobody may be there to start the process again.
 */
export async function watchdog(
  watched: Watched,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  let heardAt = clock.now();
  let hasBarked = false;
  while (!signal.aborted) {
    if (watched.isConnected() || !(await watched.isAnswering())) {
      heardAt = clock.now();
      hasBarked = false;
    } else if (clock.now() - heardAt >= DEAF_AFTER_MS && !hasBarked) {
      hasBarked = true;
      watched.onDeaf();
    }
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}
