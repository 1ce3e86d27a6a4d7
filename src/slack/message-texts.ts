import { type RedactedText, redact } from '../text/redact.ts';
import { type Part, partsOfMessage } from './message-parts.ts';

/**
 * All that a message says, redacted, wherever Slack keeps it: text, blocks, attachments. One text, since what stands in one
 * message may be one log: a line that somebody else put into it must not pass for the line of another log.
 */
export function textsOfMessage(
  message: unknown,
): readonly { readonly name: string; readonly text: RedactedText }[] {
  return textsOfParts(partsOfMessage(message).parts);
}

/** The same of a message that was taken apart before. */
export function textsOfParts(
  parts: readonly Part[],
): readonly { readonly name: string; readonly text: RedactedText }[] {
  const text = withoutRepeats(bounded(parts.map((part) => part.text)))
    .join('\n')
    .trim();
  return text === '' ? [] : [{ name: 'message', text: redact(text) }];
}

/** UTF-16 units; Slack itself cuts a text at 40,000. */
const MOST_TEXT = 200 * 1024;

function bounded(texts: readonly string[]): readonly string[] {
  let room = MOST_TEXT;
  return texts.flatMap((text) => {
    if (room <= 0) return [];
    const taken = upTo(room, text);
    room -= text.length + 1;
    return [taken.toWellFormed()];
  });
}

/** Cut between lines, or else between words: half a secret may not look like one any more. */
function upTo(length: number, text: string): string {
  if (text.length <= length) return text;
  const taken = text.slice(0, length);
  return taken.slice(0, endOf(taken, '\n') ?? endOf(taken, ' ') ?? 0);
}

function endOf(text: string, gap: string): number | undefined {
  const at = text.lastIndexOf(gap);
  return at === -1 ? undefined : at;
}

/**
 * Tools say the same more than once: in the text, in the attachment and in what is shown where attachments are not, with
 * another label before it or cut short. A line that another part holds as well is read once, in the place that has more of it.
 */
function withoutRepeats(texts: readonly string[]): readonly string[] {
  if (texts.length < 2) return texts;
  const plain = texts.map((text) => text.replace(EMPHASIS, ''));
  let room = MOST_COMPARED;
  return texts.flatMap((text, at) => {
    const whole = (plain[at] ?? '').trim();
    if (plain.slice(0, at).some((earlier) => earlier.includes(whole))) return [];
    const lines = text.split('\n');
    const compared = lines.slice(0, room);
    const kept = [
      ...compared.filter((line) => !isRepeat(coreOf(line), { at, plain })),
      ...lines.slice(room),
    ];
    room -= compared.length;
    return kept.length === 0 ? [] : [kept.join('\n')];
  });
}

/** Lines; each is looked for in all the other texts. What comes later is read as it is. */
const MOST_COMPARED = 1000;
const EMPHASIS = /[*_~`]/g;
const CUT_END = /(?:…|\.\.\.)$/;
// The time that nginx writes, or what may stand between a label and what it is about.
const STAMP = /\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /;
const LABEL = /^[^"(]{1,80}?(?:: | - |\] )(?=\S)/;
const SHORTEST_CORE = 24;

/** A line without emphasis, and without what a tool put before it. */
function coreOf(line: string): string {
  const whole = line.replace(EMPHASIS, '').trim().replace(CUT_END, '');
  const stamp = STAMP.exec(whole);
  const bare = stamp === null ? whole.replace(LABEL, '') : whole.slice(stamp.index);
  return bare.length < SHORTEST_CORE ? whole : bare;
}

type Among = { readonly at: number; readonly plain: readonly string[] };

/** Earlier parts hold it, or later ones hold it and go on. Short lines prove nothing: a brace stands in every configuration. */
function isRepeat(core: string, { at, plain }: Among): boolean {
  if (core.length < SHORTEST_CORE) return false;
  return plain.some((text, index) => {
    if (index === at) return false;
    return index < at ? text.includes(core) : goesOnBehind(core, text);
  });
}

function goesOnBehind(core: string, text: string): boolean {
  const found = text.indexOf(core);
  if (found === -1) return false;
  const end = text.indexOf('\n', found);
  return text.slice(found + core.length, end === -1 ? undefined : end).trim() !== '';
}
