import type { ErrorLine } from './line.ts';

/** What a message of nginx gives as the reason; the words themselves are the peer's or OpenSSL's and are not kept. */
export const REASONS = [
  // TLS, by OpenSSL's reason string.
  'tls-not-spoken',
  'tls-protocol-version',
  'tls-no-common-cipher',
  'tls-unrecognized-name',
  'tls-handshake-failure',
  'tls-internal-error',
  'tls-client-certificate',
  'tls-refused-by-own-library',
  'tls-certificate-untrusted',
  'tls-certificate-expired',
  'tls-name-mismatch',
  'tls-closed',
  'tls-other',
  // What the first bytes of an answer spell.
  'answer-is-http1',
  'answer-is-tls',
  'answer-is-http2',
  'answer-is-text',
  'answer-is-cgi',
  // FastCGI's stderr.
  'php-fatal',
  'php-memory-limit',
  'php-time-limit',
  'php-script-unknown',
  'php-script-denied',
  'php-message',
  // HTTP/2: a frame for a stream that is over, and the error codes (RFC 9113, section 7) of a refused one.
  'http2-closed-stream',
  'http2-no-error',
  'http2-internal-error',
  'http2-refused-stream',
  'http2-cancel',
  'http2-calm-down',
  // How the lookup of a name failed (src/core/ngx_resolver.c ngx_resolver_strerror).
  'resolver-timed-out',
  'name-not-found',
  'resolver-failed',
  // An address that nginx could not use.
  'uri-query-without-path',
] as const;

export type Reason = (typeof REASONS)[number];

type Read = Pick<ErrorLine, 'message' | 'syscall' | 'upstream'>;

/** The reason in a message: `text` is the message without its phase and fields. */
export function reasonOf(line: Read, text: string): Reason | undefined {
  if (line.syscall?.startsWith('SSL_') === true && text.includes('SSL: error:'))
    return tlsReason(text);
  switch (line.message) {
    case 'certificate':
      return certificateReason(text);
    case 'tls-closed':
      return 'tls-closed';
    case 'name-unresolved':
      return lookupReason(text);
    case 'frame-too-large':
      return spelled(Number(FRAME.exec(text)?.[1] ?? 0));
    case 'fastcgi-protocol':
      return FIRST_BYTES.get(Number(VERSION.exec(text)?.[1]));
    case 'frame-unexpected':
      return text.includes('frame for closed stream') ? 'http2-closed-stream' : undefined;
    case 'fastcgi-stderr':
      return stderrReason(text);
    case 'stream-rejected':
    case 'goaway':
      return HTTP2_ERRORS.get(Number(HTTP2_ERROR.exec(text)?.[1]));
    default:
      return hasNoPath(line.upstream) ? 'uri-query-without-path' : undefined;
  }
}

// OpenSSL 1.0 to 3.x ssl/ssl_err.c; the alert's number stands behind its text. The first that fits counts, so that what the
// peer's bytes say stands before what the alert says.
const TLS: readonly (readonly [RegExp, Reason])[] = [
  [/wrong version number|:http request|packet length too long|unknown protocol/, 'tls-not-spoken'],
  [
    /alert protocol version|alert number 70\b|unsupported protocol|no protocols available|unsupported ssl version/,
    'tls-protocol-version',
  ],
  [/unrecognized name|alert number 112\b/, 'tls-unrecognized-name'],
  [/alert handshake failure|alert number 40\b/, 'tls-handshake-failure'],
  [/alert internal error|alert number 80\b/, 'tls-internal-error'],
  [
    /certificate required|alert number 116\b|alert (?:bad|unsupported|revoked|expired|unknown) certificate|alert certificate (?:revoked|expired|unknown)|alert unknown ca|alert number 4[2-68]\b/,
    'tls-client-certificate',
  ],
  [
    /no shared cipher|no ciphers available|no suitable key share|insufficient security|alert number 71\b/,
    'tls-no-common-cipher',
  ],
  [
    /unknown group|unsupported elliptic curve|EC lib|dh key too small|ee key too small|ca md too weak|unsafe legacy renegotiation|wrong signature type|bad ecpoint|legacy sigalg/,
    'tls-refused-by-own-library',
  ],
  [/certificate has expired/, 'tls-certificate-expired'],
  [/certificate verify failed/, 'tls-certificate-untrusted'],
  [/unexpected eof/, 'tls-closed'],
];

