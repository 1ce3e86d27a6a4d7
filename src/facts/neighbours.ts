import { evidenceId } from './evidence-id.ts';
import type { Group, Moment } from './groups.ts';
import type { Fact, FactName } from './vocabulary.ts';

/** How long after a failure a refusal of the same peer still belongs to it: a restart takes seconds. */
const REFUSED_WITHIN_SECONDS = 10;
const MIXED_OVER_SECONDS = 5;
const FEWEST_MIXED = 3;
/** From so many lines on, a text is taken for a stretch of log and not for a quotation: what is missing in it did not happen. */
const STRETCH_OF_LOG_LINES = 50;

/** Facts that one group's lines say about another's; the groups are of one reading, so their times compare. */
export function neighbourFacts(
  group: Group,
  all: readonly Group[],
  linesRead: number,
): ReadonlyMap<FactName, Fact> {
  const facts = new Map<FactName, Fact>();
  const others = all.filter((other) => other !== group);
  const isStretch = linesRead >= STRETCH_OF_LOG_LINES;
  const refusal = others.find(
    (other) => other.line.errno === 'ECONNREFUSED' && isNear(group, other),
  );
  if (refusal !== undefined)
    facts.set('refused-nearby', { value: true, evidence: both(group, refusal) });
  else if (isStretch) facts.set('refused-nearby', { value: false, evidence: [] });
  const twin = others.find((other) => isTwin(group, other) && areMixed(group, other));
  if (twin !== undefined && refusal === undefined) {
    facts.set('reset-and-close-mixed', { value: true, evidence: both(group, twin) });
  } else if (isStretch) {
    facts.set('reset-and-close-mixed', { value: false, evidence: [] });
  }
  const stored = others.find(
    (other) => other.line.message === 'response-in-temp-file' && other.name === group.name,
  );
  if (stored !== undefined) {
    facts.set('response-in-temp-file-nearby', { value: true, evidence: both(group, stored) });
  }
  return facts;
}

function isNear(group: Group, refusal: Group): boolean {
  return group.moments.some((moment) =>
    refusal.moments.some(
      (other) =>
        isSamePeer(moment, other) &&
        Math.abs(other.seconds - moment.seconds) <= REFUSED_WITHIN_SECONDS,
    ),
  );
}

// A fragment names no peer: then the pasted lines are taken to speak of one.
function isSamePeer(left: Moment, right: Moment): boolean {
  return left.peer === undefined || right.peer === undefined || left.peer === right.peer;
}

/** The two faces of a connection that the upstream ended before answering: reset (RST) and closed (FIN). */
function isTwin(group: Group, other: Group): boolean {
  const isHeader = (one: Group): boolean =>
    one.line.phase === 'reading response header from upstream';
  const isReset = (one: Group): boolean => one.line.errno === 'ECONNRESET';
  const isClose = (one: Group): boolean => one.line.message === 'premature-close';
  if (!isHeader(group) || !isHeader(other) || group.name !== other.name) return false;
  return (isReset(group) && isClose(other)) || (isClose(group) && isReset(other));
}

function areMixed(group: Group, twin: Group): boolean {
  const peers = [...group.peers.keys()].filter((peer) => twin.peers.has(peer));
  const times = [group.firstSeconds, group.lastSeconds, twin.firstSeconds, twin.lastSeconds];
  const known = times.filter((time) => time !== undefined);
  if (peers.length === 0 || known.length < times.length) return false;
  const span = Math.max(...known) - Math.min(...known);
  return group.count + twin.count >= FEWEST_MIXED && span > MIXED_OVER_SECONDS;
}

function both(group: Group, other: Group): readonly string[] {
  return [...group.evidence.slice(0, 1), ...other.evidence.slice(0, 2)].map(evidenceId);
}
