import type { Level, Side } from './line.ts';

// The "while …" texts of nginx (c->log->action), and whom a failure in them concerns.
// Sources: nginx 1.31.5-dev src/http/ngx_http_upstream.c, ngx_http_request.c, src/stream/ngx_stream_proxy_module.c, src/mail/*,
// src/core/ngx_syslog.c, src/event/ngx_event_openssl_stapling.c.
const PHASES: readonly (readonly [string, Side])[] = [
  ['connecting to upstream', 'upstream'],
  ['sending request to upstream', 'upstream'],
  ['reading response header from upstream', 'upstream'],
  ['reading upstream', 'upstream'],
  ['SSL handshaking to upstream', 'upstream'],
  ['proxying upgraded connection', 'upstream'],
  ['proxying and reading from upstream', 'upstream'],
  ['proxying and sending to upstream', 'upstream'],
  // src/mail/ngx_mail_proxy_module.c
  ['sending user name to upstream', 'upstream'],
  ['sending password to upstream', 'upstream'],
  ['sending LOGIN command to upstream', 'upstream'],
  ['sending HELO/EHLO to upstream', 'upstream'],
  ['sending XCLIENT to upstream', 'upstream'],
  ['reading response from upstream', 'upstream'],
  ['proxying and reading from client', 'client'],
  ['proxying and sending to client', 'client'],
  ['proxying connection', 'unknown'],
  ['flushing response to client', 'client'],
  ['waiting for request', 'client'],
  ['reading client request line', 'client'],
  ['reading client request headers', 'client'],
  ['reading client request body', 'client'],
  ['reading client pipelined request line', 'client'],
  ['processing HTTP/2 connection', 'client'],
  ['processing HTTP/3 connection', 'client'],
  ['keepalive', 'client'],
  ['closing request', 'client'],
  ['closing connection', 'client'],
  ['sending response to client', 'client'],
  ['sending to client', 'unknown'],
  ['SSL handshaking', 'client'],
  ['logging request', 'nginx'],
  ['logging to syslog', 'nginx'],
  ['requesting certificate status', 'nginx'],
  ['resolving', 'nginx'],
];

const LONGEST_FOREIGN_PHASE = 64;

/** nginx's own name of the phase that a text starts with, or the text itself (clipped) for a module we do not know; '' for what is none. */
export function phaseAt(text: string): string {
  for (const [phase] of PHASES) if (text.startsWith(phase)) return phase;
  // Translated articles and retyped lines insert articles: "reading the response header from the upstream".
  const plain = text.slice(0, LONGEST_FOREIGN_PHASE * 2).replaceAll('the ', '');
  for (const [phase] of PHASES) if (plain.startsWith(phase)) return phase;
  const end = text.indexOf(', ');
  const foreign = (end === -1 ? text : text.slice(0, end)).slice(0, LONGEST_FOREIGN_PHASE).trim();
  return PLAIN_WORDS.test(foreign) ? foreign : '';
}

// A module's own words have no more in them; a name that a client chose may have links, mentions and markup.
const PLAIN_WORDS = /^[A-Za-z][A-Za-z0-9 /.-]*$/;

/** True for a text that starts with a phase nginx itself names; what a fragment needs to count as nginx's words. */
export function isKnownPhase(phase: string): boolean {
  return SIDE_OF_PHASE.has(phase);
}

const SIDE_OF_PHASE: ReadonlyMap<string, Side> = new Map(PHASES);

/**
 * Whom a failed system call concerns. The level decides where both sides share a phase: nginx logs the upstream's
 * failures at error and the client's at info (ngx_connection_error, c->log_error).
 */
export function sideOfPhase(phase: string, level: Level | undefined): Side {
  const side = SIDE_OF_PHASE.get(phase) ?? 'unknown';
  const isShared =
    phase === 'sending to client' ||
    phase === 'proxying upgraded connection' ||
    phase === 'proxying connection';
  if (!isShared || level === undefined)
    return side === 'upstream' && level === undefined && isShared ? 'unknown' : side;
  return level === 'info' ? 'client' : 'upstream';
}
