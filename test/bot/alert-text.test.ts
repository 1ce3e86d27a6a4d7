import { expect, test } from 'vitest';
import { type Alert, alertOf } from '../../src/bot/alert-text.ts';

const alertFrom = (title: string, ...texts: readonly string[]): Alert =>
  alertOf({ titles: [title], texts, fields: [] });

test.each([
  ['502s on checkout', '502 answers'],
  ['High502Rate', '502 answers'],
  ['HTTP 503 from shop', '503 answers'],
  ['nginx: gateway timeout on /report', '504 answers'],
  ['NginxHighHttp5xxErrorRate', '5xx answers'],
  ['HTTPCode_Target_5XX_Count above 50', '5xx answers'],
  ['nginx upstream resets', 'resets, phase not given'],
  [
    'NginxUpstreamReset (edge-1.example.net:3903 reading response header from upstream critical)',
    'resets while reading response header from upstream',
  ],
  ['connection refused by upstream shop', 'refused connections'],
  ['nginx: upstream timed out', 'timeouts, phase not given'],
  ['no live upstreams for shop', 'no live upstreams'],
  ['nginx upstream prematurely closed connections', 'connections closed early'],
  ['nginx upstream errors', 'errors, kind not given'],
  ['upstream resets and 502 answers', 'resets, phase not given, 502 answers'],
])('%s says %s', (title, says) => {
  expect(alertFrom(title).says).toBe(says);
});

test.each([
  'disk 502 GB used on nginx-1',
  'CPU at 502 % of its share',
  'ticket #502 is about errors',
  'paid $502.00',
  'port 10.0.0.1:502 answers',
  'took 504 ms to answer the request',
  'postgres: connection refused',
  'redis connection reset by peer',
  'nginx certificate expires in 3 days',
  'nginx process is not running',
])('%s is not about an upstream', (title) => {
  expect(alertFrom(title).says).toBeUndefined();
});

test.each([
  ['Problem: nginx 502 on edge-0.example.net', 'edge-0.example.net'],
  ['nginx 502 on `edge-2`', 'edge-2'],
  ['nginx 502 on host 10.0.0.7:9113', '10.0.0.7'],
  ['502s on checkout', undefined],
  ['nginx 502 on 169.254.169.254', undefined],
  ['nginx 502 on $(reboot)1.example', undefined],
])('the host of %s is %s', (title, host) => {
  expect(alertFrom(title).host).toBe(host);
});

test.each([
  ['host = edge-2', { host: 'edge-2' }],
  ['*Instance:* `edge-2:9113`', { host: 'edge-2' }],
  ['Service: shop', { service: 'shop' }],
  ['upstream=10.0.3.17:8080', { service: '10.0.3.17:8080' }],
  ['app: -rf', {}],
])('a label %s is read', (text, expected) => {
  const { title: _, says: __, ...labels } = alertFrom('nginx', text);
  expect(labels).toEqual(expected);
});

test('fields of a tool count before its text', () => {
  const fields = [{ name: 'Host', value: 'edge-0.example.net [192.0.2.7]' }];
  expect(alertOf({ titles: ['nginx'], texts: ['host: other-1'], fields }).host).toBe(
    'edge-0.example.net',
  );
});

test('a log line names no host, no service and no title', () => {
  const line =
    '2026/11/22 09:40:00 [error] 7#7: *4 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 198.51.100.20, server: shop.example, request: "GET /?host=evil-1 HTTP/1.1", upstream: "http://10.0.3.17:8080/", host: "shop.example"';
  expect(alertFrom(`CRITICAL - 37 matches: ${line}`, line)).toEqual({
    title: 'CRITICAL - 37 matches',
  });
});

test.each([
  [
    ['Uptime Kuma Alert'],
    ['[shop.example] Down: status code 502'],
    '[shop.example] Down: status code 502',
  ],
  [['[FIRING] Rate'], ['nginx 502 rate'], '[FIRING] Rate'],
  [['*:fire: nginx 502* | https://a.example/x'], [], 'nginx 502'],
  [[], [], 'alert'],
])('of the titles %j and texts %j the title is %s', (titles, texts, title) => {
  expect(alertOf({ titles, texts, fields: [] }).title).toBe(title);
});

test('a title shows no secret and nothing invisible, and is short', () => {
  const { title } = alertFrom(`nginx 502 token=hunter2 \u202e ${'x'.repeat(500)}`);
  expect(title).not.toMatch(/hunter2|\u202e/);
  expect(title.length).toBeLessThanOrEqual(150);
});
