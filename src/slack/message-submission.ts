import { deletionKey, type MessageBody, type Submission } from '../bot/submission.ts';
import { type Answer, type Silence, unaskedAnswer } from './message-answer.ts';
import { askedTexts } from './message-asked.ts';
import { recordOf, textOf } from './message-json.ts';
import { isFromBot } from './message-parts.ts';
import { type Message, mentions, readMessage, withoutUnfurls } from './message-reading.ts';

/** Who we are, where we speak unasked, and what is known of the channel. */
export type MessageContext = {
  readonly botUserId: string;
  readonly botId: string;
  readonly appId: string | undefined;
  readonly alertChannels: ReadonlySet<string>;
  readonly shadowChannels: ReadonlySet<string>;
  readonly isExternallyShared: boolean;
  readonly receivedAt: number;
};

export type MessageReading =
  | { readonly kind: 'submission'; readonly submission: Submission }
  | { readonly kind: 'silence'; readonly reason: Silence };

/** Reads a `message` or `app_mention` event: what the worker is to answer, or why nothing is said. Never throws. */
export function submissionOfMessage(event: unknown, context: MessageContext): MessageReading {
  const { subtype, channel: place } = recordOf(event);
  const channel = textOf(place);
  if (channel === undefined) return silence('no-message');
  const at = { ...context, channel };
  if (context.isExternallyShared && !isOurs(at)) return silence('externally-shared');
  if (subtype === 'message_deleted') return deletedMessage(event, at);
  return subtype === 'message_changed' ? changedMessage(event, at) : newMessage(event, at);
}

type Place = MessageContext & { readonly channel: string };

function silence(reason: Silence): MessageReading {
  return { kind: 'silence', reason };
}

function isOurs({ channel, alertChannels, shadowChannels }: Place): boolean {
  return alertChannels.has(channel) || shadowChannels.has(channel);
}

function isOwn(message: unknown, { botUserId, botId, appId }: MessageContext): boolean {
  const { user, bot_id: bot, app_id: app, bot_profile: profile } = recordOf(message);
  const isApp = appId !== undefined && (app === appId || recordOf(profile).app_id === appId);
  return user === botUserId || bot === botId || isApp;
}

function deletedMessage(event: unknown, place: Place): MessageReading {
  const { deleted_ts: deleted, previous_message: previous } = recordOf(event);
  const ts = textOf(deleted) ?? textOf(recordOf(previous).ts);
  if (ts === undefined) return silence('no-message');
  return isOwn(previous, place) ? silence('own-message') : forgotten(ts, place);
}

function forgotten(ts: string, { channel, receivedAt }: Place): MessageReading {
  const body = { kind: 'deleted', channel, ts } as const;
  return {
    kind: 'submission',
    submission: { key: deletionKey(channel, ts), receivedAt, body },
  };
}

/** An `app_mention` and the `message` of the same mention have one key, so that both are answered once. */
function newMessage(event: unknown, place: Place): MessageReading {
  if (isOwn(event, place)) return silence('own-message');
  const message = readMessage(event);
  if (message === undefined) return silence('no-message');
  const isAsked = isQuestion(event, place);
  const answer = answerTo(message, isAsked, place);
  if (answer.kind === 'silence') return answer;
  const edit = textOf(recordOf(recordOf(event).edited).ts);
  return submitted(message, { ...place, isAsked, alert: answer.alert, edit });
}

/** Only people ask: a bot that names us in its texts would be one to talk to for ever. */
function isQuestion(event: unknown, { botUserId }: Place): boolean {
  if (isFromBot(event)) return false;
  return recordOf(event).type === 'app_mention' || mentions(event, botUserId);
}

function answerTo(message: Message, isAsked: boolean, place: Place): Answer {
  if (isAsked) return { kind: 'answer', alert: undefined };
  return isOurs(place) ? unaskedAnswer(message) : { kind: 'silence', reason: 'not-asked' };
}

/** An edit counts when it adds a line of a log or a question, or when an alert fires that did not. */
function changedMessage(event: unknown, place: Place): MessageReading {
  const { message: after, previous_message: before, event_ts: at } = recordOf(event);
  const { edited, subtype, ts } = recordOf(after);
  const id = textOf(ts);
  if (isOwn(after, place) || isOwn(before, place)) return silence('own-message');
  if (subtype === 'tombstone' && id !== undefined) return forgotten(id, place);
  const message = readMessage(withoutUnfurls(after));
  if (message === undefined) return silence('no-message');
  const earlier = readMessage(withoutUnfurls(before));
  const isAsked = isQuestion(after, place);
  const isNewQuestion = isAsked && earlier !== undefined && !isQuestion(before, place);
  if (!isNewQuestion && !addsTo(earlier, message)) return silence('edit-adds-nothing');
  const answer = answerTo(message, isAsked, place);
  if (answer.kind === 'silence') return answer;
  const edit = textOf(recordOf(edited).ts) ?? textOf(at) ?? textOf(recordOf(event).ts);
  return submitted(message, { ...place, isAsked, alert: answer.alert, edit });
}

function addsTo(earlier: Message | undefined, message: Message): boolean {
  if (earlier === undefined) return true;
  const known = new Set([...earlier.lines.nginx, ...earlier.lines.witness]);
  const isLineNew = [...message.lines.nginx, ...message.lines.witness].some(
    (line) => !known.has(line),
  );
  const isFileNew = message.files.some(({ id }) => earlier.files.every((file) => file.id !== id));
  const isFiringNew = earlier.status !== 'firing' && message.status === 'firing';
  return isLineNew || isFileNew || isFiringNew;
}

type Submitted = Place & {
  readonly isAsked: boolean;
  readonly alert: MessageBody['alert'];
  readonly edit: string | undefined;
};

function submitted(message: Message, about: Submitted): MessageReading {
  const { channel, receivedAt, isAsked, alert, edit } = about;
  const { ts, threadTs, from, files } = message;
  const body: MessageBody = {
    kind: 'message',
    channel,
    ts,
    ...(threadTs === undefined ? {} : { threadTs }),
    from,
    mode: modeOf(about),
    texts: isAsked ? askedTexts(message.texts, about.botUserId) : [...message.texts],
    files: [...files],
    ...(edit === undefined ? {} : { edited: edit }),
    ...(alert === undefined ? {} : { alert }),
    ...(isAsked ? { asker: from.id, readsThread: readsThread(message) } : {}),
  };
  const key = ['message', channel, ts, ...(edit === undefined ? [] : [edit])].join(':');
  return { kind: 'submission', submission: { key, receivedAt, body } };
}

/** Who asks gets an answer, also where the bot only watches. */
function modeOf({ isAsked, channel, shadowChannels }: Submitted): MessageBody['mode'] {
  if (isAsked) return 'asked';
  return shadowChannels.has(channel) ? 'shadow' : 'unasked';
}

/** In a thread what stands above is meant too; elsewhere only where the question holds nothing itself. */
function readsThread({ threadTs, lines, files }: Message): boolean {
  const holdsLines = lines.nginx.length + lines.client.length + lines.witness.length > 0;
  return threadTs !== undefined || !(holdsLines || files.length > 0);
}
