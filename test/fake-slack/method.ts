import { type Base, IDENTITY } from './base.ts';
import { blocksLength, blocksRefused } from './block-kit-faults.ts';
import type { Events } from './events.ts';
import { type Json, listOf, textOf } from './json.ts';
import type { Tickets } from './tickets.ts';
import type { Channel } from './workspace.ts';

/** Slack's no: `ok: false` with this error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly more: Json;

  constructor(error: string, more: Json = {}) {
    super(error);
    this.more = more;
  }
}

/** What the methods work on. */
export type Parts = {
  readonly base: Base;
  readonly events: Events;
  readonly tickets: Tickets;
  readonly connectionUrl: () => string;
};

export type Method = {
  /** Bot scope that the call needs. */
  readonly scope?: (args: Json) => string;
  /** Calls per minute; none for methods with a limit of their own. */
  readonly perMinute?: number;
  readonly run: (parts: Parts, args: Json) => Json;
};

/** The argument, or Slack's words for its absence. */
export function needed(args: Json, name: string): string {
  const value = textOf(args[name]);
  if (value === undefined) throw new Refusal('invalid_arguments', missing(name));
  return value;
}

const missing = (name: string): Json => ({
  response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
});

/** A channel that the bot may post to and read. */
export function joined(parts: Parts, id: string): Channel {
  const channel = parts.base.workspace.channels.get(id);
  if (channel === undefined) throw new Refusal('channel_not_found');
  if (!channel.isMember) throw new Refusal('not_in_channel');
  return channel;
}

const MAX_BLOCKS_LENGTH = 13_200;
const MAX_TEXT = 40_000;

/** Text and blocks of a message, as Slack takes them. */
export function content(args: Json): { readonly text: string; readonly blocks: readonly Json[] } {
  const { blocks } = args;
  if (typeof blocks === 'string') throw new Refusal('invalid_blocks_format');
  const text = textOf(args.text) ?? '';
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  if (text === '' && !hasBlocks && !Array.isArray(args.attachments)) throw new Refusal('no_text');
  if (!hasBlocks) return { text: text.slice(0, MAX_TEXT), blocks: [] };
  const faults = blocksRefused(blocks, 'message');
  if (faults.length > 0) throw new Refusal('invalid_blocks', refusedBecause(faults));
  if (blocksLength(blocks) > MAX_BLOCKS_LENGTH) throw new Refusal('msg_blocks_too_long');
  return { text: text.slice(0, MAX_TEXT), blocks: listOf(blocks) };
}

/** Slack's way to say what is wrong with blocks or a view. */
export const refusedBecause = (faults: readonly string[]): Json => ({
  errors: faults,
  response_metadata: { messages: faults.map((fault) => `[ERROR] ${fault}`) },
});

/** A message of ours, without its content. */
export const ownMessage = (): Json => ({
  type: 'message',
  user: IDENTITY.botUserId,
  bot_id: IDENTITY.botId,
  app_id: IDENTITY.appId,
  team: IDENTITY.teamId,
  bot_profile: {
    id: IDENTITY.botId,
    deleted: false,
    name: IDENTITY.botName,
    updated: 1_700_000_000,
    app_id: IDENTITY.appId,
    icons: {},
    team_id: IDENTITY.teamId,
  },
});
