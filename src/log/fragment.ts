import type { ErrorLine } from './line.ts';
import { isKnownPhase } from './phases.ts';

// Where a line without a head may start to be nginx's: a system call that failed, or a message that is unmistakable.
const FRAGMENT =
  /(?:WSA)?(?:connect|recv|readv|writev|send|sendfile|Recv|Send|socket|SSL_read|SSL_write|SSL_do_handshake|kevent|epoll_wait)\(\) (?:to .{1,200}? )?(?:failed \(|failed SSL: error:|reported )|failed \(\d{2,5}: |[Uu]pstream (?:timed out|prematurely closed|sent |rejected request |violated |server temporarily disabled|SSL certificate)|timed out \(\d{2,5}: |[Nn]o live upstreams|peer closed connection in SSL handshake|\d{1,10} worker_connections are not enough|FastCGI sent in stderr|client prematurely closed connection|\d{2,5}: [A-Z][A-Za-z ]{8,70}(?=\)? while )|(?:[Cc]onnection (?:refused|reset by peer|timed out)|[Bb]roken pipe|[Nn]o route to host)(?=\)? while (?:connecting to|sending request to|reading response header from|reading|SSL handshaking to) upstream\s{0,4}(?:$|[,.;:"'`)]))|host not found in upstream|no resolver defined to resolve |invalid URL prefix in |(?:invalid (?:port|host)|no (?:port|host)) in upstream |(?<!\S)[A-Za-z0-9._-]{1,253} could not be resolved \(\d/;
const LONGEST_FRAGMENT = 4096;

/** Where nginx's words begin in a line without a head; undefined where they stand in somebody's quotes. */
export function fragmentStart(line: string): number | undefined {
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
export function isOurs(line: ErrorLine, text: string, start: number): boolean {
  if (line.client !== undefined) return true;
  if (line.phase !== undefined && isKnownPhase(line.phase)) return true;
  if (!LEAD.test(text.slice(0, start))) return false;
  if (line.message === 'syscall-failed')
    return line.errno !== undefined || line.reason !== undefined;
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
