/**
 * Seconds on the clock that a line was written by, counted as if it were UTC: two lines of one host compare, and no zone
 * is invented. `isDated` is false where only a time of day stands in the line.
 */
export type ClockTime = {
  readonly seconds: number;
  readonly isDated: boolean;
  /** Month, day and time, and no year, as syslog writes them; `seconds` then counts within the year 2000. */
  readonly isYearless: boolean;
  /**
   * How far the zone that stands beside it is ahead of UTC; undefined for none. With a zone it compares with a clock
   * without one only by overlap, or once that clock’s zone is told.
   */
  readonly offsetSeconds: number | undefined;
  /** It was written with a zone, also where it has been moved to another clock since. */
  readonly isZoned: boolean;
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const NUMERIC = /(\d{4})[/-](\d\d)[/-](\d\d)[ T_](\d\d):(\d\d):(\d\d)/;
const DAY_FIRST = /(\d{1,2})[-/ ]([A-Z][a-z]{2})[-/ ](\d{4})[ :](\d\d):(\d\d):(\d\d)/;
// Apache has microseconds behind the seconds.
const YEAR_LAST = /([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.\d{1,9})? (\d{4})/;
// Suricata's fast.log: 11/22/2026-09:14:03.123456.
const MONTH_FIRST = /(\d\d)\/(\d\d)\/(\d{4})-(\d\d):(\d\d):(\d\d)/;
// auditd counts seconds of UTC: "msg=audit(1795338843.123:456)".
const AUDIT = /(?:^| )(?:msg=)?audit\((\d{9,11})\.\d{1,6}:\d{1,10}\)/;
const YEARLESS =
  /(?:^|[ >])(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?![\d:])/;
const TIME_ONLY = /(?:^|[^\d:])(\d\d):(\d\d):(\d\d)(?![\d:])/;

/** The first time written in a text, or undefined; a stamp without a year (syslog) is not dated until nginx's lines lend it theirs. */
export function clockTimeIn(text: string): ClockTime | undefined {
  const time = timeIn(text);
  if (time === undefined) return undefined;
  const offsetSeconds = offsetIn(text);
  return { ...time, offsetSeconds, isZoned: offsetSeconds !== undefined };
}

const ZONE = /\d\d:\d\d:\d\d(?:[.,]\d{1,9})? ?(?:Z\b|UTC\b|([+-])(\d\d):?(\d\d)\b)/;
type Time = Omit<ClockTime, 'offsetSeconds' | 'isZoned'>;

function offsetIn(text: string): number | undefined {
  if (AUDIT.test(text)) return 0;
  const zone = ZONE.exec(text);
  if (zone === null) return undefined;
  const [sign, hours = 0, minutes = 0] = [
    zone[1],
    ...zone.slice(2).map((part) => Number(part ?? 0)),
  ];
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return sign === '-' ? -seconds : seconds;
}

function timeIn(text: string): Time | undefined {
  const audit = AUDIT.exec(text);
  if (audit !== null) return { seconds: Number(audit[1]), isDated: true, isYearless: false };
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) return dated(numeric.slice(1).map(Number));
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) {
    const [day, month, year, ...time] = dayFirst.slice(1);
    return dated([Number(year), monthNumber(month), Number(day), ...time.map(Number)]);
  }
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast !== null) {
    const [month, day, hour, minute, second, year] = yearLast.slice(1);
    return dated([
      Number(year),
      monthNumber(month),
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    ]);
  }
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst !== null) {
    const [month, day, year, ...time] = monthFirst.slice(1).map(Number);
    return dated([year ?? Number.NaN, month ?? 1, day ?? 1, ...time]);
  }
  const syslog = YEARLESS.exec(text);
  if (syslog !== null) {
    const [month, day, ...parts] = syslog.slice(1);
    const of2000 = dated([2000, monthNumber(month), Number(day), ...parts.map(Number)]);
    return of2000 && { ...of2000, isDated: false, isYearless: true };
  }
  const time = TIME_ONLY.exec(text);
  if (time === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = time.slice(1).map(Number);
  return { seconds: hours * 3600 + minutes * 60 + seconds, isDated: false, isYearless: false };
}

/** The nginx stamp `2026/11/22 09:14:03` as seconds, without a regular expression: it is read for every line. */
export function stampSeconds(stamp: string): number | undefined {
  if (stamp.length !== 19) return undefined;
  const parts = [
    digits(stamp, 0, 4),
    digits(stamp, 5, 7),
    digits(stamp, 8, 10),
    digits(stamp, 11, 13),
    digits(stamp, 14, 16),
    digits(stamp, 17, 19),
  ];
  return dated(parts)?.seconds;
}

/** `2026-11-22 09:13:03`: the stamp moved by some seconds, as journalctl reads it. */
export function shiftedStamp(seconds: number, by: number): string {
  return new Date((seconds + by) * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

function dated(parts: readonly number[]): Time | undefined {
  const [year = Number.NaN, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  return Number.isNaN(seconds) ? undefined : { seconds, isDated: true, isYearless: false };
}

function monthNumber(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').toLowerCase()) + 1;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
