import { once } from 'node:events';
import type { ErrorLine } from '../log/line.ts';
import { lineSplitter } from '../log/physical-lines.ts';
import { recordReader } from '../log/records.ts';
import { displayText } from '../text/display.ts';
import { sourcesFrom } from './sources.ts';

/** Prints one JSON object an error line; returns 0 when there was one, else 1. */
export async function runParse(files: readonly string[]): Promise<number> {
  let count = 0;
  for (const source of sourcesFrom(files)) {
    let printed: string[] = [];
    const records = recordReader((line) => {
      if (line.kind !== 'error-line') return;
      count += 1;
      printed.push(JSON.stringify(fieldsOf(line)));
    });
    const splitter = lineSplitter(records.push);
    for await (const chunk of source.chunks) {
      splitter.push(chunk);
      await print(printed);
      printed = [];
    }
    splitter.end();
    records.end();
    await print(printed);
  }
  return count > 0 ? 0 : 1;
}

async function print(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  // Waits for a slow reader, so that memory does not grow with the file.
  if (!process.stdout.write(`${lines.join('\n')}\n`)) await once(process.stdout, 'drain');
}

const LONGEST_FIELD = 4096;

/** The fields of a line: absent is null, errno the number as read, no control characters. */
function fieldsOf(line: ErrorLine): Readonly<Record<string, string | number | null>> {
  const text = (value: string | undefined): string | null =>
    value === undefined ? null : displayText(value, LONGEST_FIELD);
  return {
    kind: line.kind,
    level: line.level ?? null,
    syscall: text(line.syscall),
    errno: line.errnoRead ?? null,
    phase: text(line.phase),
    message: line.message,
    client: text(line.client),
    server: text(line.server),
    request: text(line.request),
    upstream: text(line.upstream),
    host: text(line.host),
    referrer: text(line.referrer),
    pid: line.pid ?? null,
    connection: line.connection ?? null,
    time: line.time ?? null,
  };
}
