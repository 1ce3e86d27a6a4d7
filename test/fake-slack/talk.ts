import { IDENTITY, newId, newTs } from './base.ts';
import { removeFrom } from './chat-methods.ts';
import type { Delivered } from './deliveries.ts';
import { asJson, type Json, present, textOf } from './json.ts';
import type { Parts } from './method.ts';
import { addChannel, changeMessage, messageAt, type Stored, withThread } from './workspace.ts';

/** What somebody says. Text and blocks stand as Slack delivers them: escaped, links wrapped. */
export type Say = {
  readonly channel: string;
  readonly text?: string;
  /** Who says it; a person, unless a bot does. */
  readonly user?: string;
  /** `hook`: an incoming webhook, which has no user and the subtype bot_message. */
  readonly bot?: {
    readonly id: string;
    readonly appId?: string;
    readonly name?: string;
    readonly hook?: boolean;
  };
  readonly threadTs?: string;
  readonly attachments?: readonly object[];
  readonly blocks?: readonly object[];
  readonly files?: readonly object[];
  readonly subtype?: string;
  /** Stands in the history, not in the event. */
  readonly metadata?: object;
  /** The channel is shared with another workspace. */
  readonly extShared?: boolean;
  readonly ts?: string;
};

export const PERSON = 'U0PERSON01';

export type Said = { readonly ts: string; readonly eventIds: readonly string[] };

/** Somebody says something; the app hears of it when it may. */
export function say(parts: Parts, said: Say): Said {
  const channel = parts.base.workspace.channels.get(said.channel);
  if (channel === undefined) throw new Error(`there is no channel ${said.channel}`);
  const ts = said.ts ?? newTs();
  const root = said.threadTs === undefined ? undefined : channel.messages.get(said.threadTs);
  // Every field below is JSON; the id and the text are there.
  const message = present({
    type: 'message',
    ...speaker(said),
    text: said.text ?? '',
    blocks: said.blocks,
    attachments: said.attachments,
    ...(said.files === undefined ? {} : { files: said.files, upload: true }),
    subtype: said.subtype ?? usualSubtype(said),
    ts,
    thread_ts: said.threadTs,
    parent_user_id: root?.user,
    metadata: said.metadata,
  }) as Stored;
  channel.messages.set(ts, message);
  const envelope = said.extShared === true ? { is_ext_shared_channel: true } : {};
  const { metadata: _unseen, ...told } = message;
  const heard: Json = { ...told, event_ts: ts };
  const sent = [parts.events.inChannel(channel.id, heard, envelope)];
  if (message.text.includes(`<@${IDENTITY.botUserId}>`)) {
    const { subtype: _none, ...mention } = heard;
    sent.push(parts.events.inChannel(channel.id, { ...mention, type: 'app_mention' }, envelope));
  }
  parts.base.changes.changed();
  return { ts, eventIds: sent.flatMap((delivered) => delivered?.id ?? []) };
}

function speaker({ user, bot }: Say): Json {
  if (bot === undefined)
    return { user: user ?? PERSON, team: IDENTITY.teamId, client_msg_id: newId('c-') };
  const name = bot.name ?? bot.id;
  if (bot.hook === true) return present({ bot_id: bot.id, username: name, app_id: bot.appId });
  const app_id = bot.appId ?? `A${bot.id.slice(1)}`;
  const profile = { id: bot.id, deleted: false, name, updated: 1_700_000_000, app_id, icons: {} };
  return {
    user: user ?? `U${bot.id.slice(1)}`,
    bot_id: bot.id,
    app_id,
    team: IDENTITY.teamId,
    bot_profile: { ...profile, team_id: IDENTITY.teamId },
  };
}

function usualSubtype({ bot, files }: Say): string | undefined {
  if (bot?.hook === true) return 'bot_message';
  return files === undefined ? undefined : 'file_share';
}

/** Somebody edits a message; undefined fields go away. */
export function edit(parts: Parts, at: { channel: string; ts: string }, patch: Json): void {
  const before = messageAt(parts.base.workspace, at.channel, at.ts);
  const channel = parts.base.workspace.channels.get(at.channel);
  if (channel === undefined) return;
  const edited = { user: before.user ?? PERSON, ts: newTs() };
  const after = changeMessage(channel, before, { edited, ...patch });
  parts.events.changed(channel.id, before, withThread(channel, after));
  parts.base.changes.changed();
}

/** Somebody deletes a message. */
export function remove(parts: Parts, at: { channel: string; ts: string }): void {
  const message = messageAt(parts.base.workspace, at.channel, at.ts);
  const channel = parts.base.workspace.channels.get(at.channel);
  if (channel !== undefined) removeFrom(parts, channel, message);
}

/** An event as a test has it: the inner event, or a whole recorded body. What it says was said stands in the channel afterwards. */
export function event(parts: Parts, given: Json, envelope: Json): Delivered {
  const inner = given.type === 'event_callback' ? asJson(given.event) : given;
  keep(parts, inner);
  return parts.events.send(given, envelope);
}

function keep({ base }: Parts, inner: Json): void {
  const id = textOf(inner.channel);
  const ts = textOf(inner.ts);
  if (inner.type !== 'message' || inner.hidden === true || id === undefined || ts === undefined)
    return;
  const channel = base.workspace.channels.get(id) ?? addChannel(base.workspace, id, true);
  const { channel: _id, channel_type: _type, event_ts: _ts, ...message } = inner;
  channel.messages.set(ts, { ...message, ts, text: textOf(inner.text) ?? '' });
}
