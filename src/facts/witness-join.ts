import { isCrash, type WitnessKind } from '../log/witness-kinds.ts';
import { canServe, contradicts, familyOf } from './backends.ts';
import type { ReadSource, Witness } from './collect.ts';
import type { Group } from './groups.ts';
import { hasNear } from './near.ts';
import { isFromElsewhere } from './provenance.ts';

/** A death, or what a backend says of one request, and what nginx saw of it are at most this far apart on one clock. */
const SAME_MOMENT_SECONDS = 3;
/** A backend that is full says so once, and requests fail until nginx’s own timeouts have run out, by default 60 s. */
const LASTING_SECONDS = 65;
const QUARTER_HOUR_SECONDS = 900;
const WIDEST_ZONE_SECONDS = 14 * 3600;
/** Stamps with and without a zone are taken for one clock only when they meet more than once. */
const FEWEST_MEETINGS = 2;
/** What anybody who reaches the program's port can make it write: one such line may stand at a failure by chance. */
const PROVOKED: ReadonlySet<WitnessKind> = new Set(['wrong-protocol']);

const LASTING: ReadonlySet<WitnessKind> = new Set([
  'children-limit',
  'queue-full',
  'files-limit',
  'port-taken',
  'listens-on-loopback',
  'blocked',
  'denied',
  'slow',
]);

/**
 * How a line of another program is tied to a group: `other-source` stands at the same moment in a log that nginx's clients
 * cannot write to, `same-text` among nginx's lines, `unplaced` has no time in common.
 */
type How = 'other-source' | 'same-text' | 'unplaced';
export type Joined = { readonly witness: Witness; readonly how: How };

const STRENGTH: Readonly<Record<How, number>> = { 'other-source': 0, 'same-text': 1, unplaced: 2 };

/** What a group's witnesses are judged with. */
export type Around = {
  readonly witnesses: readonly Witness[];
  readonly sources: readonly ReadSource[];
  readonly backend: string | undefined;
};

/** The witnesses that speak of this group's upstream, the strongest first. */
export function joinedTo(group: Group, around: Around): readonly Joined[] {
  const moments = group.moments.map((moment) => moment.seconds).sort((left, right) => left - right);
  const crowded = crowdedFamilies(around.witnesses);
  const joined = around.witnesses
    .map((witness) => join(group, { witness, moments, around, crowded }))
    .filter((one) => one !== undefined);
  const meetings = meetingsOf(joined, moments);
  const judged = joined.map((one) =>
    isProof(one, meetings) ? one : { ...one, how: 'unplaced' as const },
  );
  const twins = twinsIn(judged);
  return judged
    .map((one) => (one.how === 'unplaced' ? { ...one, how: howOfTwin(one, twins) } : one))
    .sort((left, right) => STRENGTH[left.how] - STRENGTH[right.how]);
}

/** How the death of a process is tied to the failures, by its id; of several lines the first counts. */
function twinsIn(judged: readonly Joined[]): ReadonlyMap<string, How> {
  const twins = new Map<string, How>();
  for (const { witness, how } of judged) {
    const { pid, about } = witness;
    if (how !== 'unplaced' && pid !== undefined && isCrash(about) && !twins.has(pid))
      twins.set(pid, how);
  }
  return twins;
}

/**
 * The kernel's stamp counts from its start, so its line has no time in common with nginx's; but where a master wrote at a
 * failure that the child of the same id ended, the kernel's line says why.
 */
function howOfTwin({ witness }: Joined, twins: ReadonlyMap<string, How>): How {
  const isOne = witness.pid !== undefined && isCrash(witness.about);
  return (isOne ? twins.get(witness.pid) : undefined) ?? 'unplaced';
}

type Case = {
  readonly witness: Witness;
  readonly moments: readonly number[];
  readonly around: Around;
  readonly crowded: ReadonlySet<string>;
};

function join(group: Group, { witness, moments, around, crowded }: Case): Joined | undefined {
  if (!speaksOf(group, witness, around.backend)) return undefined;
  const distance = distanceTo(group, witness, moments);
  if (distance === 'elsewhere') return undefined;
  const isPlaced =
    witness.program !== 'any-master' &&
    !isOneOfSeveral(witness, crowded) &&
    distance === 'near' &&
    isOnItsHost(group, witness) &&
    group.peers.size <= 1;
  if (!isPlaced) return { witness, how: 'unplaced' };
  return {
    witness,
    how: isFromElsewhere(group, witness, around.sources) ? 'other-source' : 'same-text',
  };
}

/** Units and processes of all kinds end; only an application server's lines say something of upstreams. */
function speaksOf(group: Group, witness: Witness, told: string | undefined): boolean {
  if (witness.peer !== undefined) return isItsPeer(group, witness, witness.peer);
  // Of nginx itself, or of any connection.
  if (witness.about === 'blocked' || witness.about === 'denied') return true;
  if (witness.program === 'any-master') return true;
  const family = familyOf(witness.program, witness.process);
  return (
    family !== undefined && canServe(family, group.upstream?.scheme) && !contradicts(told, family)
  );
}

