import { expect, test } from 'vitest';
import { parseErrorLine } from '../../src/log/error-line.ts';

const FULL =
  '2026/11/22 09:14:03 [error] 2147#2147: *51 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 198.51.100.23, server: shop.example, request: "POST /checkout?id=7 HTTP/1.1", upstream: "http://10.0.3.17:8080/checkout?id=7", host: "shop.example", referrer: "https://shop.example/cart"';

test('reads every field of a whole line', () => {
  expect(parseErrorLine(FULL)).toMatchObject({
    time: '2026/11/22 09:14:03',
    level: 'error',
    pid: '2147',
    connection: '51',
    message: 'syscall-failed',
    syscall: 'recv',
    errnoRead: 104,
    errno: 'ECONNRESET',
    phase: 'reading response header from upstream',
    side: 'upstream',
    client: '198.51.100.23',
    server: 'shop.example',
    request: 'POST /checkout?id=7 HTTP/1.1',
    upstream: 'http://10.0.3.17:8080/checkout?id=7',
    host: 'shop.example',
    referrer: 'https://shop.example/cart',
    isCut: false,
    isAmbiguous: false,
  });
});

test.each([
  ['syslog', '<187>Nov 22 09:14:03 edge nginx: '],
  ['docker compose', 'nginx_1  | '],
  ['kubectl --timestamps', '2026-11-22T09:14:03.123456789Z '],
  ['CRI', '2026-11-22T09:14:03.123456789Z stderr F '],
  ['swarm and forego', 'web.1.x267o2ynkofm@host1    | nginx.1     | '],
])('finds the line behind a prefix of %s', (_, prefix) => {
  expect(parseErrorLine(prefix + FULL)).toMatchObject({
    time: '2026/11/22 09:14:03',
    upstream: 'http://10.0.3.17:8080/checkout?id=7',
  });
});

test.each([
  ['a connection in crosses', '2147#2147: *51', '2147#2147: *XXXXXX', '2147', undefined],
  ['a connection in small crosses', '2147#2147: *51', '2147#2147: *xxx', '2147', undefined],
  ['a connection named', '2147#2147: *51', '2147#2147: *<connection id>', '2147', undefined],
  ['a connection in brackets', '2147#2147: *51', '2147#2147: *[REDACTED]', '2147', undefined],
  ['a part of a connection', '2147#2147: *51', '2147#2147: *51…', '2147', undefined],
  ['a connection taken out', '2147#2147: *51', '2147#2147: *', '2147', undefined],
  ['a process in crosses', '2147#2147', 'xx#xx', undefined, '51'],
  ['a process in stars', '2147#2147', '***#***', undefined, '51'],
  ['a process named', '2147#2147', '<pid>#<tid>', undefined, '51'],
  ['a thread', '2147#2147', '2147#NNN', '2147', '51'],
  ['all of it', '2147#2147: *51', 'PID#TID: *CONN_ID', undefined, undefined],
])('reads a line from which somebody took %s', (_, from, to, pid, connection) => {
  const { prefix: _prefix, ...whole } = parseErrorLine(FULL) ?? {};
  expect(parseErrorLine(FULL.replace(from, to))).toMatchObject({ ...whole, pid, connection });
});

test('takes no word of the message for a connection', () => {
  const line = FULL.replace('*51 recv() failed (104', '*upstream timed out (110');
  expect(parseErrorLine(line)).toMatchObject({ message: 'timed-out', connection: undefined });
});

test('reads a line whose time somebody took', () => {
  expect(parseErrorLine(FULL.replace('09:14:03', '09:MM:SS'))).toMatchObject({
    level: 'error',
    pid: '2147',
    errno: 'ECONNRESET',
    upstream: 'http://10.0.3.17:8080/checkout?id=7',
  });
});

test.each([
  ['musl', '110: Operation timed out', 'ETIMEDOUT'],
  ['glibc', '110: Connection timed out', 'ETIMEDOUT'],
  ['BSD', '54: Connection reset by peer', 'ECONNRESET'],
  ['Windows', '10054: An existing connection was forcibly closed by the remote host', 'ECONNRESET'],
  ['a text cut short', '111: Connection ref', 'ECONNREFUSED'],
])('names the error of %s by its text', (_, errno, name) => {
  const line = FULL.replace('104: Connection reset by peer', errno);
  expect(parseErrorLine(line)?.errno).toBe(name);
});

