import type { ErrorLine } from '../log/line.ts';
import { ownCopy } from '../text/own-copy.ts';
import { LIMITS, type LineAt } from './groups.ts';

/** The connections whose request body nginx buffered to a temporary file (larger than client_body_buffer_size). */
export type LargeBodies = {
  readonly note: (line: ErrorLine, at: LineAt) => void;
  readonly of: (at: LineAt, connection: string | undefined) => LineAt | undefined;
  /** The same for a regular line, whose connection is only looked for once there is something to find. */
  readonly ofPlain: (at: LineAt) => LineAt | undefined;
};

/** Remembers so many at most; a line without a connection number says nothing. */
export function largeBodies(): LargeBodies {
  const known = new Map<string, LineAt>();
  const of = (at: LineAt, connection: string | undefined): LineAt | undefined =>
    connection === undefined ? undefined : known.get(`${at.source}:${connection}`);
  return {
    note(line, at) {
      if (line.connection === undefined || known.size >= LIMITS.largeBodies) return;
      const text = ownCopy(at.text.slice(0, LONGEST_KEPT));
      known.set(ownCopy(`${at.source}:${line.connection}`), { ...at, text });
    },
    of,
    ofPlain(at) {
      return known.size === 0 ? undefined : of(at, CONNECTION.exec(at.text)?.[1]);
    },
  };
}

const LONGEST_KEPT = 1024;
const CONNECTION = /: \*(\d{1,19}) /;
