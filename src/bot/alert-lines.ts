import type { ErrorLine, LogLine } from '../log/line.ts';
import { recordReader } from '../log/records.ts';

/** What of a text is a line of a log, as far as a look without a diagnosis can say. */
export type LinesFound = {
  /** nginx about an upstream, itself or a file; of access logs any line. */
  readonly nginx: readonly string[];
  /** nginx about a client alone. */
  readonly client: readonly string[];
  /** What other programs say of a backend. */
  readonly witness: readonly string[];
  /** What is no line of a log, labels before a line included. */
  readonly prose: string;
};

/** Looks for lines of nginx, of its access log and of the programs behind it, without a diagnosis. */
export function linesIn(texts: readonly string[]): LinesFound {
  const found: Found = { nginx: [], client: [], witness: [], prose: [] };
  for (const text of texts) {
    const records = recordReader((line, raw) => take(found, line, raw));
    for (const line of text.split('\n')) records.push(line.slice(0, LONGEST_LINE));
    records.end();
  }
  return { ...found, prose: found.prose.join('\n') };
}

const LONGEST_LINE = 65_536;

type Found = {
  readonly nginx: string[];
  readonly client: string[];
  readonly witness: string[];
  readonly prose: string[];
};

function take(found: Found, line: LogLine, raw: string): void {
  switch (line.kind) {
    case 'error-line':
      if (isBare(line)) found.prose.push(raw);
      else {
        found.prose.push(line.prefix);
        (isOfClient(line) ? found.client : found.nginx).push(raw.trim());
      }
      return;
    case 'access-line':
      found.nginx.push(raw.trim());
      return;
    case 'witness-line':
      found.witness.push(raw.trim());
      return;
    case 'unknown-line':
      found.prose.push(raw);
      return;
    case 'quoted-line':
  }
}

/** nginx's words with nothing else of a line of nginx are somebody's words, too: "the upstream timed out". */
function isBare(line: ErrorLine): boolean {
  const parts = [line.level, line.pid, line.connection, line.errno, line.phase, line.client];
  return parts.every((part) => part === undefined);
}

/** A connection that a client left or broke: nginx says so at level info, or in words that name the client. */
function isOfClient({ side, upstream }: ErrorLine): boolean {
  return side === 'client' && upstream === undefined;
}
