import { step } from '../../incident/step.ts';
import type { Report } from '../../report.ts';
import type { Desk, Plan } from '../desk.ts';
import type { NamedText } from '../diagnose.ts';
import { planOf } from '../effects.ts';
import { evidenceFrom, isRoomFor, reportOfAll } from '../evidence.ts';
import type { Versioned } from '../ports.ts';

export type Joining = {
  /** Tells this alert from others. */
  readonly key: string;
  readonly channel: string;
  /** Its own thread; undefined for what came by webhook. */
  readonly thread: string | undefined;
  readonly origin: string | undefined;
  readonly report: Report;
  readonly texts: readonly NamedText[];
};

/** In a storm every alert would be read together with all before it, and the hundredth says nothing new. */
const MOST_READ = 100;

/** One more alert about a problem that is known: its lines are read with those that came before, as long as there is room. */
export async function joinRunning(
  running: Versioned,
  { key, channel, thread, origin, report: own, texts }: Joining,
  desk: Desk,
): Promise<Plan> {
  const { incident } = running;
  const isEarly = incident.alerts < MOST_READ && own.diagnoses.length > 0;
  const kept = isEarly ? await desk.store.evidenceOf(incident.id) : [];
  const isKept = isEarly && isRoomFor(texts, kept);
  const report = isKept ? await reportOfAll(incident, [...kept, ...texts], desk) : undefined;
  const event = { kind: 'joined', channel, thread, report } as const;
  const plan = await planOf(step(incident, event, desk.clock.now()), running, {
    links: desk,
    through: { key, responseUrl: undefined, replacesOriginal: false },
  });
  return {
    ...plan,
    origins: origin === undefined ? [] : [origin],
    evidence: isKept ? evidenceFrom(texts, { incident: incident.id, origin }) : [],
  };
}
