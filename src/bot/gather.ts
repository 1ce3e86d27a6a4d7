import { redact } from '../text/redact.ts';
import type { Desk } from './desk.ts';
import type { NamedText } from './diagnose.ts';
import { isText, unpacked } from './file-text.ts';
import { type Chat, ChatUnavailable } from './ports.ts';
import type { FileRef, MessageBody, PasteBody } from './submission.ts';

export type Gathered = {
  readonly texts: readonly NamedText[];
  /** What could not be read and why, in our words. */
  readonly notes: readonly string[];
  /** Files still to be read. */
  readonly files?: readonly FileRef[];
};

/**
 * All texts of a submission: its own, its files', and, where it points at its thread, those above it. Throws ChatUnavailable
 * when Slack could not be asked; at the last try what is missing becomes a note.
 */
export async function gather(
  body: MessageBody | PasteBody,
  { chat }: Pick<Desk, 'chat'>,
  isLastTry: boolean,
): Promise<Gathered> {
  const asking = async (part: string, ask: () => Promise<Gathered>): Promise<Gathered> => {
    try {
      return await ask();
    } catch (cause) {
      if (!isLastTry) throw new ChatUnavailable(`could not read ${part}`, { cause });
      return { texts: [], notes: [`${part} was not read: Slack could not be asked`] };
    }
  };
  const fileTexts = async (files: readonly FileRef[]): Promise<readonly Gathered[]> =>
    await Promise.all(files.map((file) => asking(file.name, () => textOfFile(file, chat))));
  const thread = await asking('the thread', () => threadOf(body, chat));
  return joined([
    { texts: thread.texts, notes: thread.notes },
    ...(await fileTexts(thread.files ?? [])),
    { texts: body.texts, notes: [] },
    ...(await fileTexts(body.files)),
  ]);
}

const NOTHING: Gathered = { texts: [], notes: [] };

function joined(parts: readonly Gathered[]): Gathered {
  return {
    texts: parts.flatMap(({ texts }) => texts),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

async function threadOf(body: MessageBody | PasteBody, chat: Chat): Promise<Gathered> {
  if (body.kind === 'paste' || body.readsThread !== true) return NOTHING;
  const messages = await chat.thread(body.channel, body.threadTs ?? body.ts);
  const others = messages.filter(({ ts, from }) => from !== 'us' && ts !== body.ts);
  const byPeople = others.filter(({ from }) => from === 'person').flatMap(({ texts }) => texts);
  const byTools = others.filter(({ from }) => from === 'bot').flatMap(({ texts }) => texts);
  return {
    texts: [...asOne(byTools), ...byPeople],
    files: others.flatMap(({ files }) => files),
    notes: [],
  };
}

/** Tools quote what clients wrote: a line that one of them carries must not pass for another program's own log. */
function asOne(texts: readonly NamedText[]): readonly NamedText[] {
  const text = texts.map((one) => one.text).join('\n');
  return text === '' ? [] : [{ name: 'alerts of the thread', text }];
}

// What no log is kept in; a picture beside an alert is no reason to speak.
const NO_LOG =
  /\.(?:png|jpe?g|gif|webp|heic|svg|mp4|mov|webm|mp3|wav|pdf|docx?|xlsx?|pptx?|zip|7z)$/i;

async function textOfFile(file: FileRef, chat: Chat): Promise<Gathered> {
  if (NO_LOG.test(file.name)) return NOTHING;
  const read = await chat.file(file);
  if (read.kind === 'unreadable')
    return { texts: [], notes: [`${read.name} was not read: ${read.reason}`] };
  const content = unpacked(read.bytes);
  if (content.kind === 'unreadable')
    return { texts: [], notes: [`${read.name} was not read: ${content.reason}`] };
  if (!isText(content.bytes)) return NOTHING;
  const text = redact(new TextDecoder().decode(content.bytes));
  return { texts: [{ name: read.name, text }], notes: [] };
}