test('does not name a number alone that means different things on different systems', () => {
  expect(
    parseErrorLine(FULL.replace('104: Connection reset by peer', '54: ???'))?.errno,
  ).toBeUndefined();
});

test.each([
  ['at error the upstream', 'error', 'upstream'],
  ['at info the client', 'info', 'client'],
])('a reset on an upgraded connection is %s’s', (_, level, side) => {
  const line = `2026/11/22 09:14:03 [${level}] 1#1: *1 recv() failed (104: Connection reset by peer) while proxying upgraded connection, client: 1.2.3.4, server: s, request: "GET /ws HTTP/1.1", upstream: "http://10.0.0.1:80/ws", host: "s"`;
  expect(parseErrorLine(line)?.side).toBe(side);
});

const HEAD = '2026/11/22 09:14:03 [error] 7#7: ';

test.each([
  [
    'a timer of Lua',
    '*9 connect() to 10.0.0.5:80 failed (111: Connection refused), context: ngx.timer',
  ],
  [
    'a timer with a client left over',
    '*9 recv() failed (104: Connection reset by peer), context: ngx.timer, client: 10.0.0.2, server: 0.0.0.0:443',
  ],
  [
    'Lua in a handshake',
    '*9 send() failed (32: Broken pipe), context: ssl_certificate_by_lua*, client: 10.0.0.2, server: 0.0.0.0:443',
  ],
  ['a health check', 'send() failed (111: Connection refused)'],
  ['a health check that was reset', 'recv() failed (104: Connection reset by peer)'],
  [
    'nginx’s own log',
    'send() failed (111: Connection refused) while logging to syslog, server: unix:/dev/log',
  ],
  [
    'a certificate’s status',
    'recv() failed (104: Connection reset by peer) while requesting certificate status, responder: ocsp.example, peer: 192.0.2.7:80',
  ],
])('a call that failed for %s is no request’s', (_, message) => {
  expect(parseErrorLine(HEAD + message)?.side).toBe('nginx');
});

test.each([
  '*9 lua tcp socket connect timed out, when connecting to 10.0.0.5:80, client: 10.0.0.2, server: a, request: "GET / HTTP/1.1", host: "a"',
  '*9 lua tcp socket read timed out, context: ngx.timer',
  'check time out with peer: 10.0.0.5:8080 ',
])('takes %s for no failure of an upstream', (message) => {
  expect(parseErrorLine(HEAD + message)).toMatchObject({ message: 'other', side: 'unknown' });
});

test.each([
  [
    'with a phase',
    'recv() failed (104: Connection reset by peer) while reading response header from upstream',
  ],
  [
    'with a phase and a context',
    '*9 connect() failed (111: Connection refused) while connecting to upstream, context: ngx.timer',
  ],
  [
    'behind the words of a name',
    '*9 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.2, server: a, context: b, request: "GET / HTTP/1.1", upstream: "http://10.0.0.5:80/", host: "a"',
  ],
])('leaves a call that failed %s with the upstream', (_, message) => {
  expect(parseErrorLine(HEAD + message)?.side).toBe('upstream');
});

test('a call of which only the beginning was copied may be anybody’s', () => {
  expect(parseErrorLine(`${HEAD}*9 recv() failed (104: Connection reset by peer)`)?.side).toBe(
    'unknown',
  );
  expect(parseErrorLine(`${HEAD}*XXX recv() failed (104: Connection reset by peer)`)?.side).toBe(
    'unknown',
  );
});

test('takes the first upstream after the request, not one that a referrer makes up', () => {
  const line = FULL.replace(
    'https://shop.example/cart',
    'x", upstream: "http://evil.example:80/", host: "y',
  );
  expect(parseErrorLine(line)?.upstream).toBe('http://10.0.3.17:8080/checkout?id=7');
});

test('names no upstream where blanks in the request leave two candidates', () => {
  const line = FULL.replace(
    'POST /checkout?id=7 HTTP/1.1',
    'GET /x", upstream: "http://evil.example:80/", host: "v HTTP/1.1',
  );
  expect(parseErrorLine(line)).toMatchObject({ isAmbiguous: true, upstream: undefined });
});

test('reads what nginx wrote and not what a file name says', () => {
  const line =
    '2026/11/22 09:43:38 [error] 1#1: *142 open() "/srv/x" failed (104: Connection reset by peer) while reading upstream, client: 1.1.1.1, upstream: "unix:/evil.sock" failed (2: No such file or directory), client: 127.0.0.1, server: s, request: "GET /x HTTP/1.1", host: "s"';
  expect(parseErrorLine(line)).toMatchObject({ message: 'file', upstream: undefined });
});

