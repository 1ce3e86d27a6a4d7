/** The ", client: …" part of a line (nginx src/http/ngx_http_request.c ngx_http_log_error_handler): order and quotes are fixed. */
export type Fields = {
  readonly client: string | undefined;
  readonly server: string | undefined;
  readonly request: string | undefined;
  readonly subrequest: string | undefined;
  readonly upstream: string | undefined;
  readonly host: string | undefined;
  readonly referrer: string | undefined;
  readonly isCut: boolean;
  readonly isAmbiguous: boolean;
  /** All of the text was read as fields: what tells nginx's own tail from one that stands inside foreign text. */
  readonly isWhole: boolean;
};

const QUOTED_IN_ORDER = ['request', 'subrequest', 'upstream', 'host', 'referrer'] as const;
type Quoted = (typeof QUOTED_IN_ORDER)[number];

const NONE: Fields = {
  client: undefined,
  server: undefined,
  request: undefined,
  subrequest: undefined,
  upstream: undefined,
  host: undefined,
  referrer: undefined,
  isCut: false,
  isAmbiguous: false,
  isWhole: true,
};

// People retype lines: several blanks after a comma, a blank before the colon. Only then is the text made regular.
const IRREGULAR = /("?),[ ]{0,16}(subrequest|request|upstream|host|referrer)[ ]?:[ ]{1,4}(?=")/g;
const HTTP_VERSION = /HTTP\/\d(?:\.\d)?$/;

/** Reads the fields from `start` on; never throws, and takes nothing from a place that a client could have written. */
export function readFields(text: string, start: number): Fields {
  if (start >= text.length) return NONE;
  const strict = readInOrder(text, start);
  if (strict.upstream !== undefined || strict.isAmbiguous || !text.includes('upstream', start))
    return strict;
  const regular = text.slice(start).replace(IRREGULAR, '$1, $2: ');
  return readInOrder(regular, 0);
}

function readInOrder(text: string, start: number): Fields {
  const client = readPlain(text, start, ', client: ');
  const server = readPlain(text, client.end, ', server: ');
  const mail = MAIL.exec(text.slice(server.end));
  if (mail !== null)
    return { ...NONE, client: client.value, server: server.value, upstream: mail[1] };
  const request = readRequest(text, server.end);
  const after = { value: request, end: request.end };
  const subrequest = readQuoted(text, after.end, 'subrequest');
  const upstream = readQuoted(text, subrequest.end, 'upstream');
  const host = readQuoted(text, upstream.end, 'host');
  const referrer = readQuoted(text, host.end, 'referrer');
  const isAmbiguous = request.isAmbiguous;
  const end = text.startsWith(', bytes from/to', referrer.end) ? text.length : referrer.end;
  return {
    client: client.value,
    server: server.value,
    request: request.isCut ? undefined : request.value,
    subrequest: subrequest.value,
    upstream: isAmbiguous ? undefined : completeUpstream(upstream),
    host: isAmbiguous ? undefined : host.value,
    referrer: isAmbiguous ? undefined : referrer.value,
    isCut: request.isCut || subrequest.isCut || upstream.isCut || host.isCut || referrer.isCut,
    isAmbiguous,
    isWhole: isEnd(text, end),
  };
}

