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
