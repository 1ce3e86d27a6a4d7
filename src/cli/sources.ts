import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import type { SourceText } from '../facts/collect.ts';
import { displayText } from '../text/display.ts';
import { UsageError } from './usage-error.ts';

/** Read at once; more costs memory and gains nothing. */
const CHUNK_BYTES = 65_536;
const LONGEST_NAME = 120;

/** The files named on the command line, or standard input; a file that cannot be read is refused before any is. */
export function sourcesFrom(files: readonly string[]): readonly SourceText[] {
  if (files.length === 0 || (files.length === 1 && files[0] === '-')) return [standardInput()];
  return files.map((file) => {
    if (file === '-') return standardInput();
    checkReadable(file);
    return { name: file, chunks: textOf(file) };
  });
}

/** logrotate compresses what it has rotated. The first bytes are read once, since those of a pipe do not come again. */
async function* textOf(file: string): AsyncGenerator<Uint8Array> {
  const chunks = chunksOf(file);
  const { value: first } = await chunks.next();
  if (first === undefined) return;
  if (isGzip(first)) yield* gunzipped(file, behind(first, chunks));
  else yield* behind(first, chunks);
}

async function* behind(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

// RFC 1952, section 2.3.1.
function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

async function* gunzipped(
  file: string,
  packed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  // An error of either stream comes with reading the last one.
  const unpacked = pipeline(
    Readable.from(copiesOf(packed)),
    createGunzip({ chunkSize: CHUNK_BYTES }),
    () => {},
  );
  try {
    for await (const chunk of unpacked) yield chunk;
  } catch (cause) {
    throw new UsageError(`cannot unpack ${displayText(file, LONGEST_NAME)}: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** A stream reads ahead, and the buffer of the chunks is used again. */
async function* copiesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

/** The bytes of a file, in one buffer that is used again: a reader that keeps some of them copies them. */
async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let count = 0;
    for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer)) {
      yield buffer.subarray(0, read);
      count += 1;
      // Part of V8's collecting waits for a turn of the event loop; without one, memory grows with the file.
      if (count % CHUNKS_A_TURN === 0) await setImmediate();
    }
  } finally {
    closeSync(descriptor);
  }
}

const CHUNKS_A_TURN = 64;

function standardInput(): SourceText {
  if (process.stdin.isTTY)
    process.stderr.write('Paste lines of nginx’s error log, then press Ctrl-D.\n');
  return { name: 'stdin', chunks: process.stdin };
}

/** Throws a UsageError that says what is wrong with the file. */
export function checkReadable(file: string): void {
  const name = displayText(file, LONGEST_NAME);
  let isDirectory: boolean;
  try {
    isDirectory = statSync(file).isDirectory();
    accessSync(file, constants.R_OK);
  } catch (cause) {
    throw new UsageError(`cannot read ${name}: ${reasonOf(cause)}`, { cause });
  }
  if (isDirectory) throw new UsageError(`${name} is a directory; name the files in it`);
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOENT') return 'there is no such file';
  return code === 'EACCES' ? 'permission denied' : code;
}
