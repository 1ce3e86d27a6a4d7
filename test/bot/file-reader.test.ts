import type { ChildProcess } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { contentOfFile, fileReader, startFileProcess } from '../../src/bot/file-reader.ts';

const LINE = `2026/11/22 09:14:03 [error] 7#7: *5 upstream timed out (110: Connection timed out)\n`;
const packed = (bytes: number): Uint8Array => gzipSync(LINE.repeat(bytes / LINE.length));

/** Every word is replaced: that takes many times the memory that the text does. */
const ALL_SECRETS = gzipSync('?a=b '.repeat(2_000_000));

describe('files', () => {
  test('that come at once are read one after the other', async () => {
    const seen = { alive: 0, most: 0, started: 0 };
    const readFile = fileReader(() => counted(startFileProcess(), seen));
    const files = Array.from({ length: 10 }, () => packed(1_000_000));
    const contents = await Promise.all(files.map(readFile));
    expect(contents.map(({ kind }) => kind)).toEqual(files.map(() => 'text'));
    expect(seen).toEqual({ alive: 0, most: 1, started: 10 });
  });

  test('that would unpack to 64 MB each are refused, one after the other', async () => {
    const seen = { alive: 0, most: 0, started: 0 };
    const readFile = fileReader(() => counted(startFileProcess(), seen));
    const bomb = gzipSync(Buffer.alloc(67_108_864, 'x'));
    const contents = await Promise.all(Array.from({ length: 10 }, () => readFile(bomb)));
    expect(new Set(contents.map(({ kind }) => kind))).toEqual(new Set(['unreadable']));
    expect(seen).toEqual({ alive: 0, most: 1, started: 10 });
  });

  test('as large as may be are read within the limits', async () => {
    expect((await contentOfFile(packed(33_000_000))).kind).toBe('text');
  });
});

describe('a file', () => {
  test('that takes too much memory is unreadable, and the next one is read', async () => {
    const limits = [32, 512];
    const readFile = fileReader(() => startFileProcess(limits.shift()));
    const contents = await Promise.all([readFile(ALL_SECRETS), readFile(packed(1_000))]);
    expect(contents).toMatchObject([
      { kind: 'unreadable', reason: 'reading it takes more memory than it may' },
      { kind: 'text' },
    ]);
  });

  test('whose reading fails is a fault of ours, and the next one is read', async () => {
    const bytes = packed(1_000);
    const readFile = fileReader(() => startFileProcess());
    // No file at all: nothing that we take in makes the reader fail.
    const noFile = Object.assign([0x1f], { byteLength: 1 }) as unknown as Uint8Array;
    const [first, second] = await Promise.allSettled([noFile, bytes].map(readFile));
    expect(first).toMatchObject({ status: 'rejected', reason: { name: 'TypeError' } });
    expect(second).toMatchObject({ status: 'fulfilled', value: { kind: 'text' } });
  });
});

type Seen = { alive: number; most: number; started: number };

function counted(reader: ChildProcess, seen: Seen): ChildProcess {
  seen.started += 1;
  seen.alive += 1;
  seen.most = Math.max(seen.most, seen.alive);
  return reader.once('exit', () => {
    seen.alive -= 1;
  });
}
