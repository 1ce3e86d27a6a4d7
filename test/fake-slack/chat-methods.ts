import { IDENTITY, newTs } from './base.ts';
import { asJson, type Json, present, textOf } from './json.ts';
import { content, joined, type Method, needed, ownMessage, type Parts, Refusal } from './method.ts';
import {
  addChannel,
  type Channel,
  changeMessage,
  deleteMessage,
  type Stored,
  withThread,
} from './workspace.ts';

const chatWrite = (): string => 'chat:write';
const TS = /^\d{10}\.\d{6}$/u;

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': { scope: chatWrite, run: post },
  'chat.update': { scope: chatWrite, perMinute: 50, run: update },
  'chat.delete': { scope: chatWrite, perMinute: 50, run: remove },
  'chat.postEphemeral': { scope: chatWrite, perMinute: 100, run: whisper },
  'chat.getPermalink': { run: permalink },
};

function post(parts: Parts, args: Json): Json {
  const channel = joined(parts, directChannel(parts, needed(args, 'channel')));
  const { text, blocks } = content(args);
  const wait = parts.base.posting(channel.id);
  if (wait !== undefined) throw new Refusal('ratelimited', { seconds: wait });
  const thread = threadOf(args);
  const message = postTo(parts, channel, { text, blocks, thread, ...metadataOf(args) });
  return { channel: channel.id, ts: message.ts, message };
}

/** A person's id stands for the conversation with that person. */
function directChannel(parts: Parts, id: string): string {
  if (!id.startsWith('U')) return id;
  const direct = `D${id.slice(1)}`;
  if (!parts.base.workspace.channels.has(direct)) addChannel(parts.base.workspace, direct, true);
  return direct;
}

function threadOf(args: Json): string | undefined {
  const thread = textOf(args.thread_ts);
  if (thread !== undefined && !TS.test(thread)) throw new Refusal('invalid_thread_ts');
  return thread;
}

function metadataOf(args: Json): { readonly metadata?: Json } {
  const { metadata } = args;
  if (metadata === undefined) return {};
  const { event_type, event_payload } = asJson(metadata);
  const isRight = textOf(event_type) !== undefined && typeof event_payload === 'object';
  if (!isRight) throw new Refusal('invalid_metadata_format');
  if (JSON.stringify(metadata).length > 16_000) throw new Refusal('metadata_too_large');
  return { metadata: asJson(metadata) };
}

type Post = {
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly thread: string | undefined;
  readonly metadata?: Json;
};

/** Puts a message of ours into a channel; Slack tells the app about it as about any other. */
export function postTo(
  parts: Parts,
  channel: Channel,
  { text, blocks, thread, metadata }: Post,
): Stored {
  const ts = newTs();
  const said = { ...ownMessage(), text, blocks: blocks.length > 0 ? blocks : undefined };
  // The id and the text are there; the rest is JSON.
  const message = present({ ...said, ts, thread_ts: thread, metadata }) as Stored;
  channel.messages.set(ts, message);
  const { metadata: _unseen, ...heard } = message;
  parts.events.inChannel(channel.id, { ...heard, event_ts: ts });
  parts.base.changes.changed();
  return message;
}

function ownAt(parts: Parts, args: Json, refusal: string): readonly [Channel, Stored] {
  const channel = joined(parts, needed(args, 'channel'));
  const message = channel.messages.get(needed(args, 'ts'));
  if (message === undefined || message.subtype === 'tombstone')
    throw new Refusal('message_not_found');
  if (message.bot_id !== IDENTITY.botId) throw new Refusal(refusal);
  return [channel, message];
}

function update(parts: Parts, args: Json): Json {
  const [channel, before] = ownAt(parts, args, 'cant_update_message');
  if ((textOf(args.text) ?? '').length > 40_000) throw new Refusal('msg_too_long');
  const { text, blocks } = content(args);
  const after = editOwn(parts, channel, {
    before,
    text,
    // An update without blocks leaves the blocks; an empty list takes them away.
    blocks: args.blocks === undefined ? before.blocks : blocks,
    ...metadataOf(args),
  });
  return { channel: channel.id, ts: before.ts, text, message: after };
}

type Edit = {
  readonly before: Stored;
  readonly text: string;
  readonly blocks: readonly Json[] | undefined;
  readonly metadata?: Json;
};

/** Changes a message of ours and tells the app so. */
export function editOwn(parts: Parts, channel: Channel, { before, ...patch }: Edit): Stored {
  const edited = { user: IDENTITY.botUserId, ts: newTs() };
  const after = changeMessage(channel, before, { ...patch, edited });
  parts.events.changed(channel.id, before, withThread(channel, after));
  parts.base.changes.changed();
  return after;
}

function remove(parts: Parts, args: Json): Json {
  const [channel, message] = ownAt(parts, args, 'cant_delete_message');
  removeFrom(parts, channel, message);
  return { channel: channel.id, ts: message.ts };
}

/** Takes a message out of a channel and tells the app so. */
export function removeFrom(parts: Parts, channel: Channel, message: Stored): void {
  const tombstone = deleteMessage(channel, message);
  if (tombstone === undefined) parts.events.deleted(channel.id, message);
  else parts.events.changed(channel.id, message, tombstone);
  parts.base.changes.changed();
}

function whisper(parts: Parts, args: Json): Json {
  const channel = joined(parts, needed(args, 'channel'));
  const user = needed(args, 'user');
  const { text, blocks } = content(args);
  const ts = newTs();
  parts.base.workspace.ephemerals.push({
    channel: channel.id,
    user,
    ts,
    thread_ts: threadOf(args),
    text,
    blocks,
    via: 'postEphemeral',
    isDeleted: false,
  });
  return { message_ts: ts };
}

function permalink(parts: Parts, args: Json): Json {
  const channel = parts.base.workspace.channels.get(needed(args, 'channel'));
  if (channel === undefined) throw new Refusal('channel_not_found');
  const message = channel.messages.get(needed(args, 'message_ts'));
  if (message === undefined) throw new Refusal('message_not_found');
  const at = `${IDENTITY.teamUrl}archives/${channel.id}/p${message.ts.replace('.', '')}`;
  const thread = message.thread_ts;
  const query = thread === undefined ? '' : `?thread_ts=${thread}&cid=${channel.id}`;
  return { channel: channel.id, permalink: `${at}${query}` };
}
