import { evidenceId } from './evidence-id.ts';
import type { Group, Moment } from './groups.ts';
import { hasNear } from './near.ts';
import type { Fact, FactName } from './vocabulary.ts';

/** How long after a failure a refusal of the same peer still belongs to it: a restart takes seconds. */
const REFUSED_WITHIN_SECONDS = 10;
const MIXED_OVER_SECONDS = 5;
const FEWEST_MIXED = 3;
/** A reset and a close further apart than this are two stories. */
const TOGETHER_SECONDS = 300;
/** From so many lines on, a text is taken for a stretch of log and not for a quotation: what is missing in it did not happen. */
const STRETCH_OF_LOG_LINES = 50;

/** What a group is compared with, looked up once for all groups of one reading; their times compare. */
export type Neighbours = {
  readonly refusals: readonly Refusal[];
  readonly twins: ReadonlyMap<string, readonly Group[]>;
  readonly stored: ReadonlyMap<string, Group>;
  readonly isStretch: boolean;
};

/** Refusals of one peer, or of unnamed ones, as sorted seconds. */
type Refusal = { readonly group: Group; readonly byPeer: ReadonlyMap<string, readonly number[]> };

/** A peer that a fragment does not name: then the pasted lines are taken to speak of one. */
const UNNAMED = '';
const ALL = '*';

/** Prepares the comparison; cost grows with the lines kept, not with pairs of groups. */
export function neighboursOf(groups: readonly Group[], linesRead: number): Neighbours {
  const refusals = groups.filter((group) => group.line.errno === 'ECONNREFUSED').map(refusalOf);
  const isHeader = (group: Group): boolean => isReset(group) || isClose(group);
  const stored = groups.filter((group) => group.line.message === 'response-in-temp-file');
  return {
    refusals,
    twins: Map.groupBy(groups.filter(isHeader), (group) => group.name ?? UNNAMED),
    stored: new Map(stored.map((group) => [group.name ?? UNNAMED, group])),
    isStretch: linesRead >= STRETCH_OF_LOG_LINES,
  };
}

function refusalOf(group: Group): Refusal {
  const byPeer = new Map<string, number[]>();
  for (const { peer, seconds } of group.moments) {
    for (const key of [peer ?? UNNAMED, ALL]) {
      const times = byPeer.get(key);
      if (times === undefined) byPeer.set(key, [seconds]);
      else times.push(seconds);
    }
  }
  for (const times of byPeer.values()) times.sort((left, right) => left - right);
  return { group, byPeer };
}

/** Facts that one group's lines say about another's. */
export function neighbourFacts(group: Group, around: Neighbours): ReadonlyMap<FactName, Fact> {
  const facts = new Map<FactName, Fact>();
  const refusal = around.refusals.find((one) => one.group !== group && isNear(group, one))?.group;
  if (refusal !== undefined)
    facts.set('refused-nearby', { value: true, evidence: both(group, refusal) });
  else if (around.isStretch) facts.set('refused-nearby', { value: false, evidence: [] });
  const twin = around.twins.get(group.name ?? UNNAMED)?.find((one) => areMixed(group, one));
  if (twin !== undefined && refusal === undefined) {
    facts.set('reset-and-close-mixed', { value: true, evidence: both(group, twin) });
  } else if (around.isStretch) {
    facts.set('reset-and-close-mixed', { value: false, evidence: [] });
  }
  const stored = around.stored.get(group.name ?? UNNAMED);
  if (stored !== undefined && stored !== group) {
    facts.set('response-in-temp-file-nearby', { value: true, evidence: both(group, stored) });
  }
  return facts;
}

function isNear(group: Group, refusal: Refusal): boolean {
  return group.moments.some((moment) =>
    timesFor(moment, refusal).some((times) =>
      hasNear(times, moment.seconds, REFUSED_WITHIN_SECONDS),
    ),
  );
}

function timesFor({ peer }: Moment, { byPeer }: Refusal): readonly (readonly number[])[] {
  const keys = peer === undefined ? [ALL] : [peer, UNNAMED];
  return keys.map((key) => byPeer.get(key)).filter((times) => times !== undefined);
}

const HEADER = 'reading response header from upstream';

// The two faces of a connection that the upstream ended before answering: reset (RST) and closed (FIN).
function isReset({ line }: Group): boolean {
  return line.phase === HEADER && line.errno === 'ECONNRESET';
}

function isClose({ line }: Group): boolean {
  return line.phase === HEADER && line.message === 'premature-close';
}

function areMixed(group: Group, twin: Group): boolean {
  const areTwins = (isReset(group) && isClose(twin)) || (isClose(group) && isReset(twin));
  if (!areTwins || ![...group.peers.keys()].some((peer) => twin.peers.has(peer))) return false;
  const times = [group.firstSeconds, group.lastSeconds, twin.firstSeconds, twin.lastSeconds];
  const known = times.filter((time) => time !== undefined);
  if (known.length < times.length) return false;
  const closes = twin.moments.map((moment) => moment.seconds).sort((left, right) => left - right);
  if (!group.moments.some(({ seconds }) => hasNear(closes, seconds, TOGETHER_SECONDS)))
    return false;
  const span = Math.max(...known) - Math.min(...known);
  return group.count + twin.count >= FEWEST_MIXED && span > MIXED_OVER_SECONDS;
}

function both(group: Group, other: Group): readonly string[] {
  return [...group.evidence.slice(0, 1), ...other.evidence.slice(0, 2)].map(evidenceId);
}
