import { expect, test } from 'vitest';
import { addressMask } from '../../../src/reply/slack/masked-addresses.ts';
import type { Report } from '../../../src/report.ts';
import { diagnosisWith, reportWith } from './report-with.ts';

type Kind = Report['sources'][number]['kind'];

function masked(text: string, kind: Kind = 'error-log'): string {
  const report = reportWith({
    sources: [{ id: 1, name: 'log', kind }],
    evidence: { e1: { source: 1, line: 1, text } },
    diagnoses: [diagnosisWith({ peers: ['10.0.3.17:8080', '[2001:db8::17]:8080'] })],
  });
  return addressMask(report)('e1');
}

test.each([
  ['IPv4', 'client: 203.0.113.9, server: shop'],
  ['IPv6', 'client: 2001:db8:0:1::9, server: shop'],
  ['IPv6 in full', 'client: 2001:0db8:0000:0000:0000:ff00:0042:8329, server: shop'],
  ['IPv6 around IPv4', 'client: ::ffff:203.0.113.9, server: shop'],
])('a client by %s is hidden', (_, text) => {
  expect(masked(text)).toBe('client: [address], server: shop');
});

test('the client of an access log is hidden', () => {
  const rest = ' - - [22/Nov/2026:09:14:03 +0000] "GET / HTTP/1.1" 502 157 "-" "curl/8.5.0"';
  expect(masked(`203.0.113.9${rest}`, 'access-log')).toBe(`[address]${rest}`);
  expect(masked(`2001:db8::9${rest}`, 'access-log')).toBe(`[address]${rest}`);
});

test('every address of X-Forwarded-For is hidden', () => {
  expect(masked('X-Forwarded-For: 203.0.113.9, 198.51.100.7')).toBe(
    'X-Forwarded-For: [address], [address]',
  );
});

test.each([
  'upstream: "http://10.0.3.17:8080/pay"',
  'connect to 10.0.3.17:8080 failed',
  'connect to [2001:db8::17]:8080 failed',
  'upstream: "http://192.0.2.44:9000/"',
  'server: 192.0.2.1, request: "GET / HTTP/1.1"',
  'listening on 127.0.0.1:9000 and [::1]:9000',
  'kernel 6.1.0 at 09:14:03, pid 1933',
])('what is no address of a person stays: %s', (text) => {
  expect(masked(text)).toBe(text);
});

test('a configuration is shown as it is written', () => {
  expect(masked('allow 203.0.113.9;', 'config')).toBe('allow 203.0.113.9;');
});

test('a line that the report does not hold is empty', () => {
  expect(addressMask(reportWith())('e99')).toBe('');
});
