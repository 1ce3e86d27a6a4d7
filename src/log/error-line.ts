import { plainBody, quotedBody } from './body.ts';
import { errnoName } from './errno.ts';
import { failureIn } from './failure.ts';
import { fragmentStart, isOurs } from './fragment.ts';
import { fragmentHead, type Head, headOf } from './head.ts';
import type { ErrorLine } from './line.ts';
import { isKnownPhase } from './phases.ts';
import { reasonOf } from './reason.ts';
import { isForNoRequest, sideOf } from './side.ts';
import { RESOLVER_FAILED, type Words, wordsAt } from './words.ts';

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

function hasOddQuotes(line: string, start: number): boolean {
  let isOdd = false;
  for (let at = line.indexOf('"', start); at !== -1; at = line.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}
