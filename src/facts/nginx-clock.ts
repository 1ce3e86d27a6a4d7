import { clockTimeIn } from '../log/clock.ts';
import { zoneOffsetSeconds } from '../log/zone.ts';
import type { Collected, Witness } from './collect.ts';

/**
 * The witnesses with their times as nginx’s clock would show them, where its zone is known: told, or from its access log,
 * which names it. A witness moved so has no zone of its own any more; without a zone to go by all stay as they are.
 */
export function onNginxClock(collected: Collected, zone: string | undefined): Collected {
  const offset = collected.accessOffsetSeconds;
  if (zone === undefined && offset === undefined) return collected;
  const offsetAt = (utcSeconds: number): number =>
    zone === undefined ? (offset ?? 0) : zoneOffsetSeconds(zone, utcSeconds);
  return {
    ...collected,
    witnesses: collected.witnesses.map((witness) => moved(witness, offsetAt)),
  };
}

function moved(witness: Witness, offsetAt: (utcSeconds: number) => number): Witness {
  const { time } = witness;
  if (time?.offsetSeconds === undefined || !time.isDated) return witness;
  const utc = time.seconds - time.offsetSeconds;
  return {
    ...witness,
    time: { ...time, seconds: utc + offsetAt(utc), offsetSeconds: undefined },
  };
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
