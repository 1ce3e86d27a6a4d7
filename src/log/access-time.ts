import { type ClockTime, clockTimeIn } from './clock.ts';

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const SLASH = 47;
const COLON = 58;
const DASH = 45;
const T = 84;

/** `22/Nov/2026:09:14:03 +0000` ($time_local) or `2026-11-22T09:14:03+00:00` ($time_iso8601) at a place of a text. */
export function accessTimeAt(text: string, start: number): ClockTime | undefined {
  if (text.charCodeAt(start + 2) === SLASH && text.charCodeAt(start + 11) === COLON) {
    const month = MONTHS.indexOf(text.slice(start + 3, start + 6));
    if (month === -1 || month % 3 !== 0) return undefined;
    const day = digits(text, start, 2);
    const year = digits(text, start + 7, 4);
    return clockTime({ day: Date.UTC(year, month / 3, day), text, at: start + 12 });
  }
  if (text.charCodeAt(start + 4) === DASH && text.charCodeAt(start + 10) === T) {
    const [year, month, day] = [
      digits(text, start, 4),
      digits(text, start + 5, 2),
      digits(text, start + 8, 2),
    ];
    return clockTime({ day: Date.UTC(year, month - 1, day), text, at: start + 11 });
  }
  return undefined;
}

/** A zone stands in both forms, but the digits are those of nginx's own clock, as in error.log: they compare with it. */
function clockTime(of: {
  readonly day: number;
  readonly text: string;
  readonly at: number;
}): ClockTime | undefined {
  const { day, text, at } = of;
  const ofDay = digits(text, at, 2) * 3600 + digits(text, at + 3, 2) * 60 + digits(text, at + 6, 2);
  const seconds = day / 1000 + ofDay;
  return Number.isNaN(seconds)
    ? undefined
    : { seconds, isDated: true, isYearless: false, offsetSeconds: undefined, isZoned: true };
}

function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The last time before a place: collectors put their own stamp first. */
export function timeInHead(text: string, end: number): ClockTime | undefined {
  const at = text.lastIndexOf('T', end);
  const iso = at < 10 ? undefined : accessTimeAt(text, at - 10);
  if (iso !== undefined || end < SHORTEST_TIME) return iso;
  const local = LOCAL.exec(text.slice(Math.max(0, end - LONGEST_HEAD), end));
  return local === null
    ? clockTimeIn(text.slice(0, Math.min(end, LONGEST_HEAD)))
    : accessTimeAt(local[1] ?? '', 0);
}

const SHORTEST_TIME = 8;
const LONGEST_HEAD = 200;
const LOCAL = /\[?(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d)/;
