import { type RedactedText, redact } from '../text/redact.ts';
import { type BodyTexts, type TextCollector, textCollector } from './body-texts.ts';

/** Deeper than any sender nests; what stands below is not read. */
const DEEPEST = 32;

/**
 * The strings of a JSON value that may hold lines of a log, by the field they stand in. Fields that are written for readers
 * are read as a log is. What stands in any other may be a client's, as a user agent is: its lines are handed on as JSON with
 * two fields, of which the reader takes nginx's errors but no other program's word.
 */
export function textsOfJson(value: unknown): BodyTexts {
  const collector = textCollector();
  collect(collector, value, { field: 'lines', depth: 0 });
  return collector.texts();
}

type Place = { readonly field: string | undefined; readonly depth: number };

function collect(collector: TextCollector, value: unknown, place: Place): void {
  if (typeof value === 'string') addString(collector, value, place.field);
  else if (typeof value !== 'object' || value === null) return;
  else if (place.depth >= DEEPEST) collector.noteCut();
  else if (Array.isArray(value)) collectList(collector, value, place);
  else collectObject(collector, Object.entries(value), place);
}

function collectList(collector: TextCollector, list: readonly unknown[], place: Place): void {
  for (const item of list) collect(collector, item, { ...place, depth: place.depth + 1 });
}

// Fields in which senders and authors of alerts put text for readers.
const FOR_READERS =
  /^@?(?:text|message|msg|logs?|lines?|description|summary|title|details?|output|data|_raw|textPayload|stdout|stderr)$/i;
const ANNOTATIONS = /annotations$/i;
// The value has nothing in it by which redact.ts would know it, only its name says what it is.
const SECRET =
  /cookie|auth|token|secret|passw|pwd|session|api[_-]?key|credential|signature|jwt|query|^args$/i;

type Entries = readonly (readonly [string, unknown])[];

function collectObject(collector: TextCollector, entries: Entries, place: Place): void {
  const open = entries.filter(([key]) => !SECRET.test(key));
  if (isRequest(open)) {
    collector.add('requests', requestLine(collector, open));
    return;
  }
  for (const [key, value] of open)
    collect(collector, value, { field: fieldOf(key, place.field), depth: place.depth + 1 });
}

function fieldOf(key: string, parent: string | undefined): string | undefined {
  if (ANNOTATIONS.test(key)) return 'annotations';
  if (FOR_READERS.test(key)) return key.toLowerCase();
  return parent === 'annotations' ? parent : undefined;
}

const STATUS = /^\d{3}$/;
const OF_A_REQUEST = /^(?:request|uri|request_uri|path|method|request_method)$/;

/** A line of an access log in JSON: a status, a request and no text for readers. */
function isRequest(entries: Entries): boolean {
  return (
    entries.some(([key, value]) => key === 'status' && STATUS.test(String(value))) &&
    entries.some(([key]) => OF_A_REQUEST.test(key)) &&
    !entries.some(([key]) => FOR_READERS.test(key))
  );
}

/** The record on one line, as nginx writes it: its meaning is in the numbers beside each other. */
function requestLine(collector: TextCollector, entries: Entries): RedactedText {
  const kept = entries.flatMap(([key, value]) => {
    if (typeof value === 'string') return [[redact(key), collector.take(value)]];
    return typeof value === 'number' ? [[redact(key), value]] : [];
  });
  // The cast holds since all strings in it are redacted; redacting the whole could break the JSON.
  return JSON.stringify(Object.fromEntries(kept)) as RedactedText;
}

function addString(collector: TextCollector, text: string, field: string | undefined): void {
  if (field !== undefined) collector.add(field, collector.takeOnce(text));
  else if (mayBeOfNginx(text)) {
    const lines = collector.takeOnce(text).split('\n');
    for (const line of lines)
      if (mayBeOfNginx(line)) collector.add('other fields', asDoubtful(line));
  }
}

const OF_NGINX =
  /\bupstream\b|\) failed \(|HTTP\/\d|\[(?:emerg|alert|crit|error|warn|notice|info|debug)\]/i;

/** More than one word, and one that nginx uses: else nothing in it is a line of nginx, and nothing of it is kept. */
function mayBeOfNginx(text: string): boolean {
  return text.includes(' ') && OF_NGINX.test(text);
}

/** JSON with two fields: the log reader takes no other program's word from such a line (src/log/envelope.ts). */
function asDoubtful(line: string): RedactedText {
  // The cast holds since the line is a part of redacted text.
  return JSON.stringify({ text: line, value: '' }) as RedactedText;
}
