import { z } from 'zod';
import type { Submission } from '../bot/submission.ts';
import type { Identity } from './identity.ts';
import { filesOfMessage } from './message-files.ts';
import { textOf } from './message-json.ts';
import { textsOfMessage } from './message-texts.ts';
import { isOfSlack } from './slack-hosts.ts';

const id = z.string().min(1).max(255);
const messageShortcut = z.object({
  type: z.literal('message_action'),
  callback_id: z.literal('diagnose-message'),
  trigger_id: id,
  user: z.object({ id }),
  channel: z.object({ id }),
  message: z.looseObject({ ts: id, thread_ts: id.optional() }),
  response_url: z.string().optional(),
});

type Reception = {
  readonly identity: Identity;
  readonly apiUrl: string;
  readonly receivedAt: number;
};

/** What a person asks to be diagnosed by the shortcut on a message; undefined when it is another shortcut. */
export function shortcutSubmission(body: unknown, reception: Reception): Submission | undefined {
  const read = messageShortcut.safeParse(body);
  if (!read.success) return undefined;
  const { message, channel, user, response_url: responseUrl = '' } = read.data;
  // An answer of ours is no evidence: asked about one, its thread is read.
  const texts = isOwn(message, reception.identity) ? [] : [...textsOfMessage(message)];
  const files = [...filesOfMessage(message)];
  return {
    key: `shortcut:${read.data.trigger_id}`,
    receivedAt: reception.receivedAt,
    body: {
      kind: 'message',
      channel: channel.id,
      ts: message.ts,
      ...(message.thread_ts === undefined ? {} : { threadTs: message.thread_ts }),
      from: authorOf(message),
      mode: 'asked',
      texts,
      files,
      asker: user.id,
      readsThread: texts.length + files.length === 0,
      ...(isOfSlack(responseUrl, reception.apiUrl) ? { responseUrl } : {}),
    },
  };
}

function authorOf(message: Readonly<Record<string, unknown>>): {
  kind: 'person' | 'bot';
  id: string;
} {
  const bot = textOf(message.bot_id);
  if (bot !== undefined) return { kind: 'bot', id: bot };
  return { kind: 'person', id: textOf(message.user) ?? '' };
}

function isOwn(message: Readonly<Record<string, unknown>>, identity: Identity): boolean {
  return message.user === identity.botUserId || message.bot_id === identity.botId;
}
