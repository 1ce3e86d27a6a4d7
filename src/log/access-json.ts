import { type Found, nothingFound, take } from './access-found.ts';
import { endOfQuoted } from './quoted.ts';

/**
 * Reads the fields of a line that is one JSON object, nested objects included. Written by hand since many formats are not
 * quite JSON: `"urt": -`, `"urt": 0.001, 0.003`, and \x22 where `escape=json` was forgotten. Undefined for anything else,
 * also for an envelope that carries a line of text.
 */
export function jsonFields(text: string): Found | undefined {
  const reading: Reading = { text, found: nothingFound(), path: [] };
  let at: number | undefined = skipBlanks(text, 1);
  for (let read = 0; read < MOST_FIELDS; read += 1) {
    const isClosing = text.charCodeAt(at) === CLOSE;
    if (isClosing && reading.path.pop() === undefined) {
      return skipBlanks(text, at + 1) >= text.length ? reading.found : undefined;
    }
    at = isClosing ? at + 1 : afterField(reading, at);
    if (at === undefined) return undefined;
    at = skipComma(text, at);
  }
  return undefined;
}

function skipComma(text: string, start: number): number {
  const at = skipBlanks(text, start);
  return text.charCodeAt(at) === COMMA ? skipBlanks(text, at + 1) : at;
}

type Reading = { readonly text: string; readonly found: Found; readonly path: string[] };

/** Reads one field, or goes into the object that is its value. */
function afterField(reading: Reading, at: number): number | undefined {
  const { text, path } = reading;
  const key = keyAt(text, at);
  if (key === undefined) return undefined;
  if (text.charCodeAt(key.end) !== OPEN) return afterValue(reading, key);
  if (path.length >= DEEPEST) return undefined;
  path.push(`${key.name}_`);
  return key.end + 1;
}

const MOST_FIELDS = 200;
const DEEPEST = 4;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN = 123;
const CLOSE = 125;
const BRACKET = 91;

type Key = { readonly name: string; readonly end: number };

function keyAt(text: string, start: number): Key | undefined {
  if (text.charCodeAt(start) !== QUOTE) return undefined;
  const end = text.indexOf('"', start + 1);
  if (end === -1 || end - start > LONGEST_KEY) return undefined;
  const name = text.slice(start + 1, end);
  const colon = skipBlanks(text, end + 1);
  // An envelope carries a line in such a field: what is in it is read by itself.
  if (CARRIES_LINE.test(name) || text.charCodeAt(colon) !== COLON) return undefined;
  return { name, end: skipBlanks(text, colon + 1) };
}

const LONGEST_KEY = 64;
const CARRIES_LINE =
  /^@?(?:log|message|msg|line|text|event|content|raw|_raw|original|value|textPayload|stdout|stderr)$/i;

function afterValue({ text, path, found }: Reading, key: Key): number | undefined {
  const { end: start } = key;
  const first = text.charCodeAt(start);
  if (first === BRACKET) return undefined;
  const name = path.length === 0 ? key.name : path.join('') + key.name;
  if (first !== QUOTE) {
    const end = endOfBare(text, start);
    take(found, name, text.slice(start, end).trim());
    return end;
  }
  // Nothing is decoded, since no field that counts needs it.
  const end = endOfQuoted(text, start);
  if (end === undefined) return undefined;
  take(found, name, text.slice(start + 1, end - 1));
  return end;
}

/** Numbers that stand without quotes: up to the comma before the next key, so that a list of them stays one value. */
function endOfBare(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === CLOSE) return at;
    if (code === COMMA && text.charCodeAt(skipBlanks(text, at + 1)) === QUOTE) return at;
    at += 1;
  }
  return at;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at += 1;
  return at;
}
