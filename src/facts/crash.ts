import { canServe, contradicts, familyOf } from './backends.ts';
import type { ReadSource, Witness } from './collect.ts';
import { evidenceId } from './evidence-id.ts';
import type { Group } from './groups.ts';
import { hasNear } from './near.ts';
import { isFromElsewhere } from './provenance.ts';
import type { Fact, FactName } from './vocabulary.ts';

/** A death and what nginx saw of it are at most this far apart on one clock: a kill, the kernel's FIN, the event loop. */
const SAME_MOMENT_SECONDS = 3;
/** Further apart, a witness still speaks for its cause, but no longer proves it. */
const NEAR_SECONDS = 60;
const QUARTER_HOUR_SECONDS = 900;
const WIDEST_ZONE_SECONDS = 14 * 3600;
/** Stamps with and without a zone are taken for one clock only when they meet more than once. */
const FEWEST_MEETINGS = 2;

type How = 'other-source' | 'same-text' | 'unplaced';
type Joined = { readonly witness: Witness; readonly how: How };
const STRENGTH: Readonly<Record<How, number>> = { 'other-source': 0, 'same-text': 1, unplaced: 2 };

/** What a group's witnesses are judged with. */
export type Around = {
  readonly witnesses: readonly Witness[];
  readonly sources: readonly ReadSource[];
  readonly backend: string | undefined;
};

/** What other programs' lines say about the end of the backend behind this group, by its strongest witness. */
export function crashFacts(group: Group, around: Around): ReadonlyMap<FactName, Fact> {
  const moments = group.moments.map((moment) => moment.seconds).sort((left, right) => left - right);
  const joined = around.witnesses
    .map((witness) => join(group, { witness, moments, around }))
    .filter((one) => one !== undefined);
  const judged = joined
    .map((one) => (isProof(one, joined, moments) ? one : { ...one, how: 'unplaced' as const }))
    .sort((left, right) => STRENGTH[left.how] - STRENGTH[right.how]);
  const [best] = judged;
  if (best === undefined) return new Map();
  const evidence = judged
    .filter((one) => one.how === best.how && one.witness.crash === best.witness.crash)
    .slice(0, 3)
    .map((one) => evidenceId(one.witness.at));
  return new Map<FactName, Fact>([
    ['crash-kind', { value: best.witness.crash, evidence }],
    ['crash-joined', { value: best.how, evidence }],
  ]);
}

type Case = {
  readonly witness: Witness;
  readonly moments: readonly number[];
  readonly around: Around;
};

function join(group: Group, { witness, moments, around }: Case): Joined | undefined {
  const family = familyOf(witness.program, witness.process);
  const isOfAny = witness.program === 'kernel' || witness.program === 'systemd';
  // Units and processes of all kinds end; only an application server's end says something of upstreams.
  if (family === undefined) return undefined;
  if (!canServe(family, group.upstream?.scheme) || contradicts(around.backend, family))
    return undefined;
  const distance = distanceTo(group, witness, moments);
  if (distance === 'elsewhere') return undefined;
  if (distance === 'unknown' || distance > SAME_MOMENT_SECONDS) return { witness, how: 'unplaced' };
  // Which host a kernel log is of is not written in it: it proves for peers of nginx's own host only.
  if (isOfAny && !isLocal(group)) return { witness, how: 'unplaced' };
  if (group.peers.size > 1) return { witness, how: 'unplaced' };
  return {
    witness,
    how: isFromElsewhere(group, witness, around.sources) ? 'other-source' : 'same-text',
  };
}

function isLocal(group: Group): boolean {
  const peers = [...group.peers.keys()];
  return peers.length > 0 && peers.every((peer) => LOCAL.test(peer));
}

const LOCAL = /^(?:unix:|127\.|\[::1\])/;

/** Seconds to the nearest failure; `elsewhere` when both have dates that cannot meet, also not in another zone. */
function distanceTo(
  group: Group,
  { time }: Witness,
  moments: readonly number[],
): number | 'unknown' | 'elsewhere' {
  const isDated = group.first !== undefined && group.first.length > 8;
  if (time?.isDated !== true || !isDated || moments.length === 0) return 'unknown';
  const { seconds } = time;
  for (const within of [SAME_MOMENT_SECONDS, NEAR_SECONDS])
    if (hasNear(moments, seconds, within)) return within;
  if (!group.isEveryMomentKept) return 'unknown';
  // The other program may write in another zone, which differ by quarter hours.
  for (
    let shift = QUARTER_HOUR_SECONDS;
    shift <= WIDEST_ZONE_SECONDS;
    shift += QUARTER_HOUR_SECONDS
  ) {
    const isThere =
      hasNear(moments, seconds + shift, SAME_MOMENT_SECONDS) ||
      hasNear(moments, seconds - shift, SAME_MOMENT_SECONDS);
    if (isThere) return 'unknown';
  }
  return 'elsewhere';
}

/**
 * Deaths of that kind stand near at least half of the failures, since one death in a day of failures explains one of
 * them; and where only the witness names its zone, the two clocks meet more than once.
 */
function isProof(
  { witness, how }: Joined,
  joined: readonly Joined[],
  moments: readonly number[],
): boolean {
  if (how === 'unplaced') return true;
  const deaths = joined
    .filter((one) => one.witness.crash === witness.crash && one.how !== 'unplaced')
    .map((one) => one.witness.time?.seconds ?? 0)
    .sort((left, right) => left - right);
  const met = moments.filter((seconds) => hasNear(deaths, seconds, SAME_MOMENT_SECONDS));
  if (met.length * 2 < moments.length) return false;
  return witness.time?.hasZone !== true || new Set(deaths).size >= FEWEST_MEETINGS;
}
