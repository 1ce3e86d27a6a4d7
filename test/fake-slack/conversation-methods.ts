import { historyScope } from './events.ts';
import { type Json, textOf } from './json.ts';
import { joined, type Method, needed, type Parts, Refusal } from './method.ts';
import { readChannel, repliesTo, type Stored, withThread } from './workspace.ts';

const byChannel = (args: Json): string => historyScope(textOf(args.channel) ?? '');

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.history': { scope: byChannel, perMinute: 50, run: history },
  'conversations.replies': { scope: byChannel, perMinute: 50, run: replies },
};

/** Newest first, without the replies. */
function history(parts: Parts, args: Json): Json {
  const channel = joined(parts, needed(args, 'channel'));
  const roots = readChannel(channel)
    .filter((message) => message.thread_ts === undefined || message.thread_ts === message.ts)
    .filter(inside(args))
    .reverse();
  const after = cursorOf(args);
  const rest = after === undefined ? roots : roots.filter(({ ts }) => Number(ts) < after);
  return page(rest, args, 100);
}

/** The root, then the oldest first; the root again on every page. */
function replies(parts: Parts, args: Json): Json {
  const channel = joined(parts, needed(args, 'channel'));
  const asked = channel.messages.get(needed(args, 'ts'));
  if (asked === undefined) throw new Refusal('thread_not_found');
  const root = channel.messages.get(asked.thread_ts ?? asked.ts) ?? asked;
  const after = cursorOf(args) ?? 0;
  const rest = repliesTo(channel, root.ts)
    .filter(inside(args))
    .filter(({ ts }) => Number(ts) > after);
  const found = page(rest, args, 1_000);
  const [head] = shown([withThread(channel, root)], args);
  return { ...found, messages: [head, ...found.messages] };
}

type Page = Json & { readonly messages: readonly Json[] };

function page(messages: readonly Stored[], args: Json, usual: number): Page {
  const limit = Number(args.limit ?? usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw new Refusal('invalid_limit');
  const some = messages.slice(0, limit);
  const hasMore = messages.length > limit;
  const next = hasMore ? Buffer.from(`next_ts:${some.at(-1)?.ts}`).toString('base64') : '';
  return {
    messages: shown(some, args),
    has_more: hasMore,
    response_metadata: { next_cursor: next },
  };
}

function shown(messages: readonly Stored[], args: Json): readonly Json[] {
  if (args.include_all_metadata === true) return messages;
  return messages.map(({ metadata: _unseen, ...message }) => message);
}

function inside(args: Json): (message: Stored) => boolean {
  const oldest = Number(args.oldest ?? 0);
  const latest = Number(args.latest ?? Number.POSITIVE_INFINITY);
  return ({ ts }) =>
    args.inclusive === true
      ? Number(ts) >= oldest && Number(ts) <= latest
      : Number(ts) > oldest && Number(ts) < latest;
}

function cursorOf(args: Json): number | undefined {
  const cursor = textOf(args.cursor);
  if (cursor === undefined) return undefined;
  const ts = Number(Buffer.from(cursor, 'base64').toString().replace('next_ts:', ''));
  if (Number.isNaN(ts)) throw new Refusal('invalid_cursor');
  return ts;
}
