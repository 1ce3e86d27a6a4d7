import { certain, type Found } from './access-found.ts';
import { jsonFields } from './access-json.ts';
import { meaningOf } from './access-names.ts';
import { pairsFrom, tabbedPairs } from './access-pairs.ts';
import { accessTimeAt, timeInHead } from './access-time.ts';
import { type Attempt, attemptsOf, type Lists, numberIn } from './attempts.ts';
import type { ClockTime } from './clock.ts';
import { headOf } from './head.ts';
import { endOfQuoted } from './quoted.ts';

/**
 * A line of an access log: what a client was told, and which servers nginx tried for it. Every field comes from a place
 * that a client cannot write to; what is not certain is undefined.
 */
export type AccessLine = {
  readonly kind: 'access-line';
  readonly time: ClockTime | undefined;
  readonly status: number | undefined;
  readonly method: string | undefined;
  /** Path without the query. */
  readonly uri: string | undefined;
  readonly attempts: readonly Attempt[];
  readonly requestSeconds: number | undefined;
  readonly bytesSent: number | undefined;
  readonly host: string | undefined;
};

/** Reads a line of nginx's access log in one of the usual formats; undefined for anything that is not certainly one. */
export function accessLineOf(text: string): AccessLine | undefined {
  const start = skipBlanks(text);
  if (text.charCodeAt(start) === BRACE) return fromJson(text.slice(start).trimEnd());
  const quote = text.indexOf('"', start);
  if (quote !== -1 && quote < LONGEST_HEAD && isBehindTime(text, quote)) {
    const line = fromRequest(text, quote);
    if (line !== undefined) return line;
  }
  return fromPairs(text, quote);
}

/** A line that looks like an access log’s, of which nothing more is known. */
export const BARE_ACCESS_LINE: AccessLine = {
  kind: 'access-line',
  time: undefined,
  status: undefined,
  method: undefined,
  uri: undefined,
  attempts: [],
  requestSeconds: undefined,
  bytesSent: undefined,
  host: undefined,
};

const BRACE = 123;
const BLANK = 32;
const QUOTE = 34;
const CLOSE = 93;
const LONGEST_HEAD = 1024;
const LONGEST_TIME = 42;
/** Between the time and the request stands nothing, or a host name (APISIX). */
const LONGEST_BETWEEN = 256;

function skipBlanks(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === BLANK) at += 1;
  return at;
}

function isBehindTime(text: string, quote: number): boolean {
  return text.charCodeAt(quote - 1) === BLANK && closeBefore(text, quote) !== -1;
}

function closeBefore(text: string, quote: number): number {
  if (text.charCodeAt(quote - 2) === CLOSE) return quote - 2;
  const close = text.lastIndexOf('] ', quote);
  return close === -1 || quote - close > LONGEST_BETWEEN ? -1 : close;
}

/** `… [time] "request" status bytes "referrer" "agent" …`: the combined format, with more before and behind. */
function fromRequest(text: string, quote: number): AccessLine | undefined {
  const close = closeBefore(text, quote);
  const open = text.lastIndexOf('[', close);
  if (open === -1 || close - open > LONGEST_TIME) return undefined;
  const time = accessTimeAt(text, open + 1);
  const end = endOfQuoted(text, quote);
  if (time === undefined || end === undefined) return undefined;
  const status = statusAt(text, end);
  if (status === undefined) return undefined;
  const request = requestIn(text.slice(quote + 1, end - 1));
  // A request that is not whole is refused by nginx itself, or is not escaped and then no place behind it is certain.
  if (request === undefined && status >= 500) return { ...BARE_ACCESS_LINE, time };
  const bytes = wordAt(text, end + STATUS_LENGTH);
  const tail = tailOf(text, bytes.end, status);
  return {
    kind: 'access-line',
    time,
    status: isOfOther(text) ? undefined : status,
    method: request?.method,
    uri: request?.uri,
    attempts: tail.attempts,
    requestSeconds: tail.requestSeconds,
    bytesSent: numberIn(bytes.word),
    host: tail.host,
  };
}

