import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isText, unpacked } from '../../src/bot/file-text.ts';

describe('unpacked', () => {
  test('leaves plain bytes as they are', () => {
    const bytes = Buffer.from('2026/11/22 09:14:03 [error] 7#7: …');
    expect(unpacked(bytes)).toEqual({ kind: 'bytes', bytes });
  });

  test('unpacks what logrotate packed', () => {
    const read = unpacked(gzipSync('one line\n'));
    expect(read.kind === 'bytes' && Buffer.from(read.bytes).toString()).toBe('one line\n');
  });

  test('unpacks as much as it says', () => {
    const read = unpacked(gzipSync(Buffer.alloc(33_554_432)));
    expect(read.kind).toBe('bytes');
  });

  test.each([
    ['a file that was cut', gzipSync('x'.repeat(1000)).subarray(0, 20)],
    ['a file that grows beyond all bounds', gzipSync(Buffer.alloc(33_554_433))],
  ])('says why %s cannot be read', (_, bytes) => {
    expect(unpacked(bytes)).toMatchObject({ kind: 'unreadable' });
  });
});

describe('isText', () => {
  test.each([
    ['a log', Buffer.from('a line\nanother\n'), true],
    ['a log with a stray NUL', Buffer.from(`a line\0${'x'.repeat(100)}`), true],
    ['nothing', Buffer.alloc(0), true],
    ['a picture', Buffer.alloc(2000), false],
  ])('of %s', (_, bytes, expected) => {
    expect(isText(bytes)).toBe(expected);
  });
});
