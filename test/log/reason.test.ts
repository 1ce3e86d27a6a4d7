import { expect, test } from 'vitest';
import { parseErrorLine } from '../../src/log/error-line.ts';

const HEAD = '2026/11/22 09:14:03 [error] 2147#2147: *51 ';
const TAIL =
  ', client: 198.51.100.23, server: shop.example, request: "GET /a HTTP/1.1", upstream: "https://10.0.3.17:8443/a", host: "shop.example"';
const reasonIn = (message: string): string | undefined =>
  parseErrorLine(HEAD + message + TAIL)?.reason;

test.each([
  [
    'SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream',
    'tls-not-spoken',
  ],
  [
    'SSL_do_handshake() failed (SSL: error:140770FC:SSL routines:SSL23_GET_SERVER_HELLO:unknown protocol) while SSL handshaking to upstream',
    'tls-not-spoken',
  ],
  [
    'SSL_do_handshake() failed (SSL: error:0A00042E:SSL routines::tlsv1 alert protocol version:SSL alert number 70) while SSL handshaking to upstream',
    'tls-protocol-version',
  ],
  [
    'SSL_do_handshake() failed (SSL: error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking to upstream',
    'tls-handshake-failure',
  ],
  [
    'SSL_do_handshake() failed (SSL: error:0A000458:SSL routines::tlsv1 unrecognized name:SSL alert number 112) while SSL handshaking to upstream',
    'tls-unrecognized-name',
  ],
  [
    'SSL_do_handshake() failed (SSL: error:14094438:SSL routines:ssl3_read_bytes:tlsv1 alert internal error:SSL alert number 80) while SSL handshaking to upstream',
    'tls-internal-error',
  ],
  [
    'SSL_read() failed (SSL: error:0A00045C:SSL routines::tlsv13 alert certificate required:SSL alert number 116) while reading response header from upstream',
    'tls-client-certificate',
  ],
  [
    'SSL_do_handshake() failed (SSL: error:0A000418:SSL routines::tlsv1 alert unknown ca:SSL alert number 48) while SSL handshaking to upstream',
    'tls-client-certificate',
  ],
  [
    'SSL_do_handshake() failed (SSL: error:100AE081:elliptic curve routines:EC_GROUP_new_by_curve_name:unknown group error:1408D010:SSL routines:SSL3_GET_KEY_EXCHANGE:EC lib) while SSL handshaking to upstream',
    'tls-refused-by-own-library',
  ],
  [
    'SSL_do_handshake() failed (SSL: error:0A000152:SSL routines::unsafe legacy renegotiation disabled) while SSL handshaking to upstream',
    'tls-refused-by-own-library',
  ],
  [
    'upstream SSL certificate verify error: (18:self-signed certificate) while SSL handshaking to upstream',
    'tls-certificate-untrusted',
  ],
  [
    'upstream SSL certificate verify error: (10:certificate has expired) while SSL handshaking to upstream',
    'tls-certificate-expired',
  ],
  [
    'upstream SSL certificate does not match "backend" while SSL handshaking to upstream',
    'tls-name-mismatch',
  ],
  ['peer closed connection in SSL handshake while SSL handshaking to upstream', 'tls-closed'],
  [
    'SSL_do_handshake() failed (104: Connection reset by peer) while SSL handshaking to upstream',
    undefined,
  ],
  [
    'upstream sent too large http2 frame: 4740180 while reading response header from upstream',
    'answer-is-http1',
  ],
  [
    'upstream sent too large http2 frame: 1377025 while reading response header from upstream',
    'answer-is-tls',
  ],
  [
    'upstream sent too large http2 frame: 3943745 while reading response header from upstream',
    'answer-is-text',
  ],
  [
    'upstream sent too large http2 frame: 16777215 while reading response header from upstream',
    undefined,
  ],
  [
    'upstream sent unsupported FastCGI protocol version: 72 while reading response header from upstream',
    'answer-is-http1',
  ],
  [
    'upstream sent unsupported FastCGI protocol version: 21 while reading response header from upstream',
    'answer-is-tls',
  ],
  [
    'upstream rejected request with error 7 while reading response header from upstream',
    'http2-refused-stream',
  ],
  [
    'FastCGI sent in stderr: "PHP message: PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /srv/a.php on line 3" while reading response header from upstream',
    'php-memory-limit',
  ],
  [
    'FastCGI sent in stderr: "Primary script unknown" while reading response header from upstream',
    'php-script-unknown',
  ],
])('reads the reason in: %s', (message, reason) => {
  expect(reasonIn(message)).toBe(reason);
});

test('sees a query that follows the address without a path', () => {
  const line = `${HEAD}readv() failed (104: Connection reset by peer) while reading upstream, client: ::1, server: s, request: "GET /stream HTTP/1.1", upstream: "http://127.0.0.1:8090?action=stream", host: "s"`;
  expect(parseErrorLine(line)?.reason).toBe('uri-query-without-path');
});

test('takes no reason from what a client wrote', () => {
  const line = `${HEAD}recv() failed (104: Connection reset by peer) while reading response header from upstream, client: ::1, server: s, request: "GET /?(SSL:wrong%20version%20number HTTP/1.1", upstream: "http://10.0.0.1:80/?(SSL:wrong%20version%20number", host: "s"`;
  expect(parseErrorLine(line)?.reason).toBeUndefined();
});

test.each([
  ['SSL_do_handshake', 'SSL handshaking to upstream', 'tls-closed'],
  ['SSL_read', 'reading response header from upstream', 'premature-close'],
])('what OpenSSL 3 calls an unexpected end in %s while %s is a close', (call, phase, message) => {
  const line = `${HEAD}${call}() failed (SSL: error:0A000126:SSL routines::unexpected eof while reading) while ${phase}${TAIL}`;
  expect(parseErrorLine(line)).toMatchObject({ message, phase, side: 'upstream' });
});

test('a client that ends its handshake is no upstream', () => {
  const line =
    '2026/11/22 09:14:03 [crit] 2147#2147: *51 SSL_do_handshake() failed (SSL: error:0A000126:SSL routines::unexpected eof while reading) while SSL handshaking, client: 198.51.100.23, server: 0.0.0.0:443';
  expect(parseErrorLine(line)).toMatchObject({ side: 'client', phase: 'SSL handshaking' });
});

test('reads the reason of a line whose brackets were left out', () => {
  const line = 'SSL_do_handshake() failed SSL: error:0A0000BF:SSL routines::no protocols available';
  expect(parseErrorLine(line)?.reason).toBe('tls-protocol-version');
});
