import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
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
    return { name: file, chunks: isGzip(file) ? gunzipped(file) : chunksOf(file) };
  });
}

/** logrotate compresses what it has rotated. */
function isGzip(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const magic = Buffer.alloc(2);
    return readSync(descriptor, magic) === 2 && magic.readUInt16BE() === GZIP_MAGIC;
  } finally {
    closeSync(descriptor);
  }
}

// RFC 1952, section 2.3.1.
const GZIP_MAGIC = 0x1f8b;

async function* gunzipped(file: string): AsyncGenerator<Uint8Array> {
  const unpacked = createReadStream(file).pipe(createGunzip({ chunkSize: CHUNK_BYTES }));
  try {
    for await (const chunk of unpacked) yield chunk;
  } catch (cause) {
    throw new UsageError(`cannot unpack ${displayText(file, LONGEST_NAME)}: ${reasonOf(cause)}`, {
      cause,
    });
  }
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
