import type { ErrorLine } from './line.ts';
import { lineSplitter } from './physical-lines.ts';
import { type OnLine, recordReader } from './records.ts';

/** Error lines of a text, in order. */
export function parseText(text: string): readonly ErrorLine[] {
  const lines: ErrorLine[] = [];
  const onLine: OnLine = (line) => {
    if (line.kind === 'error-line') lines.push(line);
  };
  const records = recordReader(onLine);
  const splitter = lineSplitter(records.push);
  splitter.push(Buffer.from(text));
  splitter.end();
  records.end();
  return lines;
}
