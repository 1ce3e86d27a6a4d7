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
