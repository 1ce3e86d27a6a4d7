import { joinedRecords } from './joined-lines.ts';
import type { LogLine } from './line.ts';
import { type PlainLine, plainLineReader } from './plain-line.ts';
import { quotedPhrases } from './quoted-phrase.ts';
import { readLine } from './read-line.ts';
import { type NumberedLine, wrappedLines } from './wrapped-lines.ts';

/** A line read, with its text as it came and its number in the source, from 1. */
export type OnLine = (line: LogLine, text: string, number: number) => void;
/** A regular line whose kind was read before. */
export type OnPlainLine = (line: PlainLine, text: string, number: number) => void;
export type RecordReader = { readonly push: (text: string) => void; readonly end: () => void };

/** nginx ends a record here, newlines inside it included (src/core/ngx_log.h NGX_MAX_ERROR_STR): the most one can swallow. */
const LONGEST_RECORD = 2048;

type Held = {
  readonly line: LogLine | PlainLine;
  readonly text: string;
  readonly number: number;
  readonly startsAt: number;
};

/**
 * Puts records together whose quoted text holds newlines: `%0A` in a URI or text on FastCGI's stderr writes lines into
 * error.log that look like nginx's or the kernel's own. They are given away by what follows: a tail of nginx
 * (`" failed (2: …), client: …`) that no quote on its line opens. All between the opening line and that tail is data.
 * Without `onPlainLine` every line is read in full.
 */
export function recordReader(onLine: OnLine, onPlainLine?: OnPlainLine): RecordReader {
  let number = 0;
  let length = 0;
  // Lines that a tail further down could still claim, oldest first.
  let held: Held[] = [];
  const plainLine = onPlainLine === undefined ? undefined : plainLineReader();

  const phrases = quotedPhrases(({ line, text, number: at }) => onLine(line, text, at));
  const emitPlain: OnPlainLine = (line, text, at) => {
    phrases.close();
    onPlainLine?.(line, text, at);
  };
  const emit = ({ line, text, number: at }: Omit<Held, 'startsAt'>): void => {
    if ('like' in line) emitPlain(line, text, at);
    else phrases.push({ line, text, number: at });
  };

  const release = (isAll: boolean): void => {
    const isPast = (one: Held): boolean => isAll || length - one.startsAt > LONGEST_RECORD;
    if (held[0] !== undefined && isPast(held[0])) held = closeCutRecord(held);
    const open = held.findIndex((one) => canBeClaimed(one.line) && !isPast(one));
    for (const one of held.splice(0, open === -1 ? held.length : open)) emit(one);
  };

  const hold = (one: Held): void => {
    held.push(one);
    release(false);
  };

  const wrapped = wrappedLines((one: NumberedLine): void => {
    const tail = { ...one, startsAt: length };
    const opening = openingFor(tail, held);
    if (opening !== -1 || isForeignTail(one, held)) {
      held = claim(held, tail, opening);
      release(false);
    } else if (held.length === 0 && !canBeClaimed(one.line)) emit(one);
    else hold({ ...one, startsAt: length });
  });

  return {
    push(text) {
      number += 1;
      length += text.length + 1;
      const plain = wrapped.isPending() ? undefined : plainLine?.(text);
      if (plain === undefined)
        for (const record of joinedRecords(text)) wrapped.push(record, number);
      else if (held.length === 0) emitPlain(plain, text, number);
      else hold({ line: plain, text, number, startsAt: length });
    },
    end() {
      wrapped.end();
      release(true);
      phrases.end();
    },
  };
}

// Messages with foreign text in quotes may be the start of such a record, witnesses are what is worth forging.
const QUOTING = new Set([
  'file',
  'user',
  'fastcgi-stderr',
  'bad-answer',
  'client-request',
  'other',
  'url-invalid',
]);

function canBeClaimed(line: Held['line']): boolean {
  if ('like' in line) return false;
  return line.kind === 'witness-line' || (line.kind === 'error-line' && QUOTING.has(line.message));
}

/**
 * Where a record begins that goes on behind its line: nginx writes the client into whatever it says of a connection, so
 * without one the quote is still open, however the line looks.
 */
function isOpening({ line, text }: Held): boolean {
  if ('like' in line || line.kind !== 'error-line' || !QUOTING.has(line.message)) return false;
  if (line.isQuoteOpen) return true;
  const isOfRequest = line.connection !== undefined && line.level !== 'debug';
  return isOfRequest && line.client === undefined && text.includes('"');
}

/** Index of the held line whose record this one ends, or -1: the tail comes before nginx’s limit is reached. */
function openingFor(tail: Held, held: readonly Held[]): number {
  if (held.length === 0 || !ANY_TAIL.test(tail.text)) return -1;
  const opening = held.findIndex(isOpening);
  const first = held[opening];
  if (first === undefined) return -1;
  const name = nameBefore(first);
  const size = [...held.slice(opening + 1), tail].reduce(
    (sum, one) => withLine(sum, one.text, name),
    sizeOf(first),
  );
  return size.least - MARGIN <= LONGEST_RECORD ? opening : -1;
}

