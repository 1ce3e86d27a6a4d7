import { differenceOf, step } from '../../incident/step.ts';
import { noteContent } from '../../reply/slack/sentences.ts';
import type { Desk, Plan } from '../desk.ts';
import { planOf } from '../effects.ts';
import { evidenceFrom, reportOfAll } from '../evidence.ts';
import type { Delivery, Versioned } from '../ports.ts';
import type { Read } from '../read.ts';
import type { MessageBody } from '../submission.ts';

/**
 * A person speaks in the thread of an answer. Asked to, the bot reads the thread again and brings the answer up to date; lines
 * that the answer had asked for are answered below it, and it says so. undefined: they get an answer as anywhere else.
 */
export async function answerInThread(
  message: Read<MessageBody>,
  desk: Desk,
): Promise<Plan | undefined> {
  const { channel, threadTs, ts } = message.body;
  if (threadTs === undefined) return undefined;
  const above = await desk.store.incidentOfOrigin(`${channel}:${threadTs}`);
  if (above === undefined || above.incident.isErased) return undefined;
  if (above.incident.report === undefined) {
    await closeAbove(above, ts, desk);
    return undefined;
  }
  return message.body.readsThread === true ? await readAgain(above, message, desk) : undefined;
}

/** On its own: killed afterwards, the lines are answered all the same. */
async function closeAbove(above: Versioned, ts: string, desk: Desk): Promise<void> {
  const result = step(above.incident, { kind: 'answered-below' }, desk.clock.now());
  const through = { key: `below:${ts}`, responseUrl: undefined, replacesOriginal: false };
  const plan = await planOf(result, above, { links: desk, through });
  if ((await desk.store.commit({ ...plan, done: [] })) === 'ok') return;
  const now = await desk.store.incident(above.incident.id);
  if (now !== undefined && !now.incident.isErased) await closeAbove(now, ts, desk);
}

async function readAgain(
  above: Versioned,
  { body, texts }: Read<MessageBody>,
  desk: Desk,
): Promise<Plan> {
  const { incident } = above;
  const origin = `${body.channel}:${body.ts}`;
  const evidence = evidenceFrom(texts, { incident: incident.id, origin });
  const read = new Set(evidence.map((one) => one.origin));
  const kept = await desk.store.evidenceOf(incident.id);
  const others = kept.filter((one) => one.origin === undefined || !read.has(one.origin));
  const report = await reportOfAll(incident, [...others, ...texts], desk);
  const difference = differenceOf(incident.report, report);
  const event = {
    kind: 'evidence',
    by: body.asker,
    report,
    text: 'this thread was read again',
  } as const;
  const plan = await planOf(step(incident, event, desk.clock.now()), above, {
    links: desk,
    through: { key: `again:${body.ts}`, responseUrl: undefined, replacesOriginal: false },
  });
  const said: Delivery = {
    kind: 'message',
    key: `again:${origin}`,
    channel: body.channel,
    thread: body.threadTs,
    content: noteContent(`I read this thread again for the answer above: ${difference}.`),
  };
  const forget = [...read].filter((one) => one !== undefined);
  return { ...plan, forget, evidence, deliveries: [...plan.deliveries, said] };
}
