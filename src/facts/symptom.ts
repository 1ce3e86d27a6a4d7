import type { ErrorLine } from '../log/line.ts';
import type { Reason } from '../log/reason.ts';
import type { Group } from './groups.ts';

/** What happened, in our words, and what the client got; undefined where the line does not say. */
export type Symptom = {
  readonly text: string;
  /** What the client saw, as a sentence's end: "502, unless nginx retried the request". */
  readonly clients: string | undefined;
  readonly status: number | undefined;
  readonly isTruncated: boolean | undefined;
  readonly isRetried: boolean | undefined;
};

const BY_PHASE: Readonly<Record<string, string>> = {
  'connecting to upstream': 'while nginx connected to it',
  'sending request to upstream': 'before it had taken the whole request',
  'reading response header from upstream': 'before it answered',
  'reading upstream': 'in the middle of its answer',
  'sending to client': 'in the middle of its answer',
  'SSL handshaking to upstream': 'during the TLS handshake',
  'proxying upgraded connection': 'on an upgraded (WebSocket) connection',
  'proxying and reading from upstream': 'in the middle of a stream session',
  'proxying and sending to upstream': 'in the middle of a stream session',
};

const BY_ERRNO: Readonly<Record<string, string>> = {
  ECONNRESET: 'the upstream reset the connection',
  EPIPE: 'the upstream closed the connection',
  ECONNREFUSED: 'the upstream refused the connection',
  EAGAIN: 'the upstream’s socket took no more connections',
  EACCES: 'nginx was not permitted to connect',
  ENOENT: 'the upstream’s socket does not exist',
  EADDRNOTAVAIL: 'nginx had no local address and port to connect from',
  ENETUNREACH: 'the network of the upstream cannot be reached',
  EHOSTUNREACH: 'the host of the upstream cannot be reached',
  EMFILE: 'nginx had no file descriptor left',
  ENOSPC: 'nginx could not store the answer, since the disk is full',
};

const BY_MESSAGE: Readonly<Record<string, string>> = {
  'premature-close': 'the upstream closed the connection',
  'premature-close-fastcgi': 'the FastCGI upstream ended its answer too early',
  'premature-close-stream': 'the upstream ended an HTTP/2 stream too early',
  'premature-response': 'the upstream sent bytes before it was asked',
  'no-live-upstreams': 'no server of the upstream was left to try',
  'peer-disabled': 'nginx took a server out of the upstream for a while',
  'header-too-big': 'the upstream sent a response header larger than nginx’s buffer',
  'no-valid-header': 'the upstream’s answer does not start like HTTP',
  'fastcgi-protocol': 'the upstream does not speak FastCGI',
  'fastcgi-stderr': 'the FastCGI application wrote to stderr',
  'frame-too-large': 'the upstream does not speak HTTP/2',
  'frame-unexpected': 'the upstream broke the HTTP/2 protocol',
  goaway: 'the upstream ended the HTTP/2 connection',
  'stream-rejected': 'the upstream rejected the HTTP/2 request',
  'bad-answer': 'nginx could not accept what the upstream sent',
  'more-data': 'the upstream sent more data than it announced',
  certificate: 'nginx did not accept the upstream’s certificate',
  'tls-closed': 'the other side closed the connection during the TLS handshake',
  'name-unresolved': 'the name of the upstream was not resolved',
  'url-invalid': 'nginx could not use the address it was given for the upstream',
  'port-missing': 'nginx was given no port for the upstream',
  'resolver-failed': 'nginx could not reach its name server',
  'resolver-missing': 'nginx has no resolver for the name of the upstream',
  'host-not-found': 'the name of the upstream was not found when nginx started',
  'worker-connections': 'nginx had no connection left',
  'client-closed': 'the client closed the connection',
  'client-timed-out': 'the client was too slow',
  'status-502': 'nginx answered 502 (Bad Gateway); the reason stands in its error log',
  'status-504': 'nginx answered 504 (Gateway Time-out); the reason stands in its error log',
  'response-in-temp-file': 'nginx buffered a response to a temporary file',
};

const BY_REASON: Readonly<Partial<Record<Reason, string>>> = {
  'tls-not-spoken': 'the upstream does not speak TLS on that port',
  'tls-protocol-version': 'nginx and the upstream have no TLS version in common',
  'tls-no-common-cipher': 'nginx and the upstream have no cipher in common',
  'tls-unrecognized-name':
    'the upstream ended the TLS handshake, as it was asked for no name it knows',
  'tls-handshake-failure': 'the upstream refused the TLS handshake',
  'tls-internal-error': 'the upstream ended the TLS handshake with an internal error',
  'tls-client-certificate':
    'the upstream got no client certificate from nginx, or one it does not accept',
  'tls-refused-by-own-library': 'nginx’s own TLS library refused what the upstream offered',
  'tls-certificate-untrusted': 'nginx does not trust the upstream’s certificate',
  'tls-certificate-expired': 'the upstream’s certificate is out of date',
  'tls-name-mismatch': 'the upstream’s certificate is for another name',
  'answer-is-http1': 'the upstream answered in HTTP/1, where nginx expected another protocol',
  'answer-is-tls': 'the upstream answered in TLS, where nginx expected none',
  'answer-is-http2': 'the upstream answered in HTTP/2, where nginx expected another protocol',
  'tls-closed': 'the upstream closed the connection',
  'http2-refused-stream':
    'the upstream refused the HTTP/2 stream before it worked on it (REFUSED_STREAM)',
  'http2-calm-down': 'the upstream had enough of nginx’s requests (ENHANCE_YOUR_CALM)',
  'http2-internal-error': 'the upstream ended the HTTP/2 stream with an internal error',
  'http2-cancel': 'the upstream cancelled the HTTP/2 stream',
  'http2-no-error': 'the upstream ended the HTTP/2 stream without wanting the rest of the request',
  'answer-is-cgi':
    'the upstream answered as SCGI or CGI does, where nginx expected another protocol',
  'answer-is-text': 'the upstream answered in plain text, where nginx expected another protocol',
  'php-fatal': 'PHP ended the script with an error',
  'php-memory-limit': 'PHP ended the script at its memory limit',
  'php-time-limit': 'PHP ended the script at its time limit',
  'php-script-unknown': 'php-fpm did not find the script that nginx named',
  'php-script-denied': 'php-fpm refused to run the script that nginx named',
};

