import { errnoName } from './errno.ts';
import { type Fields, readFields } from './fields.ts';
import { fragmentHead, type Head, headOf } from './head.ts';
import type { ErrorLine, Side } from './line.ts';
import { type Message, messageAt } from './messages.ts';
import { isKnownPhase, phaseAt, sideOfPhase } from './phases.ts';
import { reasonOf } from './reason.ts';

/**
 * Reads one line of nginx's error log after the grammar of src/core/ngx_log.c:
 * `time [level] pid#tid: *connection message (errno: text) while phase, client: …`. A fragment of such a line counts when
 * its words are nginx's own. Undefined for all else.
 */
export function parseErrorLine(line: string): ErrorLine | undefined {
  const head = headOf(line);
  if (head !== undefined) return lineFrom(line, head);
  const start = fragmentStart(line);
  if (start === undefined) return undefined;
  const fragment = lineFrom(line, fragmentHead(line, start));
  return isOurs(fragment, line, start) ? fragment : undefined;
}

function lineFrom(line: string, head: Head): ErrorLine {
  const said = wordsAt(line, head.start);
  const body = said.data === 'quoted' ? quotedBody(line, head.start) : plainBody(line, head.start);
  const words = said.id === 'syscall-failed' && body.phase === 'resolving' ? RESOLVER_FAILED : said;
  const failure = failureIn(line, head.start, body.messageEnd);
  const reason = reasonOf(
    { message: words.id, syscall: words.syscall, upstream: body.fields.upstream },
    line.slice(head.start, body.messageEnd),
  );
  const { isWhole: _, ...fields } = body.fields;
  return {
    kind: 'error-line',
    time: head.time,
    level: head.level,
    pid: head.pid,
    connection: head.connection,
    message: reason === 'tls-closed' ? messageOfClose(words, body.phase) : words.id,
    template: words.template,
    side: isForNoRequest(line, head, { words, body }) ? 'nginx' : sideOf(words, body.phase, head),
    syscall: words.syscall,
    errnoRead: failure?.number,
    // That of a name server says nothing of the upstream.
    errno:
      words === RESOLVER_FAILED || words.id === 'name-unresolved'
        ? undefined
        : failure && errnoName(failure.number, failure.text),
    phase: words.id === 'name-unresolved' ? knownPhase(body.phase) : body.phase,
    reason,
    target: TARGET.exec(line.slice(head.start, head.start + LONGEST_TARGET))?.[1],
    ...fields,
    isCut: fields.isCut || body.isCut,
    isQuoteOpen: words.data === 'quoted' && body.isTailMissing && hasOddQuotes(line, head.start),
    prefix: head.prefix,
  };
}

/** OpenSSL 3 calls a close without notice an error of its own; to nginx's peers it is the same as a plain close. */
function messageOfClose(words: Words, phase: string | undefined): string {
  if (phase === 'SSL handshaking to upstream') return 'tls-closed';
  return phase?.includes('upstream') === true ? 'premature-close' : words.id;
}

/** The name that was not resolved is a client's where a variable holds it, and may have a "while" in it. */
function knownPhase(phase: string | undefined): string | undefined {
  return phase !== undefined && isKnownPhase(phase) ? phase : undefined;
}

// Printed only where connect() fails at once (src/event/ngx_event_connect.c).
const TARGET = /^connect\(\) to (unix:\S{1,108}|\S{3,64}:\d{1,5}) failed /;
const LONGEST_TARGET = 200;

type Words = Pick<Message, 'id' | 'data' | 'side'> & {
  readonly template: string;
  readonly syscall: string | undefined;
};

// nginx could not ask its resolver: "recv() failed (111: …) while resolving, resolver: 127.0.0.53:53" (src/core/ngx_resolver.c).
const RESOLVER_FAILED: Words = {
  id: 'resolver-failed',
  data: 'none',
  side: 'upstream',
  template: 'the resolver could not be asked',
  syscall: undefined,
};

const SYSCALL = /([A-Za-z_][A-Za-z0-9_]{1,31})\(\)/y;
const LEADING_NUMBER = /\d{1,10} (?=worker_connections)/y;
// "app.test could not be resolved (3: Host not found)", "`id` could not be resolved": the name is data.
const RESOLVED = ' could not be resolved (';

function wordsAt(line: string, start: number): Words {
  LEADING_NUMBER.lastIndex = start;
  const at = LEADING_NUMBER.test(line) ? LEADING_NUMBER.lastIndex : start;
  const message = messageAt(line, at);
  SYSCALL.lastIndex = at;
  const syscall = SYSCALL.exec(line)?.[1];
  if (message !== undefined) return { ...message, template: message.words, syscall: undefined };
  if (syscall !== undefined) {
    return {
      id: 'syscall-failed',
      data: 'none',
      side: 'unknown',
      template: `${syscall}() failed`,
      syscall,
    };
  }
  const bare = bareWords(line, at);
  if (bare !== undefined) return bare;
  if (line.includes(RESOLVED, at)) {
    return {
      id: 'name-unresolved',
      data: 'none',
      side: 'upstream',
      template: 'could not be resolved',
      syscall,
    };
  }
  return { id: 'other', data: 'quoted', side: 'unknown', template: 'other', syscall };
}

