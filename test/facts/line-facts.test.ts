import { expect, test } from 'vitest';
import { newGroup } from '../../src/facts/group-update.ts';
import { lineFacts } from '../../src/facts/line-facts.ts';
import { parseErrorLine } from '../../src/log/error-line.ts';
import { diagnoseFiles, diagnoseText } from '../diagnose-text.ts';

const connect = (errno: string, upstream: string): string =>
  `2026/11/22 09:14:03 [crit] 7#7: *1 connect() to ${upstream} failed (${errno}) while connecting to upstream, client: 203.0.113.9, server: a, request: "GET / HTTP/1.1", upstream: "http://${upstream}/", host: "a"`;
const firstCause = async (text: string) => (await diagnoseText(text)).diagnoses[0]?.causes[0];

test.each([
  ['99: Cannot assign requested address', '[2001:db8::17]:80', 'network-unreachable', 'no-ipv6'],
  ['101: Network is unreachable', '[2001:db8::17]:80', 'network-unreachable', 'no-ipv6'],
  ['99: Cannot assign requested address', '192.0.2.7:80', 'port-exhaustion', null],
])('connect() failed (%s) to %s', async (errno, peer, id, variant) => {
  expect(await firstCause(connect(errno, peer))).toMatchObject({ id, variant });
});

test('a call of gRPC that was proxied as HTTP is to be passed as gRPC', async () => {
  const line =
    '2026/11/22 09:14:03 [error] 7#7: *1 upstream sent no valid HTTP/1.0 header while reading response header from upstream, client: 203.0.113.9, server: a, request: "POST /shop.v1.Cart/Add HTTP/2.0", upstream: "http://10.0.0.5:50051/shop.v1.Cart/Add", host: "a"';
  const [diagnosis] = (await diagnoseText(line)).diagnoses;
  expect(diagnosis?.fixes[0]?.snippet).toContain('grpc_pass');
});

test('a line cut before its upstream still tells php-fpm by its socket', async () => {
  const line =
    '2026/11/22 09:14:03 [error] 7#7: *1 connect() to unix:/run/php/php8.2-fpm.sock failed (11: Resource temporarily unavailable) while connecting to upstream';
  expect(await firstCause(line)).toMatchObject({ id: 'php-fpm-pool' });
});

test('SELinux’s own line proves what it denied nginx', async () => {
  const denied =
    'type=AVC msg=audit(1795338843.123:456): avc:  denied  { name_connect } for  pid=7 comm="nginx" dest=8080 scontext=system_u:system_r:httpd_t:s0';
  const report = await diagnoseFiles([
    { name: 'error.log', text: connect('13: Permission denied', '127.0.0.1:8080') },
    { name: 'audit.log', text: denied },
  ]);
  expect(report.diagnoses[0]?.causes[0]).toMatchObject({
    id: 'permission-denied',
    variant: 'security-module',
  });
  expect(report.diagnoses[0]?.causes[0]?.because.map(({ text }) => text).join()).toContain(
    'security module wrote that it denied',
  );
});

test.each([
  ['10.0.0.5', 'inside'],
  ['::ffff:10.0.0.5', 'inside'],
  ['fd00::5', 'inside'],
  ['fe80::5', 'inside'],
  ['203.0.113.9', 'outside'],
  ['::ffff:203.0.113.9', 'outside'],
  ['2001:db8::5', 'outside'],
])('a client at %s is %s', (client, place) => {
  const text = connect('111: Connection refused', '192.0.2.7:80').replace('203.0.113.9', client);
  const line = parseErrorLine(text);
  const facts = new Map<string, unknown>();
  if (line !== undefined)
    lineFacts(newGroup('k1', line, undefined), (name, value) => facts.set(name, value));
  expect(facts.get('client-location')).toBe(place);
});

test('a client that ends its own TLS handshake is not called the upstream', async () => {
  const line =
    '2026/11/22 09:14:03 [info] 7#7: *1 peer closed connection in SSL handshake (104: Connection reset by peer) while SSL handshaking, client: 203.0.113.9, server: 0.0.0.0:443';
  const [diagnosis] = (await diagnoseText(line)).diagnoses;
  expect(diagnosis?.symptom.text ?? 'the client').toContain('the client');
});

test('a backend that answers plain HTTP on its TLS port with a 400 and a reset is another protocol', async () => {
  const line =
    '2026/11/22 09:14:03 [error] 7#7: *1 readv() failed (104: Connection reset by peer) while reading upstream, client: 203.0.113.9, server: a, request: "GET / HTTP/1.1", upstream: "http://10.0.0.5:8443/", host: "a"';
  const causes = (await diagnoseText(line)).diagnoses[0]?.causes.map(({ id }) => id);
  expect(causes).toContain('protocol-mismatch');
});

test.each([
  ['172.18.0.6', 'likely'],
  ['192.0.2.6', 'possible'],
])('nobody at %s makes an old address %s', async (address, verdict) => {
  const line = connect('113: No route to host', `${address}:8080`);
  const [diagnosis] = (await diagnoseText(line)).diagnoses;
  expect(diagnosis?.causes.find(({ id }) => id === 'stale-endpoint')?.verdict).toBe(verdict);
});