test('gives up an upstream that was cut inside its address', () => {
  const cut = FULL.slice(0, FULL.indexOf(':8080') + 3);
  expect(parseErrorLine(cut)).toMatchObject({
    isCut: true,
    upstream: undefined,
    errno: 'ECONNRESET',
  });
});

test('keeps an upstream that was cut behind its address', () => {
  const cut = FULL.slice(0, FULL.indexOf(':8080/') + 9);
  expect(parseErrorLine(cut)?.upstream).toBe('http://10.0.3.17:8080/che');
});

test.each([
  'recv() failed (104: Connection reset by peer)',
  'socket() failed (address family not supported by protocol)',
  'upstream prematurely closed connection while reading response header from upstream',
  'failed (104: Connection reset by peer) while reading upstream',
  '104: Connection reset by peer while reading response header from upstream',
  '*XXXX recv() failed (104: Connection reset by peer)',
  'NGINX:  connect() failed (111: Connection refused)',
  '*187 upstream timed out (110: Connection timed out) while connecting to upstream, client: 1.2.3.4',
])('counts the fragment %s', (text) => {
  expect(parseErrorLine(text)).toBeDefined();
});

test.each([
  'curl: (56) Recv failure: Connection reset by peer',
  'apr_socket_recv: Connection reset by peer (104)',
  "ConnectionError: ('Connection aborted.', error(104, 'Connection reset by peer'))",
  '2018-09-12 13:22:57 +0000 [error]: unexpected error error="Connection reset by peer"',
  'The docs say client prematurely closed connection is harmless',
  'Did anyone see upstream timed out yesterday?',
  'upstream timed out yesterday again',
  'java.io.IOException: failed (110: Connection timed out)',
  'httpd: recv() failed (104: Connection reset by peer)',
  'envoy[12]: no live upstreams in cluster foo',
  'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
  'LOG:  could not receive data from client: Connection reset by peer',
  '1.2.3.4 - - [22/Nov/2026:09:41:36 +0000] "GET /recv()%20failed HTTP/1.1" 200 5 "-" "upstream timed out (110: Connection timed out)"',
])('does not take %s for a line of nginx', (text) => {
  expect(parseErrorLine(text)).toBeUndefined();
});

test.each([
  'recv() failed (104: Connection reset by peer) while <https://evil.example|all clear>',
  'x while all is well, y could not be resolved (3: Host not found)',
])('takes no phase from what a client may have written: %s', (message) => {
  const line = `2026/11/22 09:14:03 [error] 7#7: *5 ${message}, client: 1.2.3.4, server: s, request: "GET / HTTP/1.1", host: "s"`;
  expect(parseErrorLine(line)?.phase).toBeUndefined();
});

test.each([
  ['recv() failed (104: Connection reset by peer) while sending user name to upstream', 'bob'],
  [
    'upstream timed out (110: Connection timed out) while reading response from upstream',
    'x", upstream: 6.6.6.6:1',
  ],
])('reads the upstream of a mail session, which has no quotes: %s', (message, login) => {
  const line = `2026/11/22 09:14:03 [error] 7#7: *6 ${message}, client: 198.51.100.23, server: 0.0.0.0:110, login: "${login}", upstream: 10.0.0.7:110`;
  expect(parseErrorLine(line)).toMatchObject({
    side: 'upstream',
    client: '198.51.100.23',
    server: '0.0.0.0:110',
    upstream: '10.0.0.7:110',
  });
});

test('a socket that a script opened for a request is not the proxied upstream', () => {
  const line =
    '2026/11/22 09:14:03 [error] 7#7: *9 send() failed (32: Broken pipe), client: 198.51.100.23, server: s, request: "POST /api HTTP/1.1", host: "s"';
  expect(parseErrorLine(line)?.side).toBe('nginx');
});

test.each([
  ['Connection refused while connecting to upstream', 'ECONNREFUSED', 'connecting to upstream'],
  [
    'upstream rejected request with error 2 while reading response header from upstream',
    undefined,
    'reading response header from upstream',
  ],
])('reads words without their number: %s', (line, errno, phase) => {
  expect(parseErrorLine(line)).toMatchObject({ errno, phase, side: 'upstream' });
});

test('takes no report in prose for such words', () => {
  expect(parseErrorLine('we see a broken pipe while reading upstream changes')).toBeUndefined();
});
