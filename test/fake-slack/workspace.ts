import { type Json, present } from './json.ts';

/** A message as a reader sees it now. */
export type Stored = Json & {
  readonly ts: string;
  readonly text: string;
  readonly thread_ts?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly blocks?: readonly Json[];
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly metadata?: Json;
};

export type Channel = {
  readonly id: string;
  isMember: boolean;
  readonly messages: Map<string, Stored>;
};

/** A message that one person sees. */
export type Ephemeral = {
  readonly channel: string;
  readonly user: string;
  readonly ts: string;
  readonly thread_ts: string | undefined;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly via: 'postEphemeral' | 'response_url' | 'ack';
  readonly isDeleted: boolean;
};

export type StoredFile = {
  readonly object: Json;
  readonly bytes: Uint8Array;
  readonly redirectTo: string | undefined;
};

/** A window: Slack's view with its id, and what became of it. */
export type OpenView = Json & {
  readonly id: string;
  readonly user: string;
  readonly isOpen: boolean;
  readonly errors: Json | undefined;
};

/** Everything that people see. */
export type Workspace = {
  readonly channels: Map<string, Channel>;
  readonly ephemerals: Ephemeral[];
  readonly views: OpenView[];
  readonly homes: Map<string, Json>;
  readonly files: Map<string, StoredFile>;
};

export function newWorkspace(members: readonly string[], others: readonly string[]): Workspace {
  const workspace: Workspace = {
    channels: new Map(),
    ephemerals: [],
    views: [],
    homes: new Map(),
    files: new Map(),
  };
  for (const id of others) addChannel(workspace, id, false);
  for (const id of members) addChannel(workspace, id, true);
  return workspace;
}

export function addChannel(workspace: Workspace, id: string, isMember: boolean): Channel {
  const channel = { id, isMember, messages: new Map<string, Stored>() };
  workspace.channels.set(id, channel);
  return channel;
}

/** The message, or an error of the test that names it. */
export function messageAt(workspace: Workspace, channel: string, ts: string): Stored {
  const message = workspace.channels.get(channel)?.messages.get(ts);
  if (message === undefined) throw new Error(`no message ${ts} in ${channel}`);
  return message;
}

const byTs = (a: Stored, b: Stored): number => Number(a.ts) - Number(b.ts);

export const repliesTo = (channel: Channel, root: string): readonly Stored[] =>
  [...channel.messages.values()]
    .filter((message) => message.thread_ts === root && message.ts !== root)
    .sort(byTs);

/** The messages in their order, roots with what Slack says about their threads. */
export const readChannel = (channel: Channel): readonly Stored[] =>
  [...channel.messages.values()].sort(byTs).map((message) => withThread(channel, message));

export function withThread(channel: Channel, message: Stored): Stored {
  const replies = repliesTo(channel, message.ts);
  if (replies.length === 0) return message;
  const last = replies.at(-1)?.ts;
  const thread = { thread_ts: message.ts, reply_count: replies.length, latest_reply: last };
  return { ...message, ...thread };
}

/** Puts fields over a message; undefined fields go away. */
export function changeMessage(channel: Channel, before: Stored, patch: Json): Stored {
  // The id and the text stay what they were, unless the patch has better ones.
  const after = present({ ...before, ...patch }) as Stored;
  channel.messages.set(before.ts, after);
  return after;
}

/** Takes a message away. With replies a tombstone stays, which is returned. */
export function deleteMessage(channel: Channel, message: Stored): Stored | undefined {
  if (repliesTo(channel, message.ts).length === 0) {
    channel.messages.delete(message.ts);
    return undefined;
  }
  const tombstone: Stored = {
    type: 'message',
    subtype: 'tombstone',
    user: 'USLACKBOT',
    hidden: true,
    text: 'This message was deleted.',
    ts: message.ts,
    thread_ts: message.ts,
  };
  channel.messages.set(message.ts, tombstone);
  return withThread(channel, tombstone);
}
