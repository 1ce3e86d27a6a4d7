import type { Desk } from './desk.ts';
import type { NamedText } from './diagnose.ts';
import { contentOfFile } from './file-reader.ts';
import { type Chat, ChatUnavailable } from './ports.ts';
import { ALERT_TEXT } from './question.ts';
import type { FileRef, MessageBody, PasteBody } from './submission.ts';

export type Gathered = {
  readonly texts: readonly NamedText[];
  /** What could not be read and why, in our words. */
  readonly notes: readonly string[];
};

/** A file and the message it stands in, where that is another one than the submission's own. */
type PlacedFile = { readonly file: FileRef; readonly origin: string | undefined };

type Asking = { readonly chat: Chat; readonly isLastTry: boolean };

/**
 * All texts of a submission: its own, its files', and, where it points at its thread, those above it. Throws ChatUnavailable
 * when Slack could not be asked; at the last try what is missing becomes a note.
 */
export async function gather(
  body: MessageBody | PasteBody,
  { chat }: Pick<Desk, 'chat'>,
  isLastTry: boolean,
): Promise<Gathered> {
  const asking = { chat, isLastTry };
  const fileTexts = async (files: readonly PlacedFile[]): Promise<readonly Gathered[]> =>
    await Promise.all(files.map((file) => textOfFile(file, asking)));
  const thread = await threadOf(body, asking);
  const own = body.files.slice(0, MOST_FILES);
  const above = thread.files.slice(0, MOST_FILES - own.length);
  const unread = body.files.length + thread.files.length - own.length - above.length;
  const isAlert = body.kind === 'message' && body.from.kind === 'bot';
  return joined([
    thread,
    ...(await fileTexts(above)),
    { texts: isAlert ? asAlert(body.texts) : body.texts, notes: [] },
    ...(await fileTexts(own.map((file) => ({ file, origin: undefined })))),
    unread === 0 ? NOTHING : { texts: [], notes: [tooMany(unread)] },
  ]);
}

function tooMany(count: number): string {
  const files = count === 1 ? '1 more file' : `${count} more files`;
  return `${files}: ${MOST_FILES} at once are the most that are read`;
}

/** Read one after the other, they take time, and memory until all are read. */
const MOST_FILES = 5;
const NOTHING: Gathered = { texts: [], notes: [] };

/** What Slack answers; undefined when it could not be asked and never will be. `what` is logged: it names nothing. */
async function answerTo<Answer>(
  ask: () => Promise<Answer>,
  what: string,
  isLastTry: boolean,
): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (cause) {
    if (!isLastTry) throw new ChatUnavailable(`could not read ${what}`, { cause });
    return undefined;
  }
}

function notRead(name: string, reason = 'Slack could not be asked'): Gathered {
  return { texts: [], notes: [`${name} was not read: ${reason}`] };
}

/** Texts under the name that texts of tools have. */
export function asAlert(texts: readonly NamedText[]): readonly NamedText[] {
  return texts.map((one) => ({ ...one, name: ALERT_TEXT }));
}

function joined(parts: readonly Gathered[]): Gathered {
  return {
    texts: parts.flatMap(({ texts }) => texts),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

async function threadOf(
  body: MessageBody | PasteBody,
  { chat, isLastTry }: Asking,
): Promise<Gathered & { readonly files: readonly PlacedFile[] }> {
  if (body.kind === 'paste' || body.readsThread !== true) return { ...NOTHING, files: [] };
  const { channel, threadTs, ts: own } = body;
  const ask = () => chat.thread(channel, threadTs ?? own);
  const messages = await answerTo(ask, 'the thread', isLastTry);
  if (messages === undefined) return { ...notRead('the thread'), files: [] };
  const others = messages
    .filter(({ ts, from }) => from !== 'us' && ts !== own)
    .map((message) => ({ ...message, origin: `${channel}:${message.ts}` }));
  return {
    texts: others.flatMap(({ texts, from, origin }) => {
      const placed = texts.map((one) => ({ ...one, origin }));
      return from === 'bot' ? asAlert(placed) : placed;
    }),
    files: others.flatMap(({ files, origin }) => files.map((file) => ({ file, origin }))),
    notes: [],
  };
}

// What no log is kept in; a picture beside an alert is no reason to speak.
const NO_LOG =
  /\.(?:png|jpe?g|gif|webp|heic|svg|mp4|mov|webm|mp3|wav|pdf|docx?|xlsx?|pptx?|zip|7z)$/i;

async function textOfFile(
  { file, origin }: PlacedFile,
  { chat, isLastTry }: Asking,
): Promise<Gathered> {
  if (NO_LOG.test(file.name)) return NOTHING;
  const read = await answerTo(() => chat.file(file), 'a file', isLastTry);
  if (read === undefined) return notRead(file.name);
  if (read.kind === 'unreadable') return notRead(read.name, read.reason);
  const content = await contentOfFile(read.bytes);
  switch (content.kind) {
    case 'text':
      return { texts: [{ name: read.name, text: content.text, origin }], notes: [] };
    case 'no-text':
      return NOTHING;
    case 'unreadable':
      return notRead(read.name, content.reason);
  }
}
