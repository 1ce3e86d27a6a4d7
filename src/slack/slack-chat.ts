import { z } from 'zod';
import type { Log } from '../bot/log.ts';
import type { Chat, Content, Pending, SendResult, ThreadMessage } from '../bot/ports.ts';
import type { SlackClients } from './clients.ts';
import { fileOf } from './file-of.ts';
import type { Identity } from './identity.ts';
import { filesOfMessage } from './message-files.ts';
import { isFromBot } from './message-parts.ts';
import { textsOfMessage } from './message-texts.ts';
import { findOwnPost } from './own-post.ts';
import { plainContent } from './plain-content.ts';
import { sendResponse } from './response-url.ts';
import { messageCall, type SlackCall, whisperCall } from './slack-calls.ts';
import {
  type Attempt,
  isBlocksWord,
  isDeadToken,
  resultOfFailure,
  wordOf,
} from './slack-failure.ts';

export type SlackChatOptions = {
  readonly clients: SlackClients;
  readonly identity: Identity;
  readonly botToken: string;
  readonly apiUrl: string;
  readonly log: Log;
  readonly fetch: typeof globalThis.fetch;
};

const MOST_OF_THREAD = 100;

const threadPost = z.looseObject({ ts: z.string() });
const threadAnswer = z.object({ messages: z.array(threadPost) });
type ThreadPost = z.infer<typeof threadPost>;

/** The Chat port over Slack's Web API. */
export function slackChat(options: SlackChatOptions): Chat {
  const { clients, identity } = options;
  return {
    send: (pending) => sent(options, pending),
    find: (delivery, since) => findOwnPost({ client: clients.reading, identity }, delivery, since),
    file: (file) => fileOf({ ...options, client: clients.reading }, file),
    thread: (channel, ts) => threadOf(options, channel, ts),
    linkTo: (channel, ts) => `${identity.teamUrl}archives/${channel}/p${ts.replace('.', '')}`,
  };
}

async function sent(options: SlackChatOptions, pending: Pending): Promise<SendResult> {
  const { delivery, tries } = pending;
  const client = options.clients.posting;
  switch (delivery.kind) {
    case 'message':
      return called(options, messageCall(client, delivery, pending.ts), { ...delivery, tries });
    case 'whisper':
      return called(options, whisperCall(client, delivery), { ...delivery, tries });
    case 'response':
      return sendResponse(options, delivery, { isRepeatable: false, tries });
    case 'home':
      return published(options, delivery, tries);
  }
}

async function called(
  options: SlackChatOptions,
  call: SlackCall,
  { key, content, tries }: { key: string; content: Content; tries: number },
): Promise<SendResult> {
  const attempt = { isRepeatable: call.isRepeatable, tries };
  try {
    return { kind: 'sent', ts: await call.call(content) };
  } catch (failure) {
    if (!isBlocksWord(wordOf(failure) ?? '')) return told(options, failure, { key, attempt });
    options.log.error({ key, reason: wordOf(failure) }, 'slack refused our blocks; sending plain');
  }
  try {
    return { kind: 'sent', ts: await call.call(plainContent(content)) };
  } catch (failure) {
    return told(options, failure, { key, attempt });
  }
}

async function published(
  options: SlackChatOptions,
  { key, user, view }: { key: string; user: string; view: object },
  tries: number,
): Promise<SendResult> {
  try {
    await options.clients.posting.apiCall('views.publish', { user_id: user, view });
    return { kind: 'sent', ts: undefined };
  } catch (failure) {
    return told(options, failure, { key, attempt: { isRepeatable: true, tries } });
  }
}

function told(
  { log }: SlackChatOptions,
  failure: unknown,
  about: { readonly key: string; readonly attempt: Attempt },
): SendResult {
  if (isDeadToken(failure))
    log.error({ reason: wordOf(failure) }, 'slack does not take SLACK_BOT_TOKEN any more');
  const result = resultOfFailure(failure, about.attempt);
  log.warn({ key: about.key, ...result }, 'slack did not take a message');
  return result;
}

async function threadOf(
  { clients, identity }: SlackChatOptions,
  channel: string,
  ts: string,
): Promise<readonly ThreadMessage[]> {
  const place = { channel, ts, limit: MOST_OF_THREAD };
  const answer = await clients.reading.apiCall('conversations.replies', place);
  const { messages } = threadAnswer.parse(answer);
  return messages.slice(0, MOST_OF_THREAD).map((message) => ({
    ts: message.ts,
    from: writerOf(message, identity),
    texts: textsOfMessage(message),
    files: filesOfMessage(message),
  }));
}

function writerOf(message: ThreadPost, { botUserId, botId }: Identity): ThreadMessage['from'] {
  if (message.user === botUserId || message.bot_id === botId) return 'us';
  return isFromBot(message) ? 'bot' : 'person';
}
