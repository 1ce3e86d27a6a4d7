import { type LinesFound, linesIn } from '../bot/alert-lines.ts';
import { type AlertStatus, type AlertWords, alertStatus } from '../bot/alert-status.ts';
import type { FileRef, MessageBody } from '../bot/submission.ts';
import type { RedactedText } from '../text/redact.ts';
import { filesOfMessage, previewsOfFiles } from './message-files.ts';
import { listOf, recordOf, textOf } from './message-json.ts';
import { isFromBot, partsOfMessage } from './message-parts.ts';
import { textsOfParts } from './message-texts.ts';
import { wordsOf } from './message-words.ts';

/** A message of Slack's, read: who wrote it, where, and what is in it. */
export type Message = {
  readonly ts: string;
  /** The thread that it is a reply in; undefined for a root. */
  readonly threadTs: string | undefined;
  readonly from: MessageBody['from'];
  readonly texts: readonly { readonly name: string; readonly text: RedactedText }[];
  readonly files: readonly FileRef[];
  /** Log lines in its texts. */
  readonly lines: LinesFound;
  /** Log lines in what Slack shows of its files. */
  readonly shownInFiles: LinesFound;
  readonly words: AlertWords;
  readonly status: AlertStatus;
  /** Attachments, blocks, or the name of a webhook: the form in which tools post. */
  readonly isPosted: boolean;
};

/** Reads a message; undefined when it is none that anybody wrote: without an id, or a notice of Slack's own. */
export function readMessage(message: unknown): Message | undefined {
  const record = recordOf(message);
  const { ts, thread_ts: thread, subtype, user, bot_id: bot, app_id: app } = record;
  const id = textOf(ts);
  const author = textOf(isFromBot(message) ? (textOf(bot) ?? app ?? user) : user);
  if (id === undefined || !isWritten(subtype)) return undefined;
  const parts = partsOfMessage(message);
  const texts = textsOfParts(parts.parts);
  const lines = linesIn(texts.map(({ text }) => text));
  const words = wordsOf(parts, lines.prose);
  return {
    ts: id,
    threadTs: textOf(thread) === id ? undefined : textOf(thread),
    from: { kind: isFromBot(message) ? 'bot' : 'person', id: author ?? '' },
    texts,
    files: filesOfMessage(message),
    lines,
    shownInFiles: linesIn(previewsOfFiles(message)),
    words,
    status: alertStatus(words),
    isPosted:
      subtype === 'bot_message' ||
      listOf(record.attachments).length > 0 ||
      listOf(record.blocks).length > 0,
  };
}

const WRITTEN: ReadonlySet<unknown> = new Set([
  undefined,
  'bot_message',
  'file_share',
  'thread_broadcast',
  'me_message',
]);

function isWritten(subtype: unknown): boolean {
  return WRITTEN.has(subtype);
}

/** An unfurled link says what its page says, not what the writer said. */
export function withoutUnfurls(message: unknown): unknown {
  const { attachments, ...rest } = recordOf(message);
  const own = listOf(attachments).filter((one) => {
    const { from_url: from, original_url: original, is_share: isShare } = recordOf(one);
    return isShare === true || (from === undefined && original === undefined);
  });
  return { ...rest, attachments: own };
}

/** Whether the text mentions the user as a mention that Slack made, not as letters in a paste. */
export function mentions(message: unknown, userId: string): boolean {
  const { text, blocks } = recordOf(message);
  const said = textOf(text) ?? '';
  return (
    said.includes(`<@${userId}>`) ||
    said.includes(`<@${userId}|`) ||
    hasMention(blocks, userId, DEEPEST)
  );
}

const DEEPEST = 12;

function hasMention(node: unknown, userId: string, depth: number): boolean {
  if (depth === 0) return false;
  if (Array.isArray(node)) return node.some((one) => hasMention(one, userId, depth - 1));
  const { type, user_id: user, elements } = recordOf(node);
  return (type === 'user' && user === userId) || hasMention(listOf(elements), userId, depth - 1);
}
