import { createHash } from 'node:crypto';
import { stampSeconds } from '../log/clock.ts';
import type { ErrorLine } from '../log/line.ts';
import type { PlainLine } from '../log/plain-line.ts';
import { type Upstream, upstreamOf } from '../log/upstream.ts';

/** Every table that input could grow ends somewhere; what is left out is counted. */
export const LIMITS = { groups: 2000, peersOfGroup: 512, momentsOfGroup: 2000, moments: 50_000, linesOfGroup: 3 } as const;

/** Where a line stands: source and line number, from 1. */
export type LineAt = { readonly source: number; readonly number: number; readonly text: string };

/** All lines of one symptom: same words, phase, level, protocol and server, whichever peer, process or client. */
export type Group = {
  readonly key: string;
  readonly line: ErrorLine;
  readonly upstream: Upstream | undefined;
  /** Name of the upstream block (where nginx prints one) or of the server. */
  readonly name: string | undefined;
  readonly sources: ReadonlySet<number>;
  readonly prefixes: ReadonlySet<string>;
  readonly count: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly firstSeconds: number | undefined;
  readonly lastSeconds: number | undefined;
  readonly peers: ReadonlyMap<string, PeerCount>;
  readonly peersLeftOut: number;
  readonly methods: ReadonlyMap<string, number>;
  /** Second and peer of failures, in the order they came; the first ones only. */
  readonly moments: readonly Moment[];
  readonly isEveryMomentKept: boolean;
  /** The first lines of it. */
  readonly evidence: readonly LineAt[];
};

/** A peer as printed, and how many lines name it. */
export type PeerCount = { readonly name: string; count: number };
export type Moment = { readonly seconds: number; readonly peer: string | undefined };

type MutableGroup = {
  -readonly [Field in keyof Group]: Group[Field] extends ReadonlySet<infer One>
    ? Set<One>
    : Group[Field] extends ReadonlyMap<infer Key, infer Value>
      ? Map<Key, Value>
      : Group[Field] extends readonly (infer One)[]
        ? One[]
        : Group[Field];
};

export type Grouping = {
  readonly add: (line: ErrorLine, at: LineAt) => void;
  /** The same for a line whose words were read before; it comes to the same group. */
  readonly addPlain: (line: PlainLine, at: LineAt) => void;
  readonly groups: () => readonly Group[];
  /** Lines that belonged to none of the groups there was room for. */
  readonly leftOut: () => number;
};

/** Collects lines into groups; memory does not grow with the number of lines. */
export function grouping(): Grouping {
  const groups = new Map<string, MutableGroup>();
  let leftOut = 0;
  const budget = { moments: LIMITS.moments };
  // Group of a plain line by its words and its server.
  const byWords = new Map<ErrorLine, Map<string, MutableGroup>>();

  const groupFor = (line: ErrorLine, upstream: Upstream | undefined): MutableGroup | undefined => {
    const name = nameIn(line, upstream);
    const words = keyWords(line, upstream, name);
    const known = groups.get(words);
    if (known !== undefined || groups.size >= LIMITS.groups) return known;
    // Cloned, since the strings of a line are slices that would keep its whole chunk in memory.
    const group = newGroup(keyOf(words), structuredClone(line), ownCopy(name));
    groups.set(ownCopy(words), group);
    return group;
  };

  const plainGroupFor = (places: PlainLine, text: string): MutableGroup | undefined => {
    const { like } = places;
    const server = text.slice(places.serverStart, places.serverEnd);
    let byServer = byWords.get(like);
    if (byServer === undefined) byWords.set(like, (byServer = new Map()));
    const known = byServer.get(server);
    if (known !== undefined && isScheme(text, places, known.upstream?.scheme)) return known;
    const upstream = { scheme: text.slice(places.schemeStart, places.addressStart - 3), address: '' };
    const address = like.message === 'no-live-upstreams' ? text.slice(places.addressStart, places.addressEnd) : '';
    const group = groupFor({ ...like, server, upstream: text.slice(places.schemeStart, places.addressEnd) }, { ...upstream, address });
    if (group !== undefined && byServer.size < LIMITS.groups && address === '') byServer.set(ownCopy(server), group);
    return group;
  };

  return {
    add(line, at) {
      const upstream = line.upstream === undefined ? undefined : upstreamOf(line.upstream);
      const group = groupFor(line, upstream);
      if (group === undefined) leftOut += 1;
      else addTo(group, { parts: partsOf(line, upstream), at, budget });
    },
    addPlain(line, at) {
      const group = plainGroupFor(line, at.text);
      if (group === undefined) leftOut += 1;
      else addTo(group, { parts: plainPartsOf(line, at.text), at, budget });
    },
    groups: () => [...groups.values()],
    leftOut: () => leftOut,
  };
}

