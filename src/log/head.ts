import { LEVELS, type Level } from './line.ts';

/** What nginx writes before its message (src/core/ngx_log.c ngx_log_error_core): `time [level] pid#tid: *connection `. */
export type Head = {
  readonly time: string | undefined;
  readonly level: Level | undefined;
  readonly pid: string | undefined;
  readonly connection: string | undefined;
  readonly prefix: string;
  /** Index of the first character of the message. */
  readonly start: number;
};

// Prefixes of syslog, containers and log viewers stay well below this; what stands further right is somebody's text.
const LONGEST_PREFIX = 400;
const LEVEL_NAMES: ReadonlySet<string> = new Set(LEVELS);
const TIME_LENGTH = 19;
const STAMP = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d$/;
const TIME_OF_DAY = /(?:^|\s)(\d\d:\d\d:\d\d)\s*$/;
// What people put in place of a number, or of a part of it: XXXX, ***, 12…, <pid>, [redacted], CONN_ID.
const REDACTED = String.raw`(?:[\dxn*?….-]{1,32}|[A-Z][A-Z\d_]{0,31}|redacted|<[\w .*-]{1,24}>|\[[\w .*-]{1,24}\]|\{[\w .*-]{1,24}\})`;
const REDACTED_PID = new RegExp(`${REDACTED}#${REDACTED}: ?`, 'y');
const REDACTED_CONNECTION = new RegExp(`${REDACTED}? `, 'y');
const FRAGMENT_HEAD = new RegExp(
  String.raw`(?:(?:^|\s)(?<pid>\d{1,10})#\d{1,10}: ?)?(?:\*(?:(?<connection>\d{1,19})|${REDACTED}) )?$`,
);

/** The head of a line, found by the level and the process id behind it; undefined for a line without one. */
export function headOf(line: string): Head | undefined {
  let open = line.indexOf('[');
  while (open !== -1 && open < LONGEST_PREFIX) {
    const close = line.indexOf(']', open);
    if (close === -1) return undefined;
    const name = line.slice(open + 1, close);
    if (close - open <= 7 && LEVEL_NAMES.has(name)) {
      // The cast holds because the set has the names of the union only.
      const head = headAfterLevel(line, open, name as Level);
      if (head !== undefined) return head;
    }
    open = line.indexOf('[', open + 1);
  }
  return undefined;
}

function headAfterLevel(line: string, open: number, level: Level): Head | undefined {
  const afterLevel = open + level.length + 3;
  if (line.charCodeAt(afterLevel - 1) !== BLANK) return undefined;
  const pidEnd = digitsEnd(line, afterLevel);
  const before = timeBefore(line, open);
  if (pidEnd === afterLevel || line.charCodeAt(pidEnd) !== HASH) {
    const start = endOf(REDACTED_PID, line, afterLevel);
    if (start !== undefined)
      return { ...before, level, pid: undefined, ...connectionAt(line, start) };
    // At start nginx also writes to stderr, without time and pid: "nginx: [emerg] …".
    const isStart = line.slice(Math.max(0, open - 7), open) === 'nginx: ';
    return isStart
      ? { ...before, level, pid: undefined, connection: undefined, start: afterLevel }
      : undefined;
  }
  const threadEnd = digitsEnd(line, pidEnd + 1);
  const isThread = threadEnd > pidEnd + 1 && line.charCodeAt(threadEnd) === COLON;
  const start = isThread ? threadEnd + 1 : endOf(REDACTED_PID, line, afterLevel);
  if (start === undefined) return undefined;
  return { ...before, level, pid: line.slice(afterLevel, pidEnd), ...connectionAt(line, start) };
}

/** The number of the connection, if one stands there, and where the message starts behind it. */
function connectionAt(line: string, from: number): Pick<Head, 'connection' | 'start'> {
  let start = from;
  while (line.charCodeAt(start) === BLANK) start += 1;
  if (line.charCodeAt(start) !== STAR) return { connection: undefined, start };
  const end = digitsEnd(line, start + 1);
  const isFollowed = line.charCodeAt(end) === BLANK;
  if (isFollowed && end > start + 1)
    return { connection: line.slice(start + 1, end), start: end + 1 };
  return { connection: undefined, start: endOf(REDACTED_CONNECTION, line, start + 1) ?? end };
}

function endOf(pattern: RegExp, line: string, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.test(line) ? pattern.lastIndex : undefined;
}

const BLANK = 32;
const HASH = 35;
const STAR = 42;
const COLON = 58;

function digitsEnd(line: string, from: number): number {
  let at = from;
  while (at < line.length && line.charCodeAt(at) >= 48 && line.charCodeAt(at) <= 57) at += 1;
  return at;
}

function timeBefore(line: string, open: number): { time: string | undefined; prefix: string } {
  const start = open - 1 - TIME_LENGTH;
  if (start >= 0) {
    const stamp = line.slice(start, open - 1);
    if (STAMP.test(stamp)) return { time: stamp, prefix: line.slice(0, start) };
  }
  return { time: undefined, prefix: line.slice(0, open) };
}

/** The head of a fragment: what people left of it before the message at `start`. */
export function fragmentHead(line: string, start: number): Head {
  const before = line.slice(Math.max(0, start - LONGEST_PREFIX), start);
  const found = FRAGMENT_HEAD.exec(before);
  const { pid, connection } = found?.groups ?? {};
  const rest = before.slice(0, found?.index ?? before.length);
  const stamp = rest.trimEnd().slice(-TIME_LENGTH);
  const level = LEVELS.find((name) => rest.endsWith(`[${name}]`) || rest.endsWith(`[${name}] `));
  const time = STAMP.test(stamp) ? stamp : TIME_OF_DAY.exec(rest)?.[1];
  return {
    time,
    level,
    pid,
    connection,
    prefix: rest,
    start,
  };
}