/** What people leave of a line: "failed (104: …) while …", "timed out (110: …)", "104: Connection reset by peer while …". */
function bareWords(line: string, at: number): Words | undefined {
  const common = { data: 'none', side: 'unknown', syscall: undefined } as const;
  if (line.startsWith('timed out (', at)) {
    return { ...common, id: 'timed-out', side: 'upstream', template: 'upstream timed out' };
  }
  const isFailure = line.startsWith('failed (', at) || BARE_FAILURE.test(line.slice(at, at + 100));
  return isFailure ? { ...common, id: 'syscall-failed', template: 'failed' } : undefined;
}

type Body = {
  readonly messageEnd: number;
  readonly phase: string | undefined;
  readonly fields: Fields;
  readonly isCut: boolean;
  readonly isTailMissing: boolean;
};

/** A message without foreign text: the first " while " and the first ", client: " are nginx's. */
function plainBody(line: string, start: number): Body {
  const client = line.indexOf(', client: ', start);
  const contextAt = client === -1 ? contextWithoutClient(line, start) : client;
  const whileAt = phaseStart(line, start, contextAt);
  const hasPhase = whileAt !== -1 && whileAt < contextAt;
  const messageEnd = hasPhase ? whileAt : contextAt;
  const phase = hasPhase ? phaseAt(line.slice(whileAt + 7, contextAt)) : undefined;
  const fields = readFields(line, contextAt);
  const isCut = client === -1 && contextAt >= line.length && !endsLikeAMessage(line, phase);
  return {
    messageEnd,
    phase: phase === '' ? undefined : phase,
    fields,
    isCut,
    isTailMissing: false,
  };
}

/** OpenSSL's own words have a "while" too: "(SSL: …:unexpected eof while reading) while SSL handshaking". */
function phaseStart(line: string, start: number, end: number): number {
  const first = line.indexOf(' while ', start);
  for (let at = first; at !== -1 && at < end; at = line.indexOf(' while ', at + 1)) {
    if (isKnownPhase(phaseAt(line.slice(at + 7, end)))) return at;
  }
  return first;
}