/** A program says on which address of its own it listens, and a kernel may name only the port: then the port has to fit. */
function isItsPeer(group: Group, { about }: Witness, peer: string): boolean {
  if (about !== 'listens-on-loopback' && !peer.startsWith('*:')) return group.peers.has(peer);
  const port = peer.slice(peer.lastIndexOf(':'));
  return [...group.peers.keys()].some((one) => one.endsWith(port));
}

/** Families of which the journal names two units or more: which of them is behind the upstream no line says. */
function crowdedFamilies(witnesses: readonly Witness[]): ReadonlySet<string> {
  const units = new Map<string, Set<string>>();
  for (const { program, process } of witnesses) {
    const family = program === 'systemd' ? familyOf(program, process) : undefined;
    if (family === undefined || process === undefined) continue;
    units.set(family, (units.get(family) ?? new Set()).add(process));
  }
  return new Set([...units].filter(([, names]) => names.size > 1).map(([family]) => family));
}

function isOneOfSeveral({ program, process }: Witness, crowded: ReadonlySet<string>): boolean {
  return program === 'systemd' && crowded.has(familyOf(program, process) ?? '');
}

/** Which host a kernel log is of is not written in it: it proves for peers of nginx's own host only, or for one it names. */
function isOnItsHost(group: Group, witness: Witness): boolean {
  const isOfAny = witness.program === 'kernel' || witness.program === 'systemd';
  if (witness.program === 'audit') return true;
  const isNamed = witness.peer !== undefined && !witness.peer.startsWith('*:');
  if (!isOfAny || isNamed) return true;
  const peers = [...group.peers.keys()];
  return peers.length > 0 && peers.every((peer) => LOCAL.test(peer));
}

const LOCAL = /^(?:unix:|127\.|\[::1\])/;

type Distance = 'near' | 'unknown' | 'elsewhere';

/** Whether it meets a failure; `elsewhere` when both have dates that cannot meet, also not in another zone. */
function distanceTo(group: Group, { time, about }: Witness, moments: readonly number[]): Distance {
  const isDated = group.first !== undefined && group.first.length > 8;
  if (time?.isDated !== true || !isDated || moments.length === 0) return 'unknown';
  const { seconds } = time;
  if (isMet(moments, seconds, about)) return 'near';
  if (hasNear(moments, seconds, LASTING_SECONDS)) return 'unknown';
  if (!group.isEveryMomentKept) return 'unknown';
  return isMetInAnotherZone(moments, seconds, about) ? 'unknown' : 'elsewhere';
}

/** The other program may write in another zone, which differ by quarter hours. */
function isMetInAnotherZone(
  moments: readonly number[],
  seconds: number,
  about: WitnessKind,
): boolean {
  const within = widthOf(about);
  const widest = WIDEST_ZONE_SECONDS + within;
  const [first = seconds] = moments;
  if (seconds < first - widest || seconds > (moments.at(-1) ?? seconds) + widest) return false;
  return moments.some((moment) => {
    const shift = Math.round((seconds - moment) / QUARTER_HOUR_SECONDS) * QUARTER_HOUR_SECONDS;
    return Math.abs(shift) <= WIDEST_ZONE_SECONDS && Math.abs(seconds - shift - moment) <= within;
  });
}

function isMet(moments: readonly number[], seconds: number, about: WitnessKind): boolean {
  return hasNear(moments, seconds, widthOf(about));
}

function widthOf(about: WitnessKind): number {
  return LASTING.has(about) ? LASTING_SECONDS : SAME_MOMENT_SECONDS;
}

/** How the lines of one kind meet the failures. */
type Meetings = { readonly isWithMost: boolean; readonly times: number };

/** Looked up once for all lines of a kind, since there may be thousands. */
function meetingsOf(
  joined: readonly Joined[],
  moments: readonly number[],
): ReadonlyMap<WitnessKind, Meetings> {
  const placed = Map.groupBy(
    joined.filter(({ how }) => how !== 'unplaced'),
    ({ witness }) => witness.about,
  );
  return new Map(
    [...placed].map(([about, ones]) => {
      const told = ones
        .map(({ witness }) => witness.time?.seconds ?? 0)
        .sort((left, right) => left - right);
      const met = moments.filter((seconds) => isMet(told, seconds, about));
      const isWithMost = met.length * 2 >= moments.length;
      return [about, { isWithMost, times: new Set(told).size }];
    }),
  );
}

/**
 * Lines of that kind stand near at least half of the failures, since one death in a day of failures explains one of
 * them; and where only the witness names its zone, or strangers can provoke its words, they meet more than once.
 */
function isProof({ witness, how }: Joined, meetings: ReadonlyMap<WitnessKind, Meetings>): boolean {
  if (how === 'unplaced') return true;
  const met = meetings.get(witness.about);
  if (met?.isWithMost !== true) return false;
  const mayBeChance = witness.time?.offsetSeconds !== undefined || PROVOKED.has(witness.about);
  return !mayBeChance || met.times >= FEWEST_MEETINGS;
}
