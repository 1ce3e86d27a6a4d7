import type { Bell } from './bell.ts';
import type { Log } from './log.ts';
import {
  type Chat,
  type Clock,
  type Delivery,
  MayNotLook,
  type Pending,
  type SendResult,
  type Store,
} from './ports.ts';

/** Slack takes about one message a second and channel (docs.slack.dev, rate limits). */
const POST_EVERY_MS = 1_000;
const LEASE_MS = 60_000;
const MOST_UNDER_WAY = 8;

type Office = {
  readonly store: Store;
  readonly chat: Chat;
  readonly clock: Clock;
  readonly log: Log;
  readonly bell: Bell;
};

/** When what may go out again; kept in memory, since a restart costs at most one refused post. */
type Gates = { readonly channels: Map<string, number>; all: number };

/** Outbox → chat, at most one message a second and channel, until the signal says stop; what is under way is finished. */
export async function sendLoop(office: Office, signal: AbortSignal): Promise<void> {
  const gates: Gates = { channels: new Map(), all: 0 };
  const underWay = new Set<Promise<void>>();
  // A bug: it ends the loop, and with it the process.
  let failure: { readonly error: unknown } | undefined;
  while (!signal.aborted) {
    if (failure !== undefined) throw failure.error;
    const now = office.clock.now();
    const pending = underWay.size < MOST_UNDER_WAY ? await next(office, gates, now) : undefined;
    if (pending === undefined) {
      await office.bell.wait(await pause(office, gates, now), signal);
      continue;
    }
    const channel = channelOf(pending.delivery);
    // Held while it is under way and for a second after: when in between Slack counted it is not known.
    if (channel !== undefined) gates.channels.set(channel, Number.POSITIVE_INFINITY);
    const sending = deliver(pending, office, gates)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        underWay.delete(sending);
        office.bell.ring();
      });
    underWay.add(sending);
  }
  await Promise.all(underWay);
  if (failure !== undefined) throw failure.error;
}

async function next({ store }: Office, gates: Gates, now: number): Promise<Pending | undefined> {
  if (gates.all > now) return undefined;
  const held = [...gates.channels].filter(([, at]) => at > now).map(([channel]) => channel);
  const [pending] = await store.claimOutbox(now, LEASE_MS, { limit: 1, heldChannels: held });
  return pending;
}

function channelOf(delivery: Delivery): string | undefined {
  return delivery.kind === 'message' || delivery.kind === 'whisper' ? delivery.channel : undefined;
}

/** Until a gate opens or a back-off ends; a ring ends it sooner. Never long, since another process may have left work. */
async function pause({ store }: Office, gates: Gates, now: number): Promise<number> {
  const next = (await store.nextAt()) ?? Number.POSITIVE_INFINITY;
  const ends = [gates.all, ...gates.channels.values(), next].filter((at) => at > now);
  return Math.min(...ends.map((at) => at - now), LONGEST_PAUSE_MS);
}

const LONGEST_PAUSE_MS = 1_000;

async function deliver(pending: Pending, office: Office, gates: Gates): Promise<void> {
  const { clock, log, store } = office;
  const result = await sent(pending, office);
  const now = clock.now();
  const channel = channelOf(pending.delivery);
  if (channel !== undefined) gates.channels.set(channel, now + POST_EVERY_MS);
  if (result.kind === 'later' && result.scope === 'all') gates.all = now + result.afterMs;
  if (result.kind === 'later' && channel !== undefined && result.scope === 'channel')
    gates.channels.set(channel, now + result.afterMs);
  if (result.kind === 'refused') await refused(pending, result.reason, office);
  else if (result.kind !== 'sent')
    log.warn(
      { kind: pending.delivery.kind, result: result.kind, tries: pending.tries },
      'not sent',
    );
  await store.settle(pending, result, now);
}

/** What may have been posted by an earlier try is looked for first; found, it is edited to what it should say now. */
async function sent(pending: Pending, { chat, log }: Office): Promise<SendResult> {
  const { delivery } = pending;
  if (!pending.isUncertain || delivery.kind !== 'message' || pending.ts !== undefined)
    return await chat.send(pending);
  let ts: string | undefined;
  try {
    ts = await chat.find(delivery, pending.createdAt);
  } catch (cause) {
    // Nobody will ever know whether it is there, so it is posted: better twice than never.
    if (cause instanceof MayNotLook) {
      log.warn({ reason: cause.message }, 'posting without a look, which nobody may take');
      return await chat.send(pending);
    }
    log.warn(
      { cause: cause instanceof Error ? cause.name : 'unknown' },
      'could not look before posting',
    );
    return { kind: 'uncertain', reason: 'could not look' };
  }
  return await chat.send({ ...pending, ts });
}

/** Said to the person who asked for it, where there is a way to them; the operator finds the rest in the log and in doctor. */
async function refused(
  { delivery }: Pending,
  reason: string,
  { store, log }: Office,
): Promise<void> {
  log.error({ kind: delivery.kind, channel: channelOf(delivery), reason }, 'refused by Slack');
  const instead = insteadOf(delivery);
  if (instead !== undefined) await store.commit({ done: [], deliveries: [instead] });
}

function insteadOf(delivery: Delivery): Delivery | undefined {
  const key = `refused:${delivery.key}`;
  if (delivery.kind === 'message' && delivery.ifRefused !== undefined)
    return { kind: 'response', key, replacesOriginal: false, ...delivery.ifRefused };
  if (delivery.kind === 'response' && delivery.orWhisper !== undefined) {
    const { content, orWhisper } = delivery;
    return { kind: 'whisper', key, thread: undefined, content, ...orWhisper };
  }
  return undefined;
}
