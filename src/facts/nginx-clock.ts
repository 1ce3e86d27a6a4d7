import { type ClockTime, clockTimeIn } from '../log/clock.ts';
import { zoneOffsetSeconds } from '../log/zone.ts';
import type { Collected } from './collect.ts';

/**
 * The witnesses with their times as nginx’s clock would show them. Where its zone is known, told or from its access log,
 * those that name theirs are moved to it. Syslog writes no year; its lines get the one that brings them nearest to the
 * failures. What is neither stays as it is.
 */
export function onNginxClock(collected: Collected, zone: string | undefined): Collected {
  const offset = collected.accessOffsetSeconds;
  const isZoneKnown = zone !== undefined || offset !== undefined;
  const offsetAt = (utcSeconds: number): number =>
    zone === undefined ? (offset ?? 0) : zoneOffsetSeconds(zone, utcSeconds);
  const failure = collected.groups.find(
    ({ first, firstSeconds }) => firstSeconds !== undefined && (first?.length ?? 0) > TIME_LENGTH,
  )?.firstSeconds;
  return {
    ...collected,
    witnesses: collected.witnesses.map((witness) => {
      const { time } = witness;
      if (time === undefined) return witness;
      const inYear = time.isYearless && failure !== undefined ? withYear(time, failure) : time;
      return { ...witness, time: isZoneKnown ? moved(inYear, offsetAt) : inYear };
    }),
  };
}

/** A time of day alone is no longer than this. */
const TIME_LENGTH = 8;

/** True where lines of syslog were taken to be of the year of nginx’s lines, which the reader should know. */
export function isYearLent({ witnesses }: Collected): boolean {
  return witnesses.some(({ time }) => time?.isYearless === true && time.isDated);
}

function withYear(time: ClockTime, near: number): ClockTime {
  const around = new Date(near * 1000).getUTCFullYear();
  const candidates = [around - 1, around, around + 1].map((year) => inYear(time.seconds, year));
  const [nearest = time.seconds] = candidates.toSorted(
    (left, right) => Math.abs(left - near) - Math.abs(right - near),
  );
  return { ...time, seconds: nearest, isDated: true };
}

/** The same month, day and time in another year. */
function inYear(secondsOf2000: number, year: number): number {
  const date = new Date(secondsOf2000 * 1000);
  return date.setUTCFullYear(year) / 1000;
}

function moved(time: ClockTime, offsetAt: (utcSeconds: number) => number): ClockTime {
  if (time.offsetSeconds === undefined || !time.isDated) return time;
  const utc = time.seconds - time.offsetSeconds;
  return { ...time, seconds: utc + offsetAt(utc), offsetSeconds: undefined };
}

// $time_local and $time_iso8601 (src/core/ngx_times.c): never with a fraction or a "Z", as the stamps of collectors are.
const STAMP =
  /\b(?:\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d)(?!\d)/g;
/** Behind its time an access line holds what clients wrote. */
const LONGEST_HEAD = 200;

/** How far the clock of an access line is ahead of UTC; undefined unless the stamps of its very time agree about it. */
export function offsetOfNginx(text: string, seconds: number | undefined): number | undefined {
  const stamps = text.slice(0, LONGEST_HEAD).match(STAMP) ?? [];
  const offsets = stamps
    .map((stamp) => clockTimeIn(stamp))
    .filter((time) => time !== undefined && time.seconds === seconds)
    .map((time) => time?.offsetSeconds);
  return new Set(offsets).size === 1 ? offsets[0] : undefined;
}
