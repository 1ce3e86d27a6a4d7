import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** Longest line that is looked at, in bytes; nginx itself ends a line at 2048, envelopes around it at some 16 KiB. */
export const LONGEST_LINE_BYTES = 65_536;

const LF = 10;
const CR = 13;
const NUL = 0;

export type LineSplitter = {
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => void;
  /** What was odd about the bytes so far, for the report's notes. */
  readonly oddities: () => Oddities;
};
export type Oddities = { readonly clipped: number; readonly withNul: number; readonly isUtf16: boolean };

/**
 * Cuts bytes into lines at LF only (U+2028 and its like are data). Memory does not grow with the input: a line longer
 * than the limit is clipped and the rest of it dropped. UTF-16 is decoded; invalid UTF-8 becomes U+FFFD.
 */
export function lineSplitter(onLine: (line: string) => void): LineSplitter {
  let rest = Buffer.alloc(0);
  let isDropping = false;
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  let clipped = 0;
  let withNul = 0;

  const emit = (bytes: Buffer): void => {
    let end = bytes.length;
    if (end > 0 && bytes[end - 1] === CR) end -= 1;
    if (end > LONGEST_LINE_BYTES) {
      end = LONGEST_LINE_BYTES;
      clipped += 1;
    }
    onLine(bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8', 0, end));
  };

  const take = (bytes: Buffer): void => {
    let start = 0;
    // One decode for the whole chunk while it is plain ASCII, which logs nearly always are.
    const lastBreak = bytes.lastIndexOf(LF);
    if (bytes.includes(NUL)) withNul += 1;
    if (lastBreak !== -1) {
      const firstBreak = bytes.indexOf(LF);
      if (isDropping) isDropping = false;
      else emit(rest.length === 0 ? bytes.subarray(0, firstBreak) : Buffer.concat([rest, bytes.subarray(0, firstBreak)]));
      rest = Buffer.alloc(0);
      emitWhole(bytes.subarray(firstBreak + 1, lastBreak + 1));
      start = lastBreak + 1;
    }
    keep(bytes.subarray(start));
  };

  const emitWhole = (bytes: Buffer): void => {
    if (!isAscii(bytes)) return emitEach(bytes);
    const text = bytes.toString('latin1');
    let start = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', start)) {
      const end = at > start && text.charCodeAt(at - 1) === CR ? at - 1 : at;
      if (end - start > LONGEST_LINE_BYTES) clipped += 1;
      onLine(text.slice(start, Math.min(end, start + LONGEST_LINE_BYTES)));
      start = at + 1;
    }
  };

  const emitEach = (bytes: Buffer): void => {
    let start = 0;
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, start)) {
      emit(bytes.subarray(start, at));
      start = at + 1;
    }
  };

  const keep = (bytes: Buffer): void => {
    if (isDropping || bytes.length === 0) return;
    const room = LONGEST_LINE_BYTES - rest.length;
    // Copied, so that a few bytes never hold on to the chunk they came in.
    rest = Buffer.concat([rest, bytes.subarray(0, room)]);
    if (bytes.length > room) {
      emit(rest);
      clipped += 1;
      rest = Buffer.alloc(0);
      isDropping = true;
    }
  };

  return {
    push(chunk) {
      let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (isFirst && bytes.length > 0) {
        isFirst = false;
        decoder = utf16Decoder(bytes);
        if (decoder === undefined && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
          bytes = bytes.subarray(3);
        }
      }
      take(decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true })));
    },
    end() {
      if (decoder !== undefined) take(Buffer.from(decoder.decode()));
      if (rest.length > 0) emit(rest);
      rest = Buffer.alloc(0);
    },
    oddities: () => ({ clipped, withNul, isUtf16: decoder !== undefined }),
  };
}

/** By the byte order mark, or by the zero bytes that UTF-16 puts into every ASCII letter. */
function utf16Decoder(bytes: Buffer): TextDecoder | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be');
  const head = bytes.subarray(0, 64);
  if (head.length < 8) return undefined;
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === NUL) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = Math.floor(head.length / 2);
  if (zeros[1] === half && zeros[0] === 0) return new TextDecoder('utf-16le');
  if (zeros[0] === half && zeros[1] === 0) return new TextDecoder('utf-16be');
  return undefined;
}