// Traefik ends a line of the common format with "router@provider" "http://10.0.0.1:80" 2ms.
const OF_OTHER = /" \d{1,9}ms$/;

/** Another program writes such lines; its status is not nginx's. */
function isOfOther(text: string): boolean {
  return text.endsWith('ms') && OF_OTHER.test(text.slice(-16));
}

const STATUS_LENGTH = 5;

/** Three digits between blanks, right behind the request. */
function statusAt(text: string, end: number): number | undefined {
  const after = text.charCodeAt(end + 4);
  if (text.charCodeAt(end) !== BLANK || (after !== BLANK && !Number.isNaN(after))) return undefined;
  let status = 0;
  for (let at = end + 1; at < end + 4; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    status = status * 10 + digit;
  }
  return status;
}

type Request = { readonly method: string; readonly uri: string };

/** Method and path of `GET /path?query HTTP/1.1`; undefined for a request that has not this form. */
function requestIn(request: string): Request | undefined {
  const blank = request.indexOf(' ');
  const version = request.length - VERSION_LENGTH;
  const isWhole =
    blank > 0 &&
    blank <= LONGEST_METHOD &&
    blank < version &&
    request.startsWith(' HTTP/', version) &&
    isCapital(request.charCodeAt(0));
  if (!isWhole) return undefined;
  return { method: request.slice(0, blank), uri: pathOf(request.slice(blank + 1, version)) };
}

const VERSION_LENGTH = ' HTTP/1.1'.length;
const LONGEST_METHOD = 16;

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

function pathOf(uri: string): string {
  const query = uri.indexOf('?');
  return query === -1 ? uri : uri.slice(0, query);
}

function wordAt(text: string, start: number): { readonly word: string; readonly end: number } {
  const blank = text.indexOf(' ', start);
  const end = blank === -1 ? text.length : blank;
  return { word: text.slice(start, end), end };
}

type Tail = {
  readonly attempts: readonly Attempt[];
  readonly requestSeconds: number | undefined;
  readonly host: string | undefined;
};

const EMPTY_TAIL: Tail = {
  attempts: [],
  requestSeconds: undefined,
  host: undefined,
};

/** What stands behind the byte count: quoted texts of the client, and behind those what operators add. */
function tailOf(text: string, start: number, status: number): Tail {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === BLANK) at += 1;
    else if (code === QUOTE) {
      const end = endOfQuoted(text, at);
      if (end === undefined) return EMPTY_TAIL;
      at = end;
    } else if (isNumberBeforeQuote(text, at)) at = wordAt(text, at).end;
    else return addedTail(text, at, status);
  }
  return EMPTY_TAIL;
}

// "$status $body_bytes_sent $request_time "$http_referer"": a number of nginx's before the first text of the client.
function isNumberBeforeQuote(text: string, start: number): boolean {
  const { word, end } = wordAt(text, start);
  return text.charCodeAt(end + 1) === QUOTE && (word === '-' || numberIn(word) !== undefined);
}

function addedTail(text: string, start: number, status: number): Tail {
  const tail = text.slice(start);
  const listed = INGRESS.exec(tail) ?? APISIX.exec(tail);
  if (listed?.groups === undefined) return namedTail(pairsFrom(text, start), status);
  const { peers, lengths, seconds, statuses, took } = listed.groups;
  const lists = { peers, lengths, seconds, statuses };
  return { ...EMPTY_TAIL, attempts: attemptsOf(lists, status), requestSeconds: numberIn(took) };
}

function namedTail(found: Found, status: number): Tail {
  return {
    attempts: attemptsIn(found, status),
    requestSeconds: numberIn(certain(found, 'requestSeconds')),
    host: certain(found, 'host'),
  };
}

