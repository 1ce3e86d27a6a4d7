import { expect, test } from 'vitest';
import { diagnoseFiles } from '../diagnose-text.ts';

const reset = (second: number): string =>
  `2026/11/22 09:14:${String(second).padStart(2, '0')} [error] 7#7: *1 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 203.0.113.9, server: a, request: "GET /a HTTP/1.1", upstream: "http://10.0.3.17:8443/a", host: "a"`;
const handshake = (second: number): string =>
  `2026/11/22 09:14:${String(second).padStart(2, '0')} http: TLS handshake error from 198.51.100.66:51234: tls: first record does not look like a TLS handshake`;

const verdictOf = async (
  failures: readonly number[],
  words: readonly number[],
): Promise<string | undefined> => {
  const { diagnoses } = await diagnoseFiles([
    { name: 'error.log', text: failures.map(reset).join('\n') },
    { name: 'app.log', text: words.map(handshake).join('\n') },
  ]);
  return diagnoses[0]?.causes.find(({ id }) => id === 'protocol-mismatch')?.verdict;
};

test.each([
  ['one line at one failure may be a scanner’s', [3], [1], 'likely'],
  ['two lines at failures of one moment may be one’s as well', [3, 4, 5], [1, 2], 'likely'],
  ['one line at most of a few failures too', [1, 2, 30], [1], 'likely'],
  ['lines at failures again and again are proof', [1, 20, 40], [1, 20, 40], 'confirmed'],
])('of a program that minds the protocol, %s', async (_, failures, words, verdict) => {
  expect(await verdictOf(failures, words)).toBe(verdict);
});
