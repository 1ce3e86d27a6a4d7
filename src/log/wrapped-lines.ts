import { accessLineOf } from './access-line.ts';
import { withoutChatMarkup } from './chat-text.ts';
import { type Carried, textsInEnvelope } from './envelope.ts';
import type { ErrorLine, LogLine } from './line.ts';
import { isKnownPhase } from './phases.ts';
import { fieldsRead, readLine } from './read-line.ts';

export type NumberedLine = {
  readonly line: LogLine;
  readonly text: string;
  readonly number: number;
};

/** Enough for a 2048-byte line on an 80-column terminal of which the half is blank. */
const MOST_LINES_JOINED = 40;
const LONGEST_JOINED = 4096;

type Pending = { text: string; readonly number: number; line: ErrorLine; joined: number };

/** Puts a line together again that a terminal, a mail or a chat wrapped; also inside a quoted field. */
export function wrappedLines(onLine: (line: NumberedLine) => void): {
  readonly push: (text: string, number: number) => void;
  readonly end: () => void;
  readonly isPending: () => boolean;
} {
  let pending: Pending | undefined;
  const end = (): void => {
    const last = pending;
    pending = undefined;
    if (last !== undefined) onLine(last);
  };
  const pushLine = (text: string, number: number): void => {
    const line = readLine(text);
    if (pending !== undefined && mayBeRest(line) && isRestOf(pending, { text, line })) return;
    end();
    if (line.kind === 'error-line' && mayGoOn(line)) pending = { text, number, line, joined: 1 };
    else onLine({ line, text, number });
  };
  /** What is inside one envelope goes on in no other; what stands elsewhere in it is not nginx's. */
  const pushInside = (inside: readonly Carried[], text: string, number: number): void => {
    end();
    for (const one of inside) {
      const isDoubtful = !one.isCertain && readLine(one.text).kind === 'witness-line';
      if (isDoubtful) onLine({ line: { kind: 'quoted-line' }, text: one.text, number });
      else pushLine(one.text, number);
    }
    end();
    if (inside.length === 0) onLine({ line: { kind: 'unknown-line' }, text, number });
  };
  return {
    push(text, number) {
      if (text.trim() === '') return;
      const access = accessLineOf(text);
      if (access !== undefined) {
        end();
        onLine({ line: access, text, number });
        return;
      }
      const inside = textsInEnvelope(text)?.filter(
        (one) => readLine(one.text).kind !== 'unknown-line',
      );
      if (inside === undefined) {
        pushLine(text, number);
        return;
      }
      pushInside(inside, text, number);
    },
    end,
    isPending: () => pending !== undefined,
  };
}

/** Not read as anything, or as the words of nginx without its head: the second half of a line looks like that. */
function mayBeRest(line: LogLine): boolean {
  if (line.kind !== 'error-line') return line.kind === 'unknown-line';
  return line.level === undefined && line.pid === undefined && line.connection === undefined;
}

function mayGoOn(line: ErrorLine): boolean {
  return (
    !line.isQuoteOpen && (line.isCut || line.upstream === undefined || line.client === undefined)
  );
}

/** Takes the text as the rest of the pending line when the two together say more than the first alone. */
function isRestOf(pending: Pending, { text, line }: Pick<NumberedLine, 'text' | 'line'>): boolean {
  const isRoom =
    pending.joined < MOST_LINES_JOINED && pending.text.length + text.length <= LONGEST_JOINED;
  if (!isRoom) return false;
  const tails = tailsOf(pending, text);
  const best = tails
    .map((tail) => ({ text: pending.text + tail, line: readLine(pending.text + tail) }))
    .filter((one): one is { text: string; line: ErrorLine } => one.line.kind === 'error-line')
    .reduce((most, one) => (fieldsRead(one.line) > fieldsRead(most.line) ? one : most), pending);
  const isMore =
    best !== pending && (line.kind !== 'error-line' || fieldsRead(best.line) >= fieldsRead(line));
  if (isMore) {
    pending.text = best.text;
    pending.line = best.line;
  } else if (line.kind === 'unknown-line' && isInside(pending, text)) {
    // A field or a phase broken in the middle says nothing more until its last piece has come.
    pending.text += tails[0] ?? '';
  } else {
    return false;
  }
  pending.joined += 1;
  return true;
}

/**
 * How the text may go on behind the pending line. Whoever quotes breaks lines at blanks and sets the mark before each; a
 * collector names the container before each.
 */
function tailsOf({ text: begun, line }: Pending, text: string): readonly string[] {
  const bar = line.prefix.lastIndexOf('|') + 1;
  const rest =
    bar > 0 && begun.startsWith(line.prefix) && text.startsWith(line.prefix.slice(0, bar))
      ? text.slice(bar)
      : text;
  const marked = withoutChatMarkup(rest).trimStart();
  const isMarked = QUOTE_MARK.test(begun) && QUOTE_MARK.test(rest);
  if (isMarked) return [` ${marked}`, marked, `, ${marked}`];
  return [rest, ` ${rest.trimStart()}`, `, ${marked}`];
}

const QUOTE_MARK = /^\s{0,8}(?:>|&gt;)/;

function isInside(pending: Pending, text: string): boolean {
  const { line } = pending;
  const isRequestNext =
    line.client !== undefined &&
    line.request === undefined &&
    (REQUEST.test(pending.text + text) || REQUEST.test(`${pending.text} ${text.trimStart()}`));
  return isInsideQuotes(pending) || isInsideMessage(line) || isRequestNext;
}

const REQUEST = /, request: "[A-Z]{3,8} /;

function isInsideQuotes(pending: Pending): boolean {
  return pending.line.isCut && pending.text.split('"').length % 2 === 0;
}

function isInsideMessage(line: ErrorLine): boolean {
  if (line.client !== undefined || line.pid === undefined) return false;
  const isPhaseCut = line.phase !== undefined && !isKnownPhase(line.phase);
  return (
    isPhaseCut ||
    line.message === 'other' ||
    (line.message === 'syscall-failed' && line.phase === undefined)
  );
}