/** Describes a group: its message and phase decide, never what a client wrote. */
export function symptomOf(group: Group): Symptom {
  const { line } = group;
  const what =
    BY_REASON[line.reason ?? 'tls-other'] ??
    BY_MESSAGE[line.message] ??
    BY_ERRNO[line.errno ?? ''] ??
    (line.syscall?.startsWith('SSL_') === true
      ? 'TLS with the upstream failed'
      : 'a system call failed');
  if (line.side === 'client') {
    const text = line.message.startsWith('client-') ? what : 'the client ended the connection';
    return {
      text,
      clients: undefined,
      status: undefined,
      isTruncated: undefined,
      isRetried: undefined,
    };
  }
  const status = Number(STATUS.exec(line.message)?.[1]);
  if (!Number.isNaN(status)) return { text: what, ...sawStatus(status) };
  // A stream session has no status that a client could see.
  const isStream = group.upstream?.scheme === 'stream';
  const clients = isStream ? UNKNOWN : clientsOf(line.phase, line.message, line.errno);
  return { text: textOf(line, what), ...clients };
}

const STATUS = /^status-(\d{3})$/;

/** The status is the last word: nginx had no server left to retry at, or was not allowed to. */
function sawStatus(status: number): Clients {
  return { clients: `${status}`, status, isTruncated: undefined, isRetried: undefined };
}

function textOf(line: ErrorLine, what: string): string {
  const isTimeout = line.message === 'timed-out' || line.errno === 'ETIMEDOUT';
  if (isTimeout) return TIMEOUT_BY_PHASE[line.phase ?? ''] ?? 'the upstream did not answer in time';
  // That message names its moment itself.
  if (line.message === 'tls-closed') return what;
  const when = BY_PHASE[line.phase ?? ''];
  const isEnd = TAKES_PHASE.has(line.message) || LOST.has(line.errno ?? '');
  return when === undefined || !isEnd ? what : `${what} ${when}`;
}

// The other messages name their moment themselves.
const LOST = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);
const TAKES_PHASE = new Set([
  'premature-close',
  'premature-close-fastcgi',
  'premature-close-stream',
]);

const TIMEOUT_BY_PHASE: Readonly<Record<string, string>> = {
  'connecting to upstream': 'the upstream did not accept the connection in time',
  'SSL handshaking to upstream': 'the upstream did not finish the TLS handshake in time',
  'sending request to upstream': 'the upstream did not take the request in time',
  'reading response header from upstream': 'the upstream did not answer in time',
  'reading upstream': 'the upstream stopped sending in the middle of its answer',
  'proxying upgraded connection':
    'nothing was sent on an upgraded (WebSocket) connection for too long',
};

type Clients = Omit<Symptom, 'text'>;
const UNKNOWN: Clients = {
  clients: undefined,
  status: undefined,
  isTruncated: undefined,
  isRetried: undefined,
};

function clientsOf(phase: string | undefined, message: string, errno: string | undefined): Clients {
  switch (phase) {
    case 'reading upstream':
    case 'sending to client':
      // The status line is on its way before the body is (ngx_http_upstream_finalize_request, header_sent).
      return {
        clients: 'the upstream’s own status (mostly 200) with a cut-off body; nginx cannot retry',
        status: undefined,
        isTruncated: true,
        isRetried: false,
      };
    case 'proxying upgraded connection':
      return {
        clients: 'a connection that broke after status 101',
        status: 101,
        isTruncated: undefined,
        isRetried: false,
      };
    case 'connecting to upstream':
    case 'sending request to upstream':
    case 'SSL handshaking to upstream':
    case 'reading response header from upstream':
      return beforeAnswer(message, errno);
    default:
      return UNKNOWN;
  }
}

const LIMITS_OF_NGINX = new Set(['EMFILE', 'ENFILE']);

function beforeAnswer(message: string, errno: string | undefined): Clients {
  if (message === 'peer-disabled' || message === 'fastcgi-stderr') return UNKNOWN;
  // Taken for an answer of HTTP/0.9 (ngx_http_proxy_process_status_line): there is no status to send.
  if (message === 'no-valid-header') {
    const clients = 'the upstream’s bytes as they came (009 or 200 in the access log)';
    return { ...UNKNOWN, clients, isRetried: false };
  }
  const status = message === 'timed-out' ? 504 : 502;
  // nginx itself has nothing left to connect with: no other server is tried (ngx_event_connect_peer gives NGX_ERROR).
  const isOwnLimit = message === 'worker-connections' || LIMITS_OF_NGINX.has(errno ?? '');
  if (isOwnLimit || message === 'no-live-upstreams') {
    const final = isOwnLimit ? 500 : 502;
    return { clients: `${final}`, status: final, isTruncated: false, isRetried: false };
  }
  return {
    clients: `${status}, unless nginx retried the request`,
    status: undefined,
    isTruncated: false,
    isRetried: undefined,
  };
}