function tlsReason(text: string): Reason {
  return TLS.find(([words]) => words.test(text))?.[1] ?? 'tls-other';
}

function certificateReason(text: string): Reason {
  if (text.includes('does not match')) return 'tls-name-mismatch';
  return OUTDATED.test(text) ? 'tls-certificate-expired' : 'tls-certificate-untrusted';
}

// X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED (OpenSSL include/openssl/x509_vfy.h).
const OUTDATED = /\((?:9|10):/;

const LOOKUP = /could not be resolved \((\d{1,4}):/;

function lookupReason(text: string): Reason {
  const code = Number(LOOKUP.exec(text)?.[1]);
  if (code === 3) return 'name-not-found';
  // The system's number of "timed out": 110 on Linux, 60 on BSD and macOS.
  return code === 110 || code === 60 ? 'resolver-timed-out' : 'resolver-failed';
}

const FRAME = /http2 frame: (\d{1,10})/;
const VERSION = /protocol version: (\d{1,5})/;

/** The three bytes that nginx took for the length of an HTTP/2 frame (grpc and, since 1.29.4, proxy module). */
function spelled(length: number): Reason | undefined {
  const bytes = [(length >> 16) & 255, (length >> 8) & 255, length & 255];
  const [first = 0, second = 0] = bytes;
  if (String.fromCharCode(...bytes) === 'HTT') return 'answer-is-http1';
  // A TLS record: type 20 to 23, then version 3.x (RFC 8446, section 5.1).
  if (first >= 20 && first <= 23 && second === 3) return 'answer-is-tls';
  return bytes.every((byte) => byte >= 32 && byte < 127) ? 'answer-is-text' : undefined;
}

// The first byte where FastCGI has its version: "H" of HTTP, a TLS alert, the length of an HTTP/2 frame.
const FIRST_BYTES: ReadonlyMap<number, Reason> = new Map([
  [72, 'answer-is-http1'],
  [21, 'answer-is-tls'],
  [22, 'answer-is-tls'],
  [0, 'answer-is-http2'],
  // "Status: 200" of SCGI and of plain CGI.
  [83, 'answer-is-cgi'],
]);

// php-src main/main.c, Zend/zend_alloc.c, sapi/fpm/fpm/fpm_main.c.
const STDERR: readonly (readonly [RegExp, Reason])[] = [
  [/Allowed memory size of \d{1,20} bytes exhausted/, 'php-memory-limit'],
  [/Maximum execution time of \d{1,10} seconds? exceeded/, 'php-time-limit'],
  [/Primary script unknown/, 'php-script-unknown'],
  [/Access to the script .{0,300} has been denied/, 'php-script-denied'],
  [/PHP (?:Fatal|Parse) error|Uncaught /, 'php-fatal'],
  [/PHP (?:message|Warning|Notice|Deprecated)/, 'php-message'],
];

function stderrReason(text: string): Reason | undefined {
  return STDERR.find(([words]) => words.test(text))?.[1];
}

const HTTP2_ERROR = /with error (\d{1,10})/;
const HTTP2_ERRORS: ReadonlyMap<number, Reason> = new Map([
  [0, 'http2-no-error'],
  [2, 'http2-internal-error'],
  [7, 'http2-refused-stream'],
  [8, 'http2-cancel'],
  [11, 'http2-calm-down'],
]);

// "http://127.0.0.1:8090?action=stream": a proxy_pass with a query and no path, which makes a request line without a path.
const NO_PATH = /^[a-z]{2,8}:\/\/[^/?]{1,300}\?/;

function hasNoPath(upstream: string | undefined): boolean {
  return upstream !== undefined && NO_PATH.test(upstream);
}