const FIELD_START = /,? {1,16}(?:server: |request: "|upstream: "|host: ")/g;

function contextWithoutClient(line: string, start: number): number {
  FIELD_START.lastIndex = start;
  return FIELD_START.exec(line)?.index ?? line.length;
}

function endsLikeAMessage(line: string, phase: string | undefined): boolean {
  return phase !== undefined ? isKnownPhase(phase) : line.trimEnd().endsWith(')');
}

/**
 * A message with foreign text in quotes: nginx's own tail is the one from which everything up to the end reads as
 * fields. More than one such tail, and the upstream cannot be told.
 */
function quotedBody(line: string, start: number): Body {
  const tails: Body[] = [];
  let client = line.indexOf(', client: ', start);
  for (let tries = 0; client !== -1 && tries < MOST_TAILS; tries += 1) {
    const fields = readFields(line, client);
    if (fields.isWhole) tails.push(tailAt(line, client, fields));
    client = line.indexOf(', client: ', client + 1);
  }
  const [first, second] = tails;
  if (first === undefined) {
    return {
      messageEnd: line.length,
      phase: undefined,
      fields: readFields(line, line.length),
      isCut: true,
      isTailMissing: true,
    };
  }
  if (second === undefined) return first;
  return { ...first, fields: { ...first.fields, upstream: undefined, isAmbiguous: true } };
}

const MOST_TAILS = 16;

function hasOddQuotes(line: string, start: number): boolean {
  let isOdd = false;
  for (let at = line.indexOf('"', start); at !== -1; at = line.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

function tailAt(line: string, client: number, fields: Fields): Body {
  const whileAt = line.lastIndexOf(' while ', client);
  const phase = whileAt === -1 ? undefined : phaseAt(line.slice(whileAt + 7, client));
  const isPhase = phase !== undefined && isKnownPhase(phase);
  return {
    messageEnd: isPhase ? whileAt : client,
    phase: isPhase ? phase : undefined,
    fields,
    isCut: false,
    isTailMissing: false,
  };
}

const FAILURE = /\((\d{1,5}): ([^()]{0,120})/g;

type Failure = { readonly number: number | undefined; readonly text: string };

/** The "(104: Connection reset by peer)" that nginx puts at the end of its message; people leave out the number or the brackets. */
function failureIn(line: string, start: number, end: number): Failure | undefined {
  const message = line.slice(start, end);
  let last: Failure | undefined;
  for (const match of message.matchAll(FAILURE)) {
    last = { number: Number(match[1]), text: match[2] ?? '' };
  }
  if (last !== undefined) return last;
  const bare = BARE_FAILURE.exec(message);
  if (bare !== null) return { number: Number(bare[1]), text: bare[2] ?? '' };
  const words = NUMBERLESS_FAILURE.exec(message)?.[1];
  return words === undefined ? undefined : { number: undefined, text: words };
}

const NUMBERLESS_FAILURE = / failed \(([A-Za-z' ]{8,80})\)/;
const BARE_FAILURE = /^(\d{2,5}): ([A-Za-z' ]{8,80})/;

function sideOf(words: Words, phase: string | undefined, head: Head): Side {
  if (words.side !== 'unknown') return words.side;
  if (phase !== undefined) return sideOfPhase(phase, head.level);
  // At start nothing is proxied yet: "bind() to 0.0.0.0:80 failed".
  if (head.level === 'emerg') return 'nginx';
  // Without a phase only the level is left: the client's failures are info (ngx_connection_error).
  return head.level === 'info' ? 'client' : 'unknown';
}

/**
 * A failed call that nginx made for no client: Lua's timers name their context instead of a phase (lua-nginx-module
 * ngx_http_lua_util.c ngx_http_lua_log_timer_error and its like), and the health checks of nginx_upstream_check_module and
 * Tengine have neither a phase nor the number of a connection, which every line about a request has.
 */
function isForNoRequest(
  line: string,
  head: Head,
  { words, body }: { readonly words: Words; readonly body: Body },
): boolean {
  if (words.id !== 'syscall-failed' || body.phase !== undefined) return false;
  const { client, server, request, upstream } = body.fields;
  if (request !== undefined || upstream !== undefined) return false;
  const context = line.indexOf(CONTEXT, head.start);
  if (context !== -1 && context <= body.messageEnd) return true;
  const isNumbered = line.slice(head.prefix.length, head.start).includes('*');
  const isBare = client === undefined && server === undefined && line.length < LONGEST_BARE;
  return head.pid !== undefined && !isNumbered && isBare && TALKS.has(words.syscall ?? '');
}

const CONTEXT = ', context: ';
const LONGEST_BARE = 300;
const TALKS: ReadonlySet<string> = new Set(['connect', 'recv', 'send', 'readv', 'writev']);

// Where a line without a head may start to be nginx's: a system call that failed, or a message that is unmistakable.
const FRAGMENT =
  /(?:WSA)?(?:connect|recv|readv|writev|send|sendfile|Recv|Send|socket|SSL_read|SSL_write|SSL_do_handshake|kevent|epoll_wait)\(\) (?:to .{1,200}? )?(?:failed \(|reported )|failed \(\d{2,5}: |[Uu]pstream (?:timed out|prematurely closed|sent |server temporarily disabled|SSL certificate)|timed out \(\d{2,5}: |[Nn]o live upstreams|peer closed connection in SSL handshake|\d{1,10} worker_connections are not enough|FastCGI sent in stderr|client prematurely closed connection|\d{2,5}: [A-Z][A-Za-z ]{8,70}(?=\)? while )|host not found in upstream|no resolver defined to resolve |invalid URL prefix in |(?:invalid (?:port|host)|no (?:port|host)) in upstream |(?<!\S)[A-Za-z0-9._-]{1,253} could not be resolved \(\d/;
const LONGEST_FRAGMENT = 4096;

function fragmentStart(line: string): number | undefined {
  if (line.length > LONGEST_FRAGMENT) return undefined;
  const found = FRAGMENT.exec(line);
  if (found === null) return undefined;
  // Inside quotes it is somebody's text: a request, a user agent, a value of JSON.
  const before = line.slice(0, found.index);
  return before.includes('"') ? undefined : found.index;
}

/**
 * A fragment counts when nothing but nginx's own vocabulary made it one: a phase, a ", client: " field, or nginx's words
 * at the very start of the line and nothing else. In the middle of prose the same words are somebody's report.
 */
function isOurs(line: ErrorLine, text: string, start: number): boolean {
  if (line.client !== undefined) return true;
  if (line.phase !== undefined && isKnownPhase(line.phase)) return true;
  if (!LEAD.test(text.slice(0, start))) return false;
  if (line.message === 'syscall-failed') return line.errno !== undefined;
  return line.message !== 'other' && ENDS.test(behind(text, line.template, start));
}

/** A number may stand before the words: "1024 worker_connections are not enough". */
function behind(text: string, words: string, start: number): string {
  return text.slice(Math.max(text.indexOf(words, start), start) + words.length);
}

// What may stand before a fragment's words: marks of a quotation, a time, a level, ids, the name of a container or of nginx.
const LEAD =
  /^[\s>#*`|-]*(?:[A-Za-z]{1,20} [A-Za-z ,'-]{1,80}: )?(?:[A-Za-z0-9._@-]{1,80}\s{1,30}\|\s{1,4})?(?:[\d/:.T -]{8,32})?\s*(?:[Nn]ginx: |NGINX: {1,4})?(?:\[[a-z]{4,6}\]:? ?)?(?:\d{1,10}#\d{1,10}: ?)?(?:\*[\w?*#….<>[\]{}-]{1,32} )?$/;
// What may follow them: the error, the phase, a name, or the end.
const ENDS =
  /^(?:$| verify error: \(| does not match |[,.)`'"]| ?\(| while | "| for | in "|: | FastCGI| stdout| request|\s*$)/;