// log-format-upstream of ingress-nginx; the alternative's name came with 0.26, the id of the request with 0.15.
const INGRESS =
  /^\d{1,12} (?<took>[\d.]{1,16}) \[[^\]"]{0,256}\] (?:\[[^\]"]{0,256}\] )?(?<peers>(?:[^\s",]{1,256}(?:, | : )){0,32}[^\s",]{1,256}) (?<lengths>(?:[\d-]{1,16}(?:, | : )){0,32}[\d-]{1,16}) (?<seconds>(?:[\d.-]{1,16}(?:, | : )){0,32}[\d.-]{1,16}) (?<statuses>(?:[\d-]{1,3}(?:, | : )){0,32}[\d-]{1,3})(?: [\w-]{1,64})?\s{0,4}$/;
// The default format of Apache APISIX.
const APISIX =
  /^(?<peers>(?:[^\s",]{1,256}(?:, | : )){0,32}[^\s",]{1,256}) (?<statuses>(?:[\d-]{1,3}(?:, | : )){0,32}[\d-]{1,3}) (?<seconds>(?:[\d.-]{1,16}(?:, | : )){0,32}[\d.-]{1,16}) "[a-z]{0,8}:\/\//;

function attemptsIn(found: Found, status: number | undefined): readonly Attempt[] {
  // A malformed request is answered by nginx itself, with the client's raw text in the line.
  if (status === 400) return [];
  const lists: Lists = {
    peers: certain(found, 'peers') ?? certain(found, 'perhapsPeers'),
    statuses: certain(found, 'statuses'),
    seconds: certain(found, 'seconds'),
    connectSeconds: certain(found, 'connectSeconds'),
    headerSeconds: certain(found, 'headerSeconds'),
    bytes: certain(found, 'bytes'),
    lengths: certain(found, 'lengths'),
  };
  return attemptsOf(lists, status);
}

function fromJson(text: string): AccessLine | undefined {
  if (!text.includes('tatus')) return undefined;
  const found = jsonFields(text);
  return found === undefined ? undefined : fromNamed(found, undefined);
}

/** A line of `name=value` pairs only, or of labels between tabs. */
function fromPairs(text: string, quote: number): AccessLine | undefined {
  const named = text.indexOf('status');
  if (named === -1 || (!isMark(text.charCodeAt(named + 6)) && !STATUS_NAMED.test(text)))
    return undefined;
  // Before the first quote, since behind it may be a client's text; and an error line is full of such texts.
  const head = text.slice(0, quote === -1 ? LONGEST_HEAD : Math.min(quote, LONGEST_HEAD));
  const first = FIRST_PAIR.exec(head);
  if (first === null || headOf(text) !== undefined) return undefined;
  const start = first.index + (first[1]?.length ?? 0);
  // "user_agent: …": the first pair would be one that the client wrote.
  if (hasClientLabel(text.slice(0, start))) return undefined;
  const found = text.includes('\t') ? tabbedPairs(text) : pairsFrom(text, start);
  return fromNamed(found, timeInHead(text, start));
}

function hasClientLabel(before: string): boolean {
  return [...before.matchAll(LABEL)].some(([, name = '']) => meaningOf(name).by === 'client');
}

const LABEL = /(?:^|[ \t])([A-Za-z_$@][\w.-]{0,47}): /g;
const STATUS_NAMED = /status["']?[=:]/;

function isMark(code: number): boolean {
  return code === 58 || code === 61;
}

const FIRST_PAIR = /(^|[\s[({|,;])[A-Za-z_$@][\w.-]{0,47}[=:](?=$|[^\s/:]|\s(?:$|[\d[-]))/;

function fromNamed(found: Found, time: ClockTime | undefined): AccessLine | undefined {
  const code = certain(found, 'status') ?? '';
  if (!found.isOfNginx || !STATUS.test(code)) return undefined;
  const status = Number(code);
  const request = requestIn(certain(found, 'request') ?? '');
  const uri = certain(found, 'uri');
  const written = certain(found, 'time');
  return {
    kind: 'access-line',
    time: time ?? (written === undefined ? undefined : accessTimeAt(written, 0)),
    status,
    method: certain(found, 'method') ?? request?.method,
    uri: uri === undefined ? request?.uri : pathOf(uri),
    attempts: attemptsIn(found, status),
    requestSeconds: numberIn(certain(found, 'requestSeconds')),
    bytesSent: numberIn(certain(found, 'bytesSent')),
    host: certain(found, 'host'),
  };
}

const STATUS = /^\d{3}$/;
