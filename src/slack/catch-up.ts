import type { Log } from '../bot/log.ts';
import type { Clock, Store } from '../bot/ports.ts';
import type { Submission } from '../bot/submission.ts';
import { saidBy } from './bolt-log.ts';
import { notBefore, type Progress, progressIn, textOfProgress } from './catch-up-progress.ts';
import { type ChannelReader, type HistoryMessage, NotReadable } from './channel-reader.ts';
import { isNewer, slackTime } from './slack-time.ts';

export type CatchUpOptions = {
  readonly channels: readonly string[];
  readonly reader: ChannelReader;
  readonly store: Pick<Store, 'mark' | 'setMark'>;
  /** On disk when it resolves. */
  readonly accept: (submissions: readonly Submission[]) => Promise<unknown>;
  /** What a message asks for; what asks for nothing gives nothing. */
  readonly submissionsOf: (channel: string, message: HistoryMessage) => readonly Submission[];
  readonly clock: Clock;
  readonly log: Log;
};

/** Reads what was written while nobody listened. */
export type CatchUp = {
  /** All configured channels once; one that cannot be read does not hold up the others. */
  run(): Promise<void>;
};

// The bot is not in the channel: what is written until it is invited is not meant for it.
const OUTSIDE = new Set(['not_in_channel', 'channel_not_found', 'is_archived']);
// Nobody waits any more for an answer to what was said before this.
const LONGEST_AWAY_MS = 24 * 60 * 60 * 1000;
const THREADS_OF_MS = 24 * 60 * 60 * 1000;
// Slack's clock may be ahead of ours.
const AHEAD_MS = 60_000;

/**
 * Slack sends an event at most four times and forgets it then, so channels are read again from a mark on disk, which moves on
 * only after what was read is in the inbox. What came both ways has the same key and is taken once.
 */
export function catchUp(options: CatchUpOptions): CatchUp {
  const told = new Set<string>();
  return {
    async run() {
      for (const channel of options.channels) await catchUpOrTell(channel, { told, options });
    },
  };
}

async function catchUpOrTell(
  channel: string,
  { told, options }: { readonly told: Set<string>; readonly options: CatchUpOptions },
): Promise<void> {
  try {
    await catchUpChannel(channel, options);
  } catch (failure) {
    if (!(failure instanceof NotReadable)) throw failure;
    tellOnce({ channel, reason: failure.message }, { told, log: options.log });
    if (OUTSIDE.has(failure.message)) await startAnew(channel, options);
  }
}

function tellOnce(
  about: { readonly channel: string; readonly reason: string },
  { told, log }: { readonly told: Set<string>; readonly log: Log },
): void {
  const once = `${about.channel} ${about.reason}`;
  if (told.has(once)) return;
  told.add(once);
  log.error(
    about,
    'a channel cannot be read: what is written while the bot is away stays unanswered',
  );
}

async function catchUpChannel(channel: string, options: CatchUpOptions): Promise<void> {
  const { store } = options;
  const name = `seen:${channel}`;
  const mark = await store.mark(name);
  if (mark === undefined) return await startAnew(channel, options);
  const before = notBefore(progressIn(mark), slackTime(options.clock.now() - LONGEST_AWAY_MS));
  const save = async (progress: Progress) => await store.setMark(name, textOfProgress(progress));
  const after = await readNew(channel, before, { ...options, save });
  const repliesSeen = await readReplies(channel, before.repliesSeen, options);
  await save({ ...after, repliesSeen });
}

/** Nothing that was written before is answered. */
async function startAnew(channel: string, { store, clock }: CatchUpOptions): Promise<void> {
  const now = slackTime(clock.now());
  const progress = { seen: now, repliesSeen: now, gaps: [] };
  await store.setMark(`seen:${channel}`, textOfProgress(progress));
}

type Saving = CatchUpOptions & { readonly save: (progress: Progress) => Promise<void> };

/** Newest first, as Slack gives them; after each page what is left is saved, so that a restart goes on from there. */
async function readNew(channel: string, before: Progress, options: Saving): Promise<Progress> {
  const latest = slackTime(options.clock.now() + AHEAD_MS);
  let progress: Progress = before;
  let open = [...before.gaps, { oldest: before.seen, latest }];
  for (let span = open.at(-1); span !== undefined; span = open.at(-1)) {
    const { messages, hasMore } = await options.reader.channel(channel, span);
    await take(channel, messages, options);
    const lowest = messages.at(-1)?.ts;
    open = open.slice(0, -1);
    if (hasMore && lowest !== undefined) open.push({ oldest: span.oldest, latest: lowest });
    const seen = newestOf([progress.seen, ...messages.map(({ ts }) => ts)]);
    progress = { ...progress, seen, gaps: open };
    await options.save(progress);
  }
  return progress;
}

/**
 * Replies stand in no history; their root says when the last of them was written, as a message says when it was edited.
 * Returns how far they are read: what the first page named. A later page may name younger replies than one that was written
 * meanwhile under a root of the first.
 */
async function readReplies(
  channel: string,
  since: string,
  options: CatchUpOptions,
): Promise<string> {
  const now = options.clock.now();
  let span = { oldest: slackTime(now - THREADS_OF_MS), latest: slackTime(now + AHEAD_MS) };
  let seen: string | undefined;
  for (;;) {
    const { messages, hasMore } = await options.reader.channel(channel, span);
    seen ??= newestOf([since, ...messages.flatMap(laterChanges)]);
    const edited = messages.filter(
      ({ edited: edit }) => edit !== undefined && isNewer(edit.ts, since),
    );
    await take(channel, edited, options);
    for (const { ts: root, latest_reply: reply } of messages) {
      if (reply !== undefined && isNewer(reply, since))
        await readThread(channel, { root, since }, options);
    }
    const lowest = messages.at(-1)?.ts;
    if (!hasMore || lowest === undefined) return seen;
    span = { ...span, latest: lowest };
  }
}

function laterChanges({ latest_reply: reply, edited }: HistoryMessage): readonly string[] {
  return [reply, edited?.ts].filter((ts) => ts !== undefined);
}

async function readThread(
  channel: string,
  thread: { readonly root: string; readonly since: string },
  options: CatchUpOptions,
): Promise<void> {
  const latest = slackTime(options.clock.now() + AHEAD_MS);
  let oldest = thread.since;
  for (;;) {
    const page = await options.reader.thread(channel, thread.root, { oldest, latest });
    // The root comes with every page.
    const replies = page.messages.filter(
      ({ ts }) => ts !== thread.root && isNewer(ts, thread.since),
    );
    await take(channel, replies, options);
    const newest = newestOf([oldest, ...replies.map(({ ts }) => ts)]);
    if (!page.hasMore || newest === oldest) return;
    oldest = newest;
  }
}

async function take(
  channel: string,
  messages: readonly HistoryMessage[],
  { submissionsOf, accept, log }: CatchUpOptions,
): Promise<void> {
  const found: Submission[] = [];
  // Oldest first, so that answers come in the order of the questions.
  for (const message of messages.toSorted((a, b) => (isNewer(a.ts, b.ts) ? 1 : -1))) {
    try {
      found.push(...submissionsOf(channel, message));
    } catch (failure) {
      // One message that cannot be read must not keep all others from being answered.
      log.error({ channel, ts: message.ts, failure: saidBy(failure) }, 'a message was not read');
    }
  }
  if (found.length > 0) await accept(found);
}

function newestOf(all: readonly string[]): string {
  return all.reduce((newest, ts) => (isNewer(ts, newest) ? ts : newest));
}
