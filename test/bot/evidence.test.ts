import { expect, test } from 'vitest';
import { evidenceFrom } from '../../src/bot/evidence.ts';

const LINE = '2026/11/22 09:14:03 [error] 7#7: *5 upstream timed out (110: Connection timed out)\n';
const MEGABYTE = 1_048_576;
const LONG_LINE = 'x'.repeat(5 * MEGABYTE);
const lines = (count: number): string =>
  Array.from({ length: count }, (_, at) => `${at} ${LINE}`).join('');

function kept(text: string): string {
  const [evidence] = evidenceFrom([{ name: 'paste', text }], { incident: 'i1', origin: 'C1:1.1' });
  return evidence?.text ?? '';
}

test('a text of 1 MB is kept whole', () => {
  const text = LINE.repeat(12_000).slice(0, MEGABYTE);
  expect(kept(text)).toBe(text);
});

test('of a long log whole lines of the beginning and of the end are kept', () => {
  const log = lines(60_000);
  const short = kept(log);
  const known = new Set(log.split('\n'));
  expect(short.length).toBeGreaterThan(MEGABYTE - 200);
  expect(short.length).toBeLessThanOrEqual(MEGABYTE);
  expect(short.split('\n').filter((line) => !known.has(line))).toEqual([]);
  expect(short.startsWith('0 2026/')).toBe(true);
  expect(short.endsWith(`59999 ${LINE}`)).toBe(true);
});

test.each([
  ['is all there is', LONG_LINE],
  ['comes first', `${LONG_LINE}\n${LINE}`],
  ['comes last', `${LINE}${LONG_LINE}`],
  ['stands between others', `${LINE}${LONG_LINE}\n${LINE}`],
  ['comes behind many others', `${lines(20_000)}${LONG_LINE}`],
])('a line of 5 MB that %s is not kept whole', (_, text) => {
  expect(kept(text).length).toBeLessThanOrEqual(MEGABYTE);
  expect(kept(text).slice(0, 50)).toBe(text.slice(0, 50));
});

test('the last lines behind a line of 5 MB are kept', () => {
  expect(kept(`${LONG_LINE}\n${LINE}`)).toBe(`${'x'.repeat(MEGABYTE / 2)}\n${LINE}`);
});

// Where the tail begins depends on lengths alone: who wrote the line could have chosen what stands there.
test('the middle of a line never becomes a line of its own', () => {
  const forged = '2026/11/22 09:14:03 [emerg] 1#1: forged';
  const text = `${lines(20_000)}${'x'.repeat(MEGABYTE)}${forged.padEnd(MEGABYTE / 2, 'x')}`;
  expect(kept(text)).not.toContain('forged');
});