function nameIn(line: ErrorLine, upstream: Upstream | undefined): string | undefined {
  const isGroupName = upstream !== undefined && line.message === 'no-live-upstreams';
  return isGroupName ? upstream.address : line.server;
}

const SEPARATOR = '\u0001';

function keyWords(line: ErrorLine, upstream: Upstream | undefined, name: string | undefined): string {
  return [
    line.syscall ?? '',
    line.errno ?? '',
    line.phase ?? '',
    line.level ?? '',
    upstream?.scheme ?? '',
    line.template,
    name ?? '',
  ].join(SEPARATOR);
}

/** `k1:` and 16 hexadecimal digits: the same on every host and every day for the same symptom. */
function keyOf(words: string): string {
  return `k1:${createHash('sha256').update(words).digest('hex').slice(0, 16)}`;
}

function newGroup(key: string, line: ErrorLine, name: string | undefined): MutableGroup {
  return {
    key,
    line,
    upstream: line.upstream === undefined ? undefined : upstreamOf(line.upstream),
    name,
    sources: new Set(),
    prefixes: new Set(),
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
    evidence: [],
  };
}

function isScheme(text: string, { schemeStart, addressStart }: PlainLine, scheme: string | undefined): boolean {
  return scheme !== undefined && addressStart - schemeStart === scheme.length + 3 && text.startsWith(scheme, schemeStart);
}

/** What differs between the lines of one group. */
type Parts = {
  readonly time: string | undefined;
  readonly prefix: string;
  readonly peer: string | undefined;
  readonly method: string;
};

function partsOf(line: ErrorLine, upstream: Upstream | undefined): Parts {
  const peer = line.message === 'no-live-upstreams' ? undefined : upstream?.address;
  return { time: line.time, prefix: line.prefix, peer, method: methodOf(line.request) };
}

function plainPartsOf(places: PlainLine, text: string): Parts {
  const isName = places.like.message === 'no-live-upstreams';
  return {
    time: text.slice(0, STAMP_LENGTH),
    prefix: '',
    peer: isName ? undefined : text.slice(places.addressStart, places.addressEnd),
    method: knownMethod(text.slice(places.methodStart, places.methodEnd)),
  };
}

const STAMP_LENGTH = 19;

type Budget = { moments: number };

function addTo(group: MutableGroup, { parts, at, budget }: { parts: Parts; at: LineAt; budget: Budget }): void {
  group.count += 1;
  if (!group.sources.has(at.source)) group.sources.add(at.source);
  if (parts.prefix !== '' && group.prefixes.size < 8) group.prefixes.add(containerOf(parts.prefix));
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
  const seconds = stampSeconds(time) ?? secondsOfDay(time);
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
  ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'LOCK', 'PROPFIND', 'CONNECT'].map((name) => [name, name]),
);

function methodOf(request: string | undefined): string {
  if (request === undefined) return 'unknown';
  return knownMethod(request.slice(0, request.indexOf(' ')));
}

function knownMethod(method: string): string {
  return METHODS.get(method) ?? 'other';
}

function secondsOfDay(time: string): number | undefined {
  const parts = /^(\d\d):(\d\d):(\d\d)$/.exec(time);
  if (parts === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

// "nginx_1  | 2019-01-09T12:25:50Z " and the like: what names the container, without the times in it.
function containerOf(prefix: string): string {
  return ownCopy(prefix.split('|')[0]?.trim().slice(0, 80) ?? '');
}

/** A copy of its own: a slice would keep the whole chunk it was cut from in memory. */
function ownCopy<Text extends string | undefined>(text: Text): Text {
  // The cast holds since a string comes back for a string and undefined for undefined.
  return (text === undefined ? undefined : Buffer.from(text).toString()) as Text;
}
