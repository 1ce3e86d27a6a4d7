import type { App, ReceiverEvent } from '@slack/bolt';
import type { Log } from '../bot/log.ts';
import type { Clock } from '../bot/ports.ts';
import type { Submission } from '../bot/submission.ts';
import { displayText } from '../text/display.ts';
import type { Silence } from './message-answer.ts';
import { recordOf, textOf } from './message-json.ts';
import { KNOWN_EVENTS, type Reception, receivedIn } from './submissions.ts';

/** What stands between Slack and Bolt. */
export type Journal = {
  /** On disk when it resolves. */
  readonly accept: (submissions: readonly Submission[]) => Promise<unknown>;
  readonly reception: Reception;
  readonly clock: Clock;
  readonly log: Log;
  /** Slack has stopped sending events for a while and says so. */
  readonly onDropped: () => void;
};

/** A way in that can be shut: what came before is still answered. */
export type Gate = {
  /** The app as receivers see it. */
  appOf(app: App): App;
  /** Takes nothing in any more and waits until all that came is acknowledged. */
  shut(): Promise<void>;
};

// What Bolt passes to our listeners; of all else it would only say that it does not know it, and never acknowledge it.
const FOR_BOLT: ReadonlySet<unknown> = new Set([
  'event_callback',
  'block_actions',
  'shortcut',
  'message_action',
  'view_submission',
]);
const MOST_TOLD = 50;
// Nobody asks why these are not answered.
const OF_COURSE: ReadonlySet<Silence> = new Set<Silence>([
  'own-message',
  'no-message',
  'not-asked',
]);

/**
 * Writes what came to the inbox before Bolt acknowledges it. Bolt acknowledges events first and runs listeners then, so that
 * a crash in between would lose an alert; when the write fails, nothing is acknowledged and Slack sends again.
 */
export function journalGate(journal: Journal): Gate {
  const underWay = new Set<Promise<void>>();
  const told = new Set<string>();
  let isShut = false;
  return {
    appOf(app) {
      const processEvent = async (event: ReceiverEvent): Promise<void> => {
        if (isShut) throw new Error('stopping: slack has to send this again');
        const work = process(event, { app, journal, told });
        underWay.add(work);
        await work.finally(() => underWay.delete(work));
      };
      // The cast holds since receivers call nothing else of the app (bolt 5.1.0, dist/receivers).
      return { processEvent } as unknown as App;
    },
    async shut() {
      isShut = true;
      await Promise.allSettled([...underWay]);
    },
  };
}

type Way = { readonly app: App; readonly journal: Journal; readonly told: Set<string> };

async function process(event: ReceiverEvent, way: Way): Promise<void> {
  const { journal, app } = way;
  const body: unknown = event.body;
  const { reception, clock } = journal;
  const { submissions, silence } = receivedIn(body, reception, clock.now());
  if (submissions.length > 0) await journal.accept(submissions);
  if (silence !== undefined && !OF_COURSE.has(silence))
    journal.log.info({ reason: silence }, 'a message gets no answer');
  tellUnknown(body, way);
  if (isForBolt(body)) return await app.processEvent(event);
  if (recordOf(body).type === 'app_rate_limited') journal.onDropped();
  await event.ack();
}

function isForBolt(body: unknown): boolean {
  const { type, command } = recordOf(body);
  return command !== undefined || FOR_BOLT.has(type);
}

function tellUnknown(body: unknown, { journal, told }: Way): void {
  const { type, command, event } = recordOf(body);
  if (command !== undefined) return;
  const eventType = textOf(recordOf(event).type);
  if (FOR_BOLT.has(type) && (eventType === undefined || KNOWN_EVENTS.has(eventType))) return;
  const name = displayText(eventType ?? textOf(type) ?? 'without a type', 60);
  if (told.has(name) || told.size >= MOST_TOLD) return;
  told.add(name);
  journal.log.info({ type: name }, 'slack sends what we have no use for');
}
