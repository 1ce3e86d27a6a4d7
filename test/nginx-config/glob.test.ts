import { expect, test } from 'vitest';
import { matchesMask } from '../../src/nginx-config/glob.ts';

test.each([
  ['/etc/nginx/a.conf', '/etc/nginx/*.conf', true],
  ['/etc/nginx/.a.conf', '/etc/nginx/*.conf', false],
  ['/etc/nginx/.a.conf', '/etc/nginx/.*.conf', true],
  ['/etc/nginx/d/a.conf', '/etc/nginx/*.conf', false],
  ['/etc/nginx/d/a.conf', '/etc/nginx/*/*.conf', true],
  ['/etc/nginx/a1.conf', '/etc/nginx/a?.conf', true],
  ['/etc/nginx/a.conf', '/etc/nginx/a?.conf', false],
  ['/etc/nginx/b.conf', '/etc/nginx/[a-c].conf', true],
  ['/etc/nginx/b.conf', '/etc/nginx/[!a-c].conf', false],
  ['/etc/nginx/].conf', '/etc/nginx/[]x].conf', true],
  ['/etc/nginx/*.conf', '/etc/nginx/\\*.conf', true],
  ['/etc/nginx/a.conf', '/etc/nginx/\\*.conf', false],
  ['/etc/nginx/a[.conf', '/etc/nginx/*[.conf', true],
  ['/etc/nginx/aXbXc', '/etc/nginx/*X*c', true],
  ['/etc/nginx/aXbXd', '/etc/nginx/*X*c', false],
])('%s and %s: %s', (path, mask, expected) => {
  expect(matchesMask(path, mask)).toBe(expected);
});

test('takes no long time over a mask of many stars', () => {
  const start = performance.now();
  matchesMask('a'.repeat(4000), `${'a*'.repeat(1000)}b`);
  expect(performance.now() - start).toBeLessThan(1000);
});
