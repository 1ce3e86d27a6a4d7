import type { Side } from './line.ts';

/**
 * How a message is told from the text in it that is data: `none` has no foreign text before the phase; `quoted` holds
 * a string that an attacker may have written, so that what follows it is looked for from the end.
 */
type Data = 'none' | 'quoted';

/** A fixed message of nginx: the words it starts with, and whose fault it speaks of when no phase says so. */
export type Message = {
  readonly id: string;
  readonly words: string;
  readonly side: Side;
  readonly data: Data;
};

// Sources: nginx 1.31.5-dev src/http/ngx_http_upstream.c, src/http/modules/ngx_http_{proxy,fastcgi,grpc,uwsgi,memcached}_module.c,
// src/http/ngx_http_request.c, src/event/ngx_event_openssl.c, src/core/ngx_connection.c, src/stream/ngx_stream_proxy_module.c.
// A longer text stands before its own beginning, since the first that fits is taken.
const MESSAGES: readonly Message[] = [
  ['timed-out', 'upstream timed out', 'upstream'],
  ['premature-close-fastcgi', 'upstream prematurely closed FastCGI', 'upstream'],
  ['premature-close-stream', 'upstream prematurely closed stream', 'upstream'],
  ['premature-close', 'upstream prematurely closed connection', 'upstream'],
  ['premature-response', 'upstream prematurely sent response', 'upstream'],
  ['no-live-upstreams', 'no live upstreams', 'upstream'],
  ['peer-disabled', 'upstream server temporarily disabled', 'upstream'],
  ['header-too-big', 'upstream sent too big header', 'upstream'],
  ['early-hints-too-big', 'upstream sent too big early hints', 'upstream'],
  ['header-too-big', 'upstream sent too large http2 header', 'upstream'],
  ['frame-too-large', 'upstream sent too large http2 frame', 'upstream'],
  ['frame-unexpected', 'upstream sent unexpected http2 frame', 'upstream'],
  ['frame-unexpected', 'upstream sent frame for', 'upstream'],
  ['fastcgi-protocol', 'upstream sent unsupported FastCGI protocol version', 'upstream'],
  ['fastcgi-protocol', 'upstream sent invalid FastCGI record type', 'upstream'],
  ['fastcgi-protocol', 'upstream sent unexpected FastCGI', 'upstream'],
  ['no-valid-header', 'upstream sent no valid HTTP/', 'upstream'],
  ['more-data', 'upstream sent more data than specified', 'upstream'],
  ['more-data', 'upstream sent data after', 'upstream'],
  ['more-data', 'upstream sent response body larger than', 'upstream'],
  ['goaway', 'upstream sent goaway', 'upstream'],
  ['stream-rejected', 'upstream rejected request with error', 'upstream'],
  ['bad-answer', 'upstream violated', 'upstream'],
  ['certificate', 'upstream SSL certificate', 'upstream'],
  ['tls-closed', 'peer closed connection in SSL handshake', 'unknown'],
  ['resolver-missing', 'no resolver defined to resolve', 'upstream'],
  ['port-missing', 'no port in upstream', 'upstream'],
  ['worker-connections', 'worker_connections are not enough', 'nginx'],
  ['response-in-temp-file', 'an upstream response is buffered to a temporary file', 'nginx'],
  ['request-in-temp-file', 'a client request body is buffered to a temporary file', 'nginx'],
  ['client-closed', 'client prematurely closed connection', 'client'],
  ['client-closed', 'epoll_wait() reported that client prematurely closed connection', 'client'],
  ['client-closed', 'kevent() reported that client prematurely closed connection', 'client'],
  ['client-timed-out', 'client timed out', 'client'],
  // A stream session that both sides left idle for proxy_timeout: nginx ends it at level info.
  ['session-idle', 'connection timed out', 'nginx'],
  ['client-body-too-large', 'client intended to send too large', 'client'],
].map(([id = '', words = '', side]) => ({ id, words, side: sideOf(side), data: 'none' }));

const QUOTED_MESSAGES: readonly Message[] = [
  ['fastcgi-stderr', 'FastCGI sent in stderr: "', 'upstream'],
  ['bad-answer', 'upstream sent ', 'upstream'],
  ['host-not-found', 'host not found in upstream', 'upstream'],
  ['url-invalid', 'invalid URL prefix in ', 'upstream'],
  ['url-invalid', 'invalid port in upstream ', 'upstream'],
  ['url-invalid', 'invalid host in upstream ', 'upstream'],
  ['url-invalid', 'no host in upstream ', 'upstream'],
  ['file', 'open() "', 'nginx'],
  ['file', 'openat() "', 'nginx'],
  ['file', 'stat() "', 'nginx'],
  ['file', 'opendir() "', 'nginx'],
  ['file', 'directory index of "', 'nginx'],
  ['file', 'pread() read only', 'nginx'],
  ['file', '"/', 'nginx'],
  ['user', 'user "', 'client'],
  ['user', 'no user/password was provided', 'client'],
  ['client-request', 'client sent ', 'client'],
  ['client-request', 'client ', 'client'],
  ['access-denied', 'access forbidden by rule', 'client'],
  ['limit', 'limiting ', 'nginx'],
  ['limit', 'delaying request', 'nginx'],
].map(([id = '', words = '', side]) => ({ id, words, side: sideOf(side), data: 'quoted' }));

const BY_FIRST_LETTER: ReadonlyMap<string, readonly Message[]> = Map.groupBy(
  [...MESSAGES, ...QUOTED_MESSAGES],
  (message) => message.words.charAt(0).toLowerCase(),
);

/** The fixed message that a text starts with; the first letter's case does not count, since people retype lines. */
export function messageAt(text: string, start: number): Message | undefined {
  const first = text.charAt(start);
  const candidates = BY_FIRST_LETTER.get(first) ?? BY_FIRST_LETTER.get(first.toLowerCase());
  return candidates?.find((message) => text.startsWith(message.words.slice(1), start + 1));
}

function sideOf(side: string | undefined): Side {
  return side === 'upstream' || side === 'client' || side === 'nginx' ? side : 'unknown';
}
