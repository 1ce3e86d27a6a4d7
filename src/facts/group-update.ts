import { clockTimeIn, stampSeconds } from '../log/clock.ts';
import type { ErrorLine } from '../log/line.ts';
import type { PlainLine } from '../log/plain-line.ts';
import { type Upstream, upstreamOf } from '../log/upstream.ts';
import { ownCopy } from '../text/own-copy.ts';
import { type Group, LIMITS, type LineAt } from './groups.ts';

/** A group while lines still come in. */
export type MutableGroup = {
  -readonly [Field in keyof Group]: Group[Field] extends ReadonlySet<infer One>
    ? Set<One>
    : Group[Field] extends ReadonlyMap<infer Key, infer Value>
      ? Map<Key, Value>
      : Group[Field] extends readonly (infer One)[]
        ? One[]
        : Group[Field];
};

/** An empty group that starts with this line. */
export function newGroup(key: string, line: ErrorLine, name: string | undefined): MutableGroup {
  return {
    key,
    line,
    upstream: line.upstream === undefined ? undefined : upstreamOf(line.upstream),
    name,
    sources: new Set(),
    containers: new Set(),
    count: 0,
    first: undefined,
    last: undefined,
    firstSeconds: undefined,
    lastSeconds: undefined,
    peers: new Map(),
    peersLeftOut: 0,
    methods: new Map(),
    moments: [],
    isEveryMomentKept: true,
    largeBody: undefined,
    evidence: [],
  };
}

/** What differs between the lines of one group. */
export type Parts = {
  readonly time: string | undefined;
  readonly prefix: string;
  readonly peer: string | undefined;
  readonly method: string;
};

/** From a line read in full. */
export function partsOf(line: ErrorLine, upstream: Upstream | undefined): Parts {
  const peer =
    line.message === 'no-live-upstreams' ? undefined : (upstream?.address ?? line.target);
  return { time: line.time, prefix: line.prefix, peer, method: methodOf(line.request) };
}

/** From the places of a regular line. */
export function plainPartsOf(places: PlainLine, text: string): Parts {
  const isName = places.like.message === 'no-live-upstreams';
  return {
    time: text.slice(0, STAMP_LENGTH),
    prefix: '',
    peer: isName ? undefined : text.slice(places.addressStart, places.addressEnd),
    method: knownMethod(text.slice(places.methodStart, places.methodEnd)),
  };
}

const STAMP_LENGTH = 19;

export type Budget = { moments: number };

/** Counts a line in its group. */
export function addTo(
  group: MutableGroup,
  { parts, at, budget }: { parts: Parts; at: LineAt; budget: Budget },
): void {
  group.count += 1;
  if (!group.sources.has(at.source)) group.sources.add(at.source);
  if (group.containers.size < MOST_CONTAINERS) group.containers.add(containerOf(parts.prefix));
  const peer = parts.peer === undefined ? undefined : addPeer(group, parts.peer);
  group.methods.set(parts.method, (group.methods.get(parts.method) ?? 0) + 1);
  if (parts.time !== undefined) addTime(group, { time: parts.time, peer, budget });
  addEvidence(group, at);
}

/** Counts the peer; comes back with the one copy of its name, or undefined where there was no room for it. */
function addPeer(group: MutableGroup, peer: string): string | undefined {
  const known = group.peers.get(peer);
  if (known !== undefined) {
    known.count += 1;
    return known.name;
  }
  if (group.peers.size >= LIMITS.peersOfGroup) {
    group.peersLeftOut += 1;
    return undefined;
  }
  const name = ownCopy(peer);
  group.peers.set(name, { name, count: 1 });
  return name;
}

function addTime(
  group: MutableGroup,
  { time, peer, budget }: { time: string; peer: string | undefined; budget: Budget },
): void {
  if (group.first === undefined) group.first = ownCopy(time);
  const isSameSecond = group.last === time;
  if (isSameSecond && group.moments.at(-1)?.peer === peer) return;
  if (!isSameSecond) group.last = ownCopy(time);
  const seconds = stampSeconds(time) ?? clockTimeIn(time)?.seconds;
  if (seconds === undefined) return;
  // Workers write in no strict order, and files may be given newest first.
  group.firstSeconds = Math.min(group.firstSeconds ?? seconds, seconds);
  group.lastSeconds = Math.max(group.lastSeconds ?? seconds, seconds);
  if (group.moments.length < LIMITS.momentsOfGroup && budget.moments > 0) {
    group.moments.push({ seconds, peer });
    budget.moments -= 1;
  } else {
    group.isEveryMomentKept = false;
  }
}

function addEvidence(group: MutableGroup, at: LineAt): void {
  if (group.evidence.length >= LIMITS.linesOfGroup) return;
  group.evidence.push({ ...at, text: ownCopy(at.text.slice(0, LONGEST_EVIDENCE)) });
}

/** Raw characters kept of a line; redaction and the 300 of the report come later. */
const LONGEST_EVIDENCE = 4096;

const METHODS = new Map(
  ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'LOCK', 'PROPFIND', 'CONNECT'].map(
    (name) => [name, name],
  ),
);

function methodOf(request: string | undefined): string {
  if (request === undefined) return 'unknown';
  return knownMethod(request.slice(0, request.indexOf(' ')));
}

function knownMethod(method: string): string {
  return METHODS.get(method) ?? 'other';
}

const MOST_CONTAINERS = 8;

// "nginx_1  | 2019-01-09T12:25:50Z " and the like: what names the container, without the times in it.
function containerOf(prefix: string): string {
  const bar = prefix.indexOf('|');
  return bar === -1 ? '' : ownCopy(prefix.slice(0, bar).trim().slice(0, 80));
}
