import { expect, test } from 'vitest';
import { diagnoseText } from '../diagnose-text.ts';

const buffered = (connection: number, request: string): string =>
  `2026/11/22 09:14:00 [warn] 7#7: *${connection} a client request body is buffered to a temporary file /var/cache/nginx/client_temp/0000000001, client: 203.0.113.9, server: a, request: "${request}", host: "a"`;
const reset = (connection: number, request: string): string =>
  `2026/11/22 09:14:03 [error] 7#7: *${connection} recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 203.0.113.9, server: a, request: "${request}", upstream: "http://10.0.3.17:8080/a", host: "a"`;

const verdictOf = async (lines: readonly string[]): Promise<string | undefined> => {
  const { diagnoses } = await diagnoseText(lines.join('\n'));
  return diagnoses[0]?.causes.find(({ id }) => id === 'request-body-rejected')?.verdict;
};

const UPLOAD = 'POST /upload HTTP/1.1';

test('a body in a temporary file belongs to the request that failed', async () => {
  expect(await verdictOf([buffered(7, UPLOAD), reset(7, UPLOAD)])).toBe('likely');
});

test('also where the line was read by the words of another', async () => {
  const lines = [buffered(8, UPLOAD), reset(1, 'POST /a HTTP/1.1'), reset(8, UPLOAD)];
  expect(await verdictOf(lines)).toBe('likely');
});

test.each([
  ['another connection', [buffered(6, UPLOAD), reset(7, UPLOAD)]],
  ['an earlier request on the connection', [buffered(7, UPLOAD), reset(7, 'POST /login HTTP/1.1')]],
])('a body of %s says nothing', async (_, lines) => {
  expect(await verdictOf(lines)).toBe('possible');
});
