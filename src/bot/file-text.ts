import { gunzipSync } from 'node:zlib';
import { utf16Decoder } from '../log/physical-lines.ts';
import { type RedactedText, redact } from '../text/redact.ts';

export type FileContent =
  | { readonly kind: 'text'; readonly text: RedactedText }
  /** A picture or a program. */
  | { readonly kind: 'no-text' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** What a file says, redacted; of a large one that takes seconds. */
export function fileContent(bytes: Uint8Array): FileContent {
  const content = unpacked(bytes);
  if (content.kind === 'unreadable') return content;
  const utf16 = utf16Decoder(content.bytes);
  if (utf16 === undefined && !isText(content.bytes)) return { kind: 'no-text' };
  return { kind: 'text', text: redact((utf16 ?? new TextDecoder()).decode(content.bytes)) };
}

export type Unpacked =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Unpacked, a file may be at most this large: a few hundred bytes can grow to gigabytes. */
const LARGEST_UNPACKED_BYTES = 33_554_432;

/** The bytes of a file, unpacked where logrotate packed them. */
export function unpacked(bytes: Uint8Array): Unpacked {
  // RFC 1952, section 2.3.1.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { kind: 'bytes', bytes };
  try {
    return {
      kind: 'bytes',
      bytes: gunzipSync(bytes, { maxOutputLength: LARGEST_UNPACKED_BYTES }),
    };
  } catch {
    return {
      kind: 'unreadable',
      reason: 'it is no whole gzip file, or holds more than 32 MB',
    };
  }
}

const LOOKED_AT_BYTES = 4096;
const NUL_SHARE = 0.1;

/** A log may hold a stray NUL, a picture is full of them. */
export function isText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, LOOKED_AT_BYTES);
  const nuls = head.filter((byte) => byte === 0).length;
  return nuls <= head.length * NUL_SHARE;
}
