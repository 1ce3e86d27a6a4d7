import { expect } from 'vitest';
import { ask } from './client.ts';
import {
  answerHalf,
  answerWithHugeHeader,
  closeBeforeHeader,
  neverAnswer,
  resetBeforeHeader,
  resetWhenReused,
  upgrade,
} from './faulty-backend.ts';
import { nameServerWithoutNames } from './name-server.ts';
import {
  answerAnything,
  askOnce,
  breakInBody,
  broken,
  leaveEarly,
  postAfterGet,
  refusedPort,
  type Scenario,
} from './scenario.ts';
import { abandonedSocket, forbiddenSocket, missingSocket } from './unix-sockets.ts';

const HEADER = 'reading response header from upstream';
const PASS = 'proxy_pass http://shop;';
// Else nginx would keep the header back until it has more to send, and no client could say when it is in the body.
const AT_ONCE = 'postpone_output 0;';
const REUSE = `${PASS} proxy_http_version 1.1; proxy_set_header Connection "";`;
const UPGRADE = `${PASS} proxy_http_version 1.1; proxy_set_header Connection upgrade; proxy_set_header Upgrade lab;`;
const UPGRADE_HEADERS = { Connection: 'upgrade', Upgrade: 'lab' };
const BY_NAME = 'set $target shop.invalid; proxy_pass http://$target;';
const PLAIN_HTTP = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
const TLS_ALERT = Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x0a]);

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a reset before the header',
    backend: broken(resetBeforeHeader),
    run: askOnce,
    line: { syscall: 'recv', errno: 'ECONNRESET', phase: HEADER, side: 'upstream' },
    causes: ['upstream-crash', 'connection-limit'],
  },
  {
    name: 'a close before the header',
    backend: broken(closeBeforeHeader),
    run: askOnce,
    line: { message: 'premature-close', errno: undefined, phase: HEADER, side: 'upstream' },
    causes: ['premature-close', 'upstream-crash'],
  },
  ...[
    { buffering: 'on', syscall: 'readv' },
    { buffering: 'off', syscall: 'recv' },
  ].flatMap(({ buffering, syscall }): Scenario[] => [
    {
      name: `a reset in the body, buffering ${buffering}`,
      backend: broken(answerHalf),
      location: `${PASS} proxy_buffering ${buffering}; ${AT_ONCE}`,
      run: breakInBody('resetAndDestroy'),
      line: { syscall, errno: 'ECONNRESET', phase: 'reading upstream', side: 'upstream' },
      causes: ['upstream-crash', 'response-too-large'],
    },
    {
      name: `a close in the body, buffering ${buffering}`,
      backend: broken(answerHalf),
      location: `${PASS} proxy_buffering ${buffering}; ${AT_ONCE}`,
      run: breakInBody('destroy'),
      line: { message: 'premature-close', phase: 'reading upstream', side: 'upstream' },
      causes: ['premature-close', 'upstream-crash'],
    },
  ]),
  {
    name: 'a port that refuses',
    backend: refusedPort,
    run: askOnce,
    line: {
      syscall: 'connect',
      errno: 'ECONNREFUSED',
      phase: 'connecting to upstream',
      side: 'upstream',
    },
    causes: ['upstream-refused'],
    provable: ['upstream-refused'],
  },
  {
    name: 'a backend that never answers',
    backend: broken(neverAnswer),
    location: `${PASS} proxy_read_timeout 300ms;`,
    run: askOnce,
    line: { message: 'timed-out', errno: 'ETIMEDOUT', phase: HEADER, side: 'upstream' },
    causes: ['upstream-timeout'],
    provable: ['upstream-timeout'],
  },
  {
    name: 'a socket file without a process',
    backend: abandonedSocket,
    run: askOnce,
    line: { syscall: 'connect', errno: 'ECONNREFUSED', side: 'upstream' },
    causes: ['upstream-refused'],
    provable: ['upstream-refused'],
  },
  {
    name: 'a socket file that is missing',
    backend: missingSocket,
    run: askOnce,
    line: { level: 'crit', syscall: 'connect', errno: 'ENOENT', side: 'upstream' },
    causes: ['socket-missing'],
    provable: ['socket-missing'],
  },
  {
    name: 'a socket that nginx may not open',
    backend: forbiddenSocket,
    run: askOnce,
    line: { level: 'crit', syscall: 'connect', errno: 'EACCES', side: 'upstream' },
    causes: ['permission-denied'],
    provable: ['permission-denied'],
  },
  {
    name: 'a client that leaves',
    backend: broken(neverAnswer),
    run: leaveEarly,
    line: { level: 'info', message: 'client-closed', side: 'client' },
    causes: ['client-abort'],
    provable: ['client-abort'],
  },
  {
    name: 'a header that is too big',
    backend: broken(answerWithHugeHeader),
    run: askOnce,
    line: { message: 'header-too-big', phase: HEADER, side: 'upstream' },
    causes: ['header-too-big'],
    provable: ['header-too-big'],
  },
  {
    name: 'a reset of an upgraded connection',
    backend: broken(upgrade),
    location: UPGRADE,
    run: (port, backend) =>
      ask(port, {
        headers: UPGRADE_HEADERS,
        onHeader: () => {
          for (const socket of backend.open) socket.resetAndDestroy();
        },
      }),
    line: {
      level: 'error',
      syscall: 'recv',
      errno: 'ECONNRESET',
      phase: 'proxying upgraded connection',
      side: 'upstream',
    },
    causes: ['websocket-close'],
  },
  {
    name: 'an upgraded connection on which nobody speaks',
    backend: broken(upgrade),
    location: `${UPGRADE} proxy_read_timeout 300ms;`,
    run: (port) => ask(port, { headers: UPGRADE_HEADERS }),
    line: {
      message: 'timed-out',
      errno: 'ETIMEDOUT',
      phase: 'proxying upgraded connection',
      side: 'upstream',
    },
    causes: ['websocket-idle'],
    provable: ['websocket-idle'],
  },
  {
    name: 'TLS to a port that speaks HTTP',
    backend: answerAnything(PLAIN_HTTP),
    location: 'proxy_pass https://shop;',
    run: askOnce,
    line: { syscall: 'SSL_do_handshake', phase: 'SSL handshaking to upstream', side: 'upstream' },
    causes: ['protocol-mismatch'],
    provable: ['protocol-mismatch', 'tls-handshake'],
  },
  {
    name: 'HTTP to a port that speaks TLS',
    backend: answerAnything(TLS_ALERT),
    // nginx takes the bytes for HTTP/0.9 and passes them on, which no client can read.
    run: (port) => expect(ask(port)).rejects.toThrow('Parse Error'),
    line: { message: 'no-valid-header', phase: HEADER, side: 'upstream' },
    causes: ['protocol-mismatch'],
    provable: ['protocol-mismatch'],
  },
  {
    name: 'FastCGI to a port that speaks HTTP',
    backend: answerAnything(PLAIN_HTTP),
    location: 'fastcgi_pass shop;',
    run: askOnce,
    line: { message: 'fastcgi-protocol', phase: HEADER, side: 'upstream' },
    causes: ['protocol-mismatch'],
    provable: ['protocol-mismatch'],
  },
  {
    name: 'a group of servers that all refuse',
    backend: refusedPort,
    pool: 'server 127.0.0.1:1;',
    run: async (port) => [await ask(port), await ask(port)],
    line: { message: 'no-live-upstreams', phase: 'connecting to upstream', side: 'upstream' },
    causes: ['no-live-upstreams', 'upstream-refused'],
    provable: ['no-live-upstreams', 'upstream-refused'],
  },
  {
    name: 'a name that the name server does not know',
    backend: nameServerWithoutNames,
    location: `resolver $BACKEND; ${BY_NAME}`,
    run: askOnce,
    line: { message: 'name-unresolved', side: 'upstream' },
    causes: ['dns-resolution'],
    provable: ['dns-resolution'],
  },
  {
    name: 'a name without a resolver',
    backend: refusedPort,
    location: BY_NAME,
    run: askOnce,
    line: { message: 'resolver-missing', side: 'upstream' },
    causes: ['dns-resolution'],
    provable: ['dns-resolution'],
  },
  {
    name: 'a worker out of connections',
    backend: broken(neverAnswer),
    // One to listen, one to the master, one to the client.
    connections: 3,
    run: askOnce,
    line: { level: 'alert', message: 'worker-connections', side: 'nginx' },
    causes: ['fd-limit'],
    provable: ['fd-limit'],
  },
  {
    name: 'resets of connections that a POST reused',
    backend: broken(resetWhenReused),
    pool: 'keepalive 8;',
    location: REUSE,
    told: { backend: 'node' },
    run: postAfterGet,
    line: { syscall: 'recv', errno: 'ECONNRESET', phase: HEADER, side: 'upstream' },
    causes: ['keepalive-mismatch', 'upstream-crash'],
    first: 'keepalive-mismatch',
  },
];
