import type { Bell } from './bell.ts';
import type { Desk } from './desk.ts';
import { reportShadow } from './weekly-shadow-report.ts';

const EVERY_MS = 3_600_000;

type House = Pick<Desk, 'store' | 'chat' | 'clock' | 'opsChannel'> & {
  readonly outbox: Bell;
  readonly hasShadow: boolean;
};

/** Once an hour: what is too old is erased, and the weekly report of the shadow channels goes out when it is due. */
export async function housekeepingLoop(house: House, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await house.store.prune(house.clock.now());
    if (house.hasShadow) await reportShadow(house);
    house.outbox.ring();
    await house.clock.sleep(EVERY_MS, signal);
  }
}