// A session of the mail proxy ends so, its upstream without quotes (src/mail/ngx_mail_handler.c ngx_mail_log_error); the login
// is the client's, and the last place in the line is nginx's.
const MAIL =
  /^(?:, login: ".{0,512}")?, upstream: ((?:\d{1,3}\.){3}\d{1,3}:\d{1,5}|\[[0-9a-fA-F:.]{2,45}\]:\d{1,5}|unix:\/[^\s",]{1,107})\s{0,4}$/;

type Read = { readonly value: string | undefined; readonly end: number; readonly isCut: boolean };

const PLAIN_ENDS = [
  ', server: ',
  ', request: "',
  ', upstream: ',
  ', host: "',
  ', bytes from/to',
  ', login: "',
];

/** An unquoted field: up to the next field's name; `server` may hold blanks, commas and brackets, since an operator wrote it. */
function readPlain(text: string, start: number, name: string): Read {
  if (!text.startsWith(name, start)) return { value: undefined, end: start, isCut: false };
  const from = start + name.length;
  let end = text.length;
  for (const stop of PLAIN_ENDS) {
    const at = text.indexOf(stop, from);
    if (at !== -1 && at < end) end = at;
  }
  // nginx prints nothing between the blank and the next comma when the name is empty: ", server: , request: …".
  if (name === ', client: ' && text.startsWith(', server:', from)) end = from;
  return { value: trimEnd(text.slice(from, end)), end, isCut: false };
}

/**
 * The request line ends at the first quote that a later field follows: since nginx 1.21.1 a URI holds no blank, so it
 * cannot hold `", upstream: "`. Older versions let blanks in; then a line with a second candidate is ambiguous.
 */
function readRequest(text: string, start: number): Read & { readonly isAmbiguous: boolean } {
  const open = ', request: "';
  if (!text.startsWith(open, start))
    return { value: undefined, end: start, isCut: false, isAmbiguous: false };
  const from = start + open.length;
  const end = quoteBefore(text, from, ['subrequest', 'upstream', 'host', 'referrer']);
  if (end === -1) return { ...lastQuoted(text, from), isAmbiguous: false };
  const value = text.slice(from, end);
  const isAmbiguous = !HTTP_VERSION.test(value) && hasSecondEnding(text, end + 1);
  return { value, end: end + 1, isCut: false, isAmbiguous };
}

function hasSecondEnding(text: string, from: number): boolean {
  const at = text.indexOf('", upstream: "', from);
  return at !== -1 && HTTP_VERSION.test(text.slice(Math.max(from, at - 9), at));
}

function readQuoted(text: string, start: number, name: Quoted): Read {
  const open = `, ${name}: "`;
  if (!text.startsWith(open, start)) return { value: undefined, end: start, isCut: false };
  const from = start + open.length;
  const later = QUOTED_IN_ORDER.slice(QUOTED_IN_ORDER.indexOf(name) + 1);
  const end = quoteBefore(text, from, later);
  if (end !== -1) return { value: text.slice(from, end), end: end + 1, isCut: false };
  return lastQuoted(text, from);
}

/** Index of the first quote that one of the named fields follows, or -1. */
function quoteBefore(text: string, from: number, names: readonly Quoted[]): number {
  let first = -1;
  for (const name of names) {
    const at = text.indexOf(`", ${name}: "`, from);
    if (at !== -1 && (first === -1 || at < first)) first = at;
  }
  return first;
}

/** The last field of a line: its closing quote ends the line, or stands before the byte counters of a stream session. */
function lastQuoted(text: string, from: number): Read {
  const counters = text.indexOf('", bytes from/to', from);
  if (counters !== -1)
    return { value: text.slice(from, counters), end: counters + 1, isCut: false };
  let end = text.length;
  // A comma where each field was put on a line of its own.
  while (end > from && (isFiller(text.charCodeAt(end - 1)) || text.charCodeAt(end - 1) === COMMA))
    end -= 1;
  if (end > from && text.charCodeAt(end - 1) === QUOTE) {
    return { value: text.slice(from, end - 1), end, isCut: false };
  }
  // An empty last field whose quote was taken for the opening one of the next.
  return { value: text.slice(from), end: text.length, isCut: true };
}

const QUOTE = 34;
const COMMA = 44;

// Blank, tab, CR, closing back-tick or bracket: what editors and envelopes leave behind a line.
function isFiller(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 96 || code === 93;
}

function isEnd(text: string, from: number): boolean {
  for (let at = from; at < text.length; at += 1) if (!isFiller(text.charCodeAt(at))) return false;
  return true;
}

/** An upstream that was cut counts only while its address is certainly complete: something stands behind the port. */
function completeUpstream(read: Read): string | undefined {
  if (read.value === undefined || !read.isCut) return read.value;
  const scheme = read.value.indexOf('://');
  const isComplete =
    scheme !== -1 && read.value.indexOf('/', scheme + 3) !== -1 && !read.value.includes('://unix:');
  return isComplete ? read.value : undefined;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (isFiller(text.charCodeAt(end - 1)) || text.charCodeAt(end - 1) === COMMA))
    end -= 1;
  return end === text.length ? text : text.slice(0, end);
}
