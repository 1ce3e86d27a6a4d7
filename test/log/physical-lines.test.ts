import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_LINE_BYTES, lineSplitter } from '../../src/log/physical-lines.ts';

const linesOf = (...chunks: readonly Uint8Array[]): readonly string[] => {
  const lines: string[] = [];
  const splitter = lineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
};

test('gives the same lines however the bytes are cut into chunks', () => {
  const bytes = Buffer.from('a\r\nbé\n\nlong line “x”\nlast');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 6 }), (cuts) => {
      const at = [0, ...cuts.sort((left, right) => left - right), bytes.length];
      const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      expect(linesOf(...chunks)).toEqual(['a', 'bé', '', 'long line “x”', 'last']);
    }),
  );
});

test('breaks at LF only, since a URI can hold U+2028', () => {
  expect(linesOf(Buffer.from('a\u2028b\u0085c\nd'))).toEqual(['a\u2028b\u0085c', 'd']);
});

test.each([
  [
    'with a byte order mark',
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('line one\nline two', 'utf16le')]),
  ],
  ['without one', Buffer.from('line one\nline two', 'utf16le')],
])('decodes UTF-16 %s', (_, bytes) => {
  expect(linesOf(bytes)).toEqual(['line one', 'line two']);
});

test('clips a line of megabytes and reads on behind it', () => {
  const lines = linesOf(
    Buffer.from('x'.repeat(1_000_000)),
    Buffer.from('y'.repeat(1_000_000)),
    Buffer.from('\nnext\n'),
  );
  expect(lines.map((line) => line.length)).toEqual([LONGEST_LINE_BYTES, 4]);
});

test('shows bytes that are no UTF-8 as U+FFFD', () => {
  expect(linesOf(Buffer.from([0x61, 0xff, 0x62, 0x0a]))).toEqual(['a\ufffdb']);
});
