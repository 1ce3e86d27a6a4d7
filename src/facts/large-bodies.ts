import type { ErrorLine } from '../log/line.ts';
import { ownCopy } from '../text/own-copy.ts';
import { LIMITS, type LineAt } from './groups.ts';

/** The requests whose body nginx buffered to a temporary file (larger than client_body_buffer_size). */
export type LargeBodies = {
  readonly note: (line: ErrorLine, at: LineAt) => void;
  readonly of: (line: ErrorLine, at: LineAt) => LineAt | undefined;
  /** The same for a regular line, whose request is only looked for once there is something to find. */
  readonly ofPlain: (at: LineAt) => LineAt | undefined;
};

/** Remembers so many at most; a line without a connection number says nothing. */
export function largeBodies(): LargeBodies {
  const known = new Map<string, LineAt>();
  return {
    note(line, at) {
      const key = keyOf(at.source, line.connection, line.request);
      if (key === undefined || known.size >= LIMITS.largeBodies) return;
      known.set(ownCopy(key), { ...at, text: ownCopy(at.text.slice(0, LONGEST_KEPT)) });
    },
    of: (line, at) => known.get(keyOf(at.source, line.connection, line.request) ?? ''),
    ofPlain({ source, text }) {
      if (known.size === 0) return undefined;
      const key = keyOf(source, CONNECTION.exec(text)?.[1], REQUEST.exec(text)?.[1]);
      return known.get(key ?? '');
    },
  };
}

const LONGEST_KEPT = 1024;
const LONGEST_REQUEST = 256;
const CONNECTION = /: \*(\d{1,19}) /;
const REQUEST = /, request: "([^"]*)"/;

/** One connection carries many requests, so only connection and request line together speak of one of them. */
function keyOf(
  source: number,
  connection: string | undefined,
  request: string | undefined,
): string | undefined {
  if (connection === undefined || request === undefined) return undefined;
  return `${source}:${connection}:${request.slice(0, LONGEST_REQUEST)}`;
}
