import { expect, test } from 'vitest';
import { isLoopback, nameOf, peerOf } from '../../src/text/proven.ts';

test.each([
  ['10.0.3.17:8080', '10.0.3.17:8080'],
  ['[2001:db8::1]:443', '[2001:db8::1]:443'],
  ['[::ffff:10.0.0.1]:80', '[::ffff:10.0.0.1]:80'],
  ['unix:/run/php/php8.2-fpm.sock', 'unix:/run/php/php8.2-fpm.sock'],
  ['unix:/run/php/php8.2-fpm.sock:', 'unix:/run/php/php8.2-fpm.sock'],
])('takes the peer %s', (text, expected) => {
  expect(peerOf(text)?.text).toBe(expected);
});

test.each([
  '999.0.0.1:80',
  '10.0.3.17:0',
  '10.0.3.17:99999',
  '10.0.3.17',
  '169.254.169.254:80',
  '[fe80::1]:80',
  'evil.example:80',
  '$(touch pwned):80',
  '10.0.3.17:80$(id)',
  'unix:/tmp/$(id) x;y.sock',
  'unix:/run/../etc/shadow',
  'unix:relative.sock',
])('refuses %s as a peer', (text) => {
  expect(peerOf(text)).toBeUndefined();
});

test.each(['backend', 'shop.example', 'a_b-c.d'])('takes the name %s', (text) => {
  expect(nameOf(text)).toBe(text);
});

test.each([
  '-oProxyCommand=id',
  'a b',
  'b{server 1;}',
  '$host',
  '',
  '10.0.0.1',
  'x;}',
  '!!',
  'a"b',
])('refuses the name %s', (text) => {
  expect(nameOf(text)).toBeUndefined();
});

test('knows which peers have no network before them', () => {
  const loopback = ['127.0.0.1:80', '127.9.9.9:80', '[::1]:80'].map(peerOf);
  expect(loopback.every((peer) => peer !== undefined && isLoopback(peer))).toBe(true);
  const remote = peerOf('10.0.0.1:80');
  expect(remote !== undefined && isLoopback(remote)).toBe(false);
});