/** The lines held with those that the tail claims turned into data; without an opening line all of them are doubtful. */
function claim(held: readonly Held[], tail: Held, open: number): Held[] {
  const isErrorLine = (one: Held): boolean =>
    !('like' in one.line) && one.line.kind === 'error-line';
  // What nginx says of an upstream quotes nobody: such a line is forged as a whole, and ends no record of others.
  if (open === -1 && isErrorLine(tail) && !canBeClaimed(tail.line))
    return [...held, asQuoted(tail)];
  const opening = open !== -1 ? open : held.findIndex(isErrorLine);
  const quoted = [...held.slice(opening + 1), tail].map(asQuoted);
  const first = held[opening];
  if (first === undefined) return quoted;
  // What an earlier tail claimed stands in the record's text already.
  const added = [...held.slice(opening + 1), tail].filter((one) => !isQuoted(one));
  const text = [first, ...added]
    .map((one) => one.text)
    .join('\n')
    .slice(0, MOST_TEXT);
  return [...held.slice(0, opening), { ...first, line: readLine(text), text }, ...quoted];
}

/**
 * A record that nginx cut at its limit has no tail. It ends where its bytes reach the limit; a quote that is open for
 * another reason (somebody copied half a line) reaches it nowhere and claims nothing.
 */
function closeCutRecord(held: readonly Held[]): Held[] {
  const [opening, ...rest] = held;
  if (opening === undefined || !isOpening(opening)) return [...held];
  const name = nameBefore(opening);
  let size = sizeOf(opening);
  for (const [at, one] of rest.entries()) {
    size = withLine(size, one.text, name);
    if (size.least - MARGIN > LONGEST_RECORD) break;
    if (size.most + MARGIN >= LONGEST_RECORD) {
      const quoted = rest.slice(0, at + 1).map(asQuoted);
      return [opening, ...quoted, ...rest.slice(at + 1)];
    }
  }
  return [...held];
}

/** Bytes of a record, without what a collector put before each line; a byte that is no UTF-8 was read as three. */
type Size = { readonly least: number; readonly most: number };

function sizeOf(opening: Held): Size {
  const own = Buffer.byteLength(opening.text) - prefixOf(opening).length;
  return { least: own, most: own };
}

function withLine({ least, most }: Size, text: string, name: string): Size {
  const isNamed = name !== '' && text.startsWith(name);
  const bytes = Buffer.byteLength(text) - (isNamed ? name.length : 0);
  const unread = text.includes('\ufffd') ? 2 * (text.split('\ufffd').length - 1) : 0;
  return { least: least + bytes - unread + 1, most: most + bytes + 2 };
}

function prefixOf({ line }: Held): string {
  return 'like' in line || line.kind !== 'error-line' ? '' : line.prefix;
}

/** The name of the container, which stands before every line of the record. */
function nameBefore(opening: Held): string {
  const prefix = prefixOf(opening);
  return prefix.slice(0, prefix.indexOf('|') + 1);
}

/** Room for a carriage return a line and for the stamp of a collector. */
const MARGIN = 64;

/** A record by its lines, with room for stamps of a collector; more is forged. */
const MOST_TEXT = 2 * LONGEST_RECORD;

function isQuoted({ line }: Held): boolean {
  return !('like' in line) && line.kind === 'quoted-line';
}

function asQuoted(one: Held): Held {
  return { ...one, line: { kind: 'quoted-line' } };
}

// How nginx goes on after a quoted text: " failed (2: No such file or directory), client: …
const TAIL =
  /"(?: failed \(\d{1,5}: [A-Za-z ]{1,60}\)| was not found(?: in "[^"]{0,300}")?| is (?:not found|forbidden|not a directory)(?: \(\d{1,5}: [A-Za-z ]{1,60}\))?|: password mismatch)?(?: while [A-Za-z /0-9.]{1,60})?, client: /g;
// The same of any message, where one is known to be open.
const ANY_TAIL = /"[^"]{0,400}, client: /;

/** A tail that no quote on its line opens, or that goes on where a record before it only seemed to end. */
function isForeignTail({ text, line }: NumberedLine, held: readonly Held[]): boolean {
  if (!text.includes(', client: ')) return false;
  const isOfUpstream = line.kind === 'error-line' && !QUOTING.has(line.message);
  if (!isOfUpstream && hasOddTail(text)) return true;
  if (!hasEncodedBreak(text)) return false;
  return isOfUpstream ? hasSecondTail(text) : held.some((one) => one.text.includes('\n'));
}

function hasOddTail(text: string): boolean {
  TAIL.lastIndex = 0;
  const tail = TAIL.exec(text);
  return tail !== null && text.slice(0, tail.index).split('"').length % 2 === 1;
}

/** Behind all that nginx says of an upstream somebody else's line ends. */
function hasSecondTail(text: string): boolean {
  TAIL.lastIndex = text.indexOf(', client: ') + 1;
  return TAIL.test(text);
}

// The last request on a line is nginx's own. A break in its path was decoded: then the message does not fit on one line.
const ENCODED_BREAK = /, request: "[A-Z]{1,16} [^ ?"]{0,2048}%0[aA]/g;

function hasEncodedBreak(text: string): boolean {
  const last = text.lastIndexOf(', request: "');
  ENCODED_BREAK.lastIndex = Math.max(last, 0);
  return ENCODED_BREAK.test(text);
}
