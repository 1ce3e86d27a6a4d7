import type { Findings } from './findings.ts';
import { LONGEST_LINE_BYTES } from './log/physical-lines.ts';

/** What the reader must know about the reading itself: assumed, left out, not understood. */
export function notesOf(findings: Findings, shown: number): string[] {
  const { collected, config, diagnosed } = findings;
  const notes: string[] = [];
  const clipped = collected.sources.reduce((sum, source) => sum + source.oddities.clipped, 0);
  if (collected.counts.lines === 0) notes.push('there was no text to read');
  if (collected.sources.some((source) => source.oddities.isUtf16))
    notes.push('the text was UTF-16 and was decoded');
  if (collected.sources.some((source) => source.oddities.withNul > 0 && !source.oddities.isUtf16)) {
    notes.push('the input holds NUL bytes, so it may not be a text');
  }
  if (clipped > 0)
    notes.push(
      `${clipped} lines were longer than ${LONGEST_LINE_BYTES} bytes; only their beginning was read`,
    );
  if (collected.counts.quoted > 0) {
    notes.push(
      `${collected.counts.quoted} lines stand inside a quoted text of another line, where clients can write; they were not used`,
    );
  }
  if (collected.leftOut > 0)
    notes.push(`${collected.leftOut} lines of rare symptoms were left out`);
  const left = diagnosed.length - shown;
  if (left > 0 && shown >= 1000) notes.push(`${left} more symptoms were found and are not listed`);
  if (config !== undefined && config.places.length === 0) {
    notes.push('the configuration holds no proxy_pass or the like, so nothing was taken from it');
  }
  for (const fault of config?.faults ?? []) notes.push(`configuration: ${fault}`);
  return notes;
}
