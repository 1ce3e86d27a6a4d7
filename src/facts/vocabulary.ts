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
    'ENOTCONN',
    'EPERM',
    'EPIPE',
    'EPROTO',
    'ETIMEDOUT',
  ]),
  phase: text('what nginx was doing, in its own words'),
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

  // Of all lines of one diagnosis together.
  count: number('lines', 'how often the line came'),
  'peers-failing': number('peers', 'different peers that failed'),
  'seconds-spanned': number('seconds', 'from the first line to the last'),
  methods: text('methods of the failing requests, from three lines on', [
    'only-not-retried',
    'only-retried',
    'mixed',
  ]),
  'all-in-one-burst': flag('three or more lines, all within two seconds'),
  'refused-nearby': flag('the same peer also refused connections within 10 s of a failure'),
  'reset-and-close-mixed': flag(
    'resets and premature closes of the same peer alternate over more than 5 s, none refused',
  ),
  'response-in-temp-file-nearby': flag(
    'nginx wrote that it buffers a response of this server to a temporary file',
  ),

  // Told, or read from the configuration.
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

  // Of other programs’ lines.
  'crash-kind': text('how a backend process ended, by a witness near a failure', [
    'oom-kill',
    'segfault',
    'killed',
    'unhandled-exception',
    'worker-timeout',
    'restart-deploy',
  ]),
  'crash-joined': text(
    'how that witness is tied to the failures: other-source stands in a log that clients of nginx cannot write to and at ' +
      'the same second; same-text stands among the pasted nginx lines; unplaced has no time in common',
    ['other-source', 'same-text', 'unplaced'],
  ),
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
