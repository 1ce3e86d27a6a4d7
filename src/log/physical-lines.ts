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
export type Oddities = {
  readonly clipped: number;
  readonly withNul: number;
  readonly isUtf16: boolean;
};

/**
 * Cuts bytes into lines at LF only (U+2028 and its like are data). Memory does not grow with the input: a line longer
 * than the limit is clipped and the rest of it dropped. UTF-16 is decoded; invalid UTF-8 becomes U+FFFD.
 */
export function lineSplitter(onLine: (line: string) => void): LineSplitter {
  const state: State = { rest: Buffer.alloc(0), isDropping: false, clipped: 0, withNul: 0 };
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  const take = (bytes: Buffer): void => takeBytes(state, bytes, onLine);
  return {
    push(chunk) {
      let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (isFirst && bytes.length > 0) {
        isFirst = false;
        decoder = utf16Decoder(bytes);
        if (decoder === undefined && bytes.subarray(0, 3).equals(UTF8_MARK))
          bytes = bytes.subarray(3);
      }
      take(decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true })));
    },
    end() {
      if (decoder !== undefined) take(Buffer.from(decoder.decode()));
      if (state.rest.length > 0) emit(state, state.rest, onLine);
      state.rest = Buffer.alloc(0);
    },
    oddities: () => ({
      clipped: state.clipped,
      withNul: state.withNul,
      isUtf16: decoder !== undefined,
    }),
  };
}

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

type OnText = (line: string) => void;
type State = {
  /** The beginning of a line whose end has not come yet; a copy, so that it never holds on to a chunk. */
  rest: Buffer;
  /** The rest of a line that was clipped is being passed over. */
  isDropping: boolean;
  clipped: number;
  withNul: number;
};

function takeBytes(state: State, bytes: Buffer, onLine: OnText): void {
  if (bytes.includes(NUL)) state.withNul += 1;
  const firstBreak = bytes.indexOf(LF);
  if (firstBreak === -1) {
    keep(state, bytes, onLine);
    return;
  }
  if (state.isDropping) state.isDropping = false;
  else emit(state, Buffer.concat([state.rest, bytes.subarray(0, firstBreak)]), onLine);
  state.rest = Buffer.alloc(0);
  const lastBreak = bytes.lastIndexOf(LF);
  emitAll(state, bytes.subarray(firstBreak + 1, lastBreak + 1), onLine);
  keep(state, bytes.subarray(lastBreak + 1), onLine);
}

function emit(state: State, bytes: Buffer, onLine: OnText): void {
  let end = bytes.length;
  if (end > 0 && bytes[end - 1] === CR) end -= 1;
  if (end > LONGEST_LINE_BYTES) state.clipped += 1;
  const clipped = bytes.subarray(0, Math.min(end, LONGEST_LINE_BYTES));
  onLine(clipped.toString(isAscii(clipped) ? 'latin1' : 'utf8'));
}

/** Whole lines: decoded at once while they are plain ASCII, which logs nearly always are. */
function emitAll(state: State, bytes: Buffer, onLine: OnText): void {
  let start = 0;
  if (!isAscii(bytes)) {
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, start)) {
      emit(state, bytes.subarray(start, at), onLine);
      start = at + 1;
    }
    return;
  }
  const text = bytes.toString('latin1');
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', start)) {
    const end = at > start && text.charCodeAt(at - 1) === CR ? at - 1 : at;
    if (end - start > LONGEST_LINE_BYTES) state.clipped += 1;
    onLine(text.slice(start, Math.min(end, start + LONGEST_LINE_BYTES)));
    start = at + 1;
  }
}

function keep(state: State, bytes: Buffer, onLine: OnText): void {
  if (state.isDropping || bytes.length === 0) return;
  const room = LONGEST_LINE_BYTES - state.rest.length;
  state.rest = Buffer.concat([state.rest, bytes.subarray(0, room)]);
  if (bytes.length <= room) return;
  emit(state, state.rest, onLine);
  state.clipped += 1;
  state.rest = Buffer.alloc(0);
  state.isDropping = true;
}

/** By the byte order mark, or by the zero bytes that UTF-16 puts into every ASCII letter. */
export function utf16Decoder(bytes: Uint8Array): TextDecoder | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be');
  const head = bytes.subarray(0, UTF16_SAMPLE_BYTES);
  if (head.length < 8) return undefined;
  const half = Math.floor(head.length / 2);
  const zerosAt = (parity: number): number =>
    head.filter((byte, at) => byte === NUL && at % 2 === parity).length;
  if (zerosAt(1) === half && zerosAt(0) === 0) return new TextDecoder('utf-16le');
  if (zerosAt(0) === half && zerosAt(1) === 0) return new TextDecoder('utf-16be');
  return undefined;
}

const UTF16_SAMPLE_BYTES = 64;
