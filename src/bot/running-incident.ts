import { JOIN_WINDOW_MS } from '../incident/step.ts';
import type { Desk } from './desk.ts';
import type { Versioned } from './ports.ts';

/** The incident that an alert of this group joins: the newest one, unless it is long quiet or was emptied. */
export async function runningIncident(
  group: string,
  { store, clock }: Pick<Desk, 'store' | 'clock'>,
): Promise<Versioned | undefined> {
  const found = await store.incidentOfGroup(group);
  if (found === undefined || found.incident.isErased) return undefined;
  return found.incident.lastAlertAt > clock.now() - JOIN_WINDOW_MS ? found : undefined;
}
