import { REASONS } from '../log/reason.ts';
import { CRASHES } from '../log/witness-kinds.ts';
import { PLATFORMS } from './platform.ts';

/**
 * The closed list of facts that rules may ask for: its type, and what the value means. A fact that is not known is
 * absent, never false. `values` closes a text fact: a rule that asks for another value is refused.
 */
export type FactType =
  | { readonly type: 'text'; readonly means: string; readonly values?: readonly string[] }
  | { readonly type: 'number'; readonly means: string; readonly unit: string }
  | { readonly type: 'flag'; readonly means: string }
  | { readonly type: 'version'; readonly means: string };

const flag = (means: string): FactType => ({ type: 'flag', means });
const number = (unit: string, means: string): FactType => ({ type: 'number', unit, means });
const text = (means: string, values?: readonly string[]): FactType =>
  values === undefined ? { type: 'text', means } : { type: 'text', means, values };

/** How a line of another program is tied to the failures: the strength of what it proves. */
const JOINED = ['other-source', 'same-text', 'unplaced'] as const;
const said = (what: string): FactType =>
  text(
    `a program behind the upstream, or on the way to it, wrote ${what}; how that line is tied to the failures, as in crash-joined`,
    JOINED,
  );

export const VOCABULARY = {
  // Of the line itself: the same for every line of one diagnosis.
  side: text('whom the line speaks about', ['upstream', 'client', 'nginx', 'unknown']),
  level: text('nginx log level', ['emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info']),
  message: text(
    'id of nginx’s message in src/log/messages.ts; syscall-failed for all system calls',
  ),
  syscall: text('system call that failed, as nginx names it'),
  errno: text('POSIX name of the error', [
    'EACCES',
    'EADDRINUSE',
    'EADDRNOTAVAIL',
    'EAFNOSUPPORT',
    'EAGAIN',
    'ECONNABORTED',
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTDOWN',
    'EHOSTUNREACH',
    'EMFILE',
    'ENETDOWN',
    'ENETUNREACH',
    'ENFILE',
    'ENOBUFS',
    'ENOENT',
    'ENOMEM',
    'ENOSPC',
    'ENOTCONN',
    'EPERM',
    'EPIPE',
    'EPROTO',
    'ETIMEDOUT',
  ]),
  phase: text('what nginx was doing, in its own words'),
  reason: text(
    'what the message itself gives as the reason: the kind of TLS error, what an unreadable answer looks like, what an ' +
      'application wrote to FastCGI’s stderr, an HTTP/2 error, an address of the upstream that is no address',
    REASONS,
  ),
  protocol: text('scheme nginx prints before the peer', [
    'http',
    'https',
    'fastcgi',
    'uwsgi',
    'suwsgi',
    'scgi',
    'grpc',
    'grpcs',
    'memcached',
    'stream',
  ]),
  'peer-location': text('where the peers are', ['unix', 'loopback', 'remote']),
  'peer-ipv6': flag('all peers have IPv6 addresses; false where none has'),
  'peer-in-docker-range': flag(
    'all peers have addresses of the range from which Docker takes its networks by default',
  ),
  'client-location': text(
    'where the client of the first line is: inside stands for a private or loopback address, as a load balancer, a probe or nginx itself has',
    ['inside', 'outside'],
  ),
  'peer-port-usual-for': text('what the ports of all peers are by custom', ['https', 'fastcgi']),

  // Of all lines of one diagnosis together.
  count: number('lines', 'how often the line came'),
  'peers-failing': number('peers', 'different peers that failed'),
  'seconds-spanned': number('seconds', 'from the first line to the last'),
  methods: text('methods of the failing requests, from three lines on', [
    'only-not-retried',
    'only-retried',
    'mixed',
  ]),
  'request-is-grpc': flag('the first of the failing requests looks like a call of gRPC'),
  'request-bodies': text('whether requests of the failing methods carry a body, from one line on', [
    'carried',
    'none',
    'mixed',
  ]),
  'request-in-temp-file': flag(
    'nginx wrote that it buffers the body of a failing request (same connection and request line) to a temporary file, so the body was large',
  ),
  'all-in-one-burst': flag('three or more lines, all within two seconds'),
  'refused-nearby': flag('the same peer also refused connections within 10 s of a failure'),
  'reset-and-close-mixed': flag(
    'resets and premature closes of the same peer alternate over more than 5 s, none refused',
  ),
  'response-in-temp-file-nearby': flag(
    'nginx wrote that it buffers a response of this server to a temporary file',
  ),

  // Of the access log, for requests that went to the same peers.
  'requests-seen': number('requests', 'how many requests to the same peers the access log holds'),
  'all-failed-from-first': flag(
    'of five or more requests to these peers every one failed, from the first in the log on',
  ),
  'answered-shortly-before': flag(
    'the same peer answered a request within 10 s before the first of these lines',
  ),
  'retry-rescued-percent': number(
    'percent',
    'of five or more requests whose first attempt failed, those that another attempt saved',
  ),
  'failing-uris': text('whether requests fail by their URI, from five failures on', [
    'some-always',
    'any',
  ]),
  'failed-attempt-seconds': number(
    'seconds',
    'median time until an attempt failed, from five failed attempts on',
  ),
  'fails-after-seconds': number(
    'seconds',
    'the time just above which four fifths of five or more failures pile up: somebody’s timer',
  ),
  'bytes-before-failure': number(
    'bytes',
    'the count of bytes just above which four fifths of five or more cut answers end: somebody’s limit',
  ),
  'connect-time-steps': flag(
    'three or more connections took one of the steps of TCP’s repeated SYN (1, 3, 7, 15 s)',
  ),
  'failing-peers': text('which of two or more peers fail', ['one-of-several', 'several']),
  'fails-with-concurrency': flag(
    'failures come while more requests are under way than otherwise, from ten failures on',
  ),

  // Told, or read from the configuration.
  platform: text('where nginx runs: told, or shown by what stands before its lines', PLATFORMS),
  'nginx-version': { type: 'version', means: 'version of nginx' } satisfies FactType,
  backend: text('what the upstream runs'),
  'backend-idle-seconds': number(
    'seconds',
    'after how long that backend closes an idle connection, by default',
  ),
  'upstream-keepalive': text('whether nginx may reuse connections to the upstream', [
    'on',
    'off',
    'only-if-backend-ignores-close',
  ]),
  'upstream-keepalive-seconds': number('seconds', 'nginx’s keepalive_timeout towards the upstream'),
  'upstream-names': text('how nginx comes to the addresses of the upstream', [
    'addresses',
    'resolved-at-start',
    'resolved-at-run-time',
  ]),
  'sends-server-name': flag(
    'nginx sends the server’s name (SNI) in the TLS handshake with the upstream',
  ),
  'read-timeout-seconds': number(
    'seconds',
    'how long nginx waits between two reads from the upstream',
  ),
  'connect-timeout-seconds': number(
    'seconds',
    'how long nginx waits for a connection to the upstream',
  ),
  'response-buffering': flag('nginx reads the upstream’s answer faster than the client takes it'),
  'request-buffering': flag('nginx reads the whole request before it sends it to the upstream'),
  'retries-non-idempotent': flag('nginx may send a POST to the upstream again'),

  // Of other programs’ lines.
  'crash-kind': text('how a backend process ended, by a witness near a failure', CRASHES),
  'crash-joined': text(
    'how that witness is tied to the failures: other-source stands in a log that clients of nginx cannot write to and at ' +
      'the same second; same-text stands among the pasted nginx lines; unplaced has no time in common',
    JOINED,
  ),
  'said-children-limit': said('that all of its worker processes were busy'),
  'said-address-dropped': said('that it does not take connections from that address'),
  'said-header-limit': said('that the request’s header is larger than its buffer'),
  'said-body-limit': said('that the request’s body is larger than it takes'),
  'said-queue-full': said('that its queue of waiting connections or requests was full'),
  'said-files-limit': said('that it had no file descriptor left'),
  'said-wrong-protocol': said('that what came in is another protocol than it speaks'),
  'said-port-taken': said('that it could not listen, since its address was taken'),
  'said-listens-on-loopback': said('that it listens on a loopback address only'),
  'said-blocked': said(
    'that it blocked or dropped the connection: a firewall, a WAF, a full connection table',
  ),
  'said-denied': said('that a security module denied nginx something'),
  'said-slow': said('that a request was still running after a time worth a warning'),
} as const satisfies Record<string, FactType>;

export type FactName = keyof typeof VOCABULARY;
export type FactValue = string | number | boolean;

/** A fact with the evidence it stands on: indexes of evidence lines, empty for what the user told. */
export type Fact = {
  readonly value: FactValue;
  readonly evidence: readonly string[];
};

export type Facts = ReadonlyMap<FactName, Fact>;

/** True for a name in the closed list. */
export function isFactName(name: string): name is FactName {
  return Object.hasOwn(VOCABULARY, name);
}
