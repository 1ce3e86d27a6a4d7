import { doubt, type Found, nothingFound, take } from './access-found.ts';
import { meaningOf } from './access-names.ts';
import { endOfQuoted } from './quoted.ts';

/**
 * Reads `name=value`, `name="value"` and `name: value` from `start` on. A client can write blanks into a bare value, but no
 * quote (nginx writes it as \x22), so reading ends behind the first bare value that may be a client's.
 */
export function pairsFrom(text: string, start: number, found: Found = nothingFound()): Found {
  let at = start;
  for (let read = 0; read < MOST_PAIRS; read += 1) {
    at = skipFiller(text, at);
    if (at >= text.length) return found;
    const next = text.charCodeAt(at) === QUOTE ? endOfQuoted(text, at) : readPair(text, at, found);
    if (next === undefined) return found;
    at = next;
  }
  return found;
}

const MOST_PAIRS = 80;
const QUOTE = 34;
const COLON = 58;
const EQUALS = 61;
const BLANK = 32;

function readPair(text: string, start: number, found: Found): number | undefined {
  const nameEnd = endOfName(text, start);
  const name = text.slice(start, nameEnd);
  const mark = text.charCodeAt(nameEnd);
  const isNamed = name !== '' && (mark === EQUALS || (mark === COLON && isKnown(name)));
  if (!isNamed) return undefined;
  const isSpaced = mark === COLON && text.charCodeAt(nameEnd + 1) === BLANK;
  const from = nameEnd + (isSpaced ? 2 : 1);
  if (text.charCodeAt(from) !== QUOTE) return readBare(text, { name, from, found });
  const end = endOfQuoted(text, from);
  if (end !== undefined) take(found, name, text.slice(from + 1, end - 1));
  return end;
}

function readBare(
  text: string,
  { name, from, found }: { name: string; from: number; found: Found },
): number | undefined {
  const end = endOfList(text, from);
  const value = text.slice(from, end);
  const { by } = take(found, name, value);
  const isCertain =
    (by === 'nginx' && !isForeignId(name, value)) || (by === 'unknown' && PLAIN_NUMBER.test(value));
  if (isCertain) return end;
  noteRest(text.slice(end, end + LONGEST_REST), found);
  return undefined;
}

/** An id that nginx made has 32 digits ($request_id); any other may be what a client sent, with more behind a blank. */
function isForeignId(name: string, value: string): boolean {
  return REQUEST_ID.test(name) && !OWN_ID.test(value);
}

const REQUEST_ID = /(?:^|_)(?:re?q|request|trace|correlation)_?id$/i;
const OWN_ID = /^(?:[0-9a-f]{32}|-)$/;

/**
 * What stands behind is not read; that nginx has such fields still says whose line it is. One that was found before as well
 * may have been a client's text, in a value that only looked like one of nginx's.
 */
function noteRest(rest: string, found: Found): void {
  if (OF_NGINX.test(rest)) found.isOfNginx = true;
  for (const [, name = ''] of rest.matchAll(NAMED)) doubt(found, name);
}

const LONGEST_REST = 4096;
const OF_NGINX = /[\s"](?:upstream_|up_|u[rch]t|rt|request_time|body_bytes_sent)[a-z_]{0,24}[=:]/;
const NAMED = /[ \t]([A-Za-z_$@][\w.-]{0,47})[=:]/g;

function isKnown(name: string): boolean {
  const { field, by } = meaningOf(name);
  return field !== undefined || by !== 'unknown';
}

const PLAIN_NUMBER = /^(?:-|\d{1,15}(?:\.\d{1,9})?)$/;
const LONGEST_NAME = 48;

function endOfName(text: string, start: number): number {
  const most = Math.min(text.length, start + LONGEST_NAME);
  let at = start;
  while (at < most && isNameCode(text.charCodeAt(at))) at += 1;
  return at;
}

function isNameCode(code: number): boolean {
  const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  const isDigit = code >= 48 && code <= 57;
  return (
    isLetter || isDigit || code === 95 || code === 45 || code === 46 || code === 36 || code === 64
  );
}

/** Behind a bare value; "0.001, 0.003" and "a : b" are one value while items of a list follow. */
function endOfList(text: string, start: number): number {
  let end = endOfWord(text, start);
  for (let items = 0; items < MOST_ITEMS; items += 1) {
    const isComma = text.charCodeAt(end - 1) === COMMA && text.charCodeAt(end) === 32;
    const isColon = text.startsWith(' : ', end);
    const next = isComma ? end + 1 : end + 3;
    if (!isComma && !isColon) break;
    const nextEnd = endOfWord(text, next);
    if (!ITEM.test(text.slice(next, Math.min(nextEnd, next + LONGEST_ITEM)))) break;
    end = nextEnd;
  }
  while (end > start && isClosing(text.charCodeAt(end - 1))) end -= 1;
  return end;
}

const MOST_ITEMS = 64;
const LONGEST_ITEM = 128;
const COMMA = 44;
const ITEM =
  /^(?:-|[\d.]{1,20}|\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}|\[[0-9a-f:.]{2,45}\]:\d{1,5}|unix:[^\s,="]{1,108}),?[\])}|;]?$/;

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== QUOTE)
    at += 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

// , ; | ) ] } behind a value, and the same with the opening ones between two.
function isClosing(code: number): boolean {
  return (
    code === COMMA || code === 59 || code === 124 || code === 41 || code === 125 || code === 93
  );
}

function skipFiller(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (!isBlank(code) && !isClosing(code) && code !== 40 && code !== 91 && code !== 123) break;
    at += 1;
  }
  return at;
}

/** Reads `label:value` between tabs (LTSV): nginx writes a tab of a client as \x09, so every place is certain. */
export function tabbedPairs(text: string): Found {
  const found = nothingFound();
  for (const cell of text.split('\t', MOST_PAIRS)) {
    const mark = cell.search(LABEL_END);
    if (mark < 1 || mark > LONGEST_NAME) continue;
    take(found, cell.slice(0, mark).trim(), bare(cell.slice(mark + 1)));
  }
  return found;
}

const LABEL_END = /[:=]/;
const QUOTED = /^"(.*)"$/s;

function bare(value: string): string {
  return QUOTED.exec(value)?.[1] ?? value;
}
