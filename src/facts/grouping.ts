import { createHash } from 'node:crypto';
import type { ErrorLine } from '../log/line.ts';
import type { PlainLine } from '../log/plain-line.ts';
import { type Upstream, upstreamOf } from '../log/upstream.ts';
import { ownCopy } from '../text/own-copy.ts';
import { addTo, type MutableGroup, newGroup, partsOf, plainPartsOf } from './group-update.ts';
import { type Group, LIMITS, type LineAt } from './groups.ts';
import { largeBodies } from './large-bodies.ts';

export type Grouping = {
  readonly add: (line: ErrorLine, at: LineAt) => void;
  /** The same for a line whose words were read before; it comes to the same group. */
  readonly addPlain: (line: PlainLine, at: LineAt) => void;
  /** Keeps that this request has a body too large for memory; nginx writes so before it connects. */
  readonly noteLargeBody: (line: ErrorLine, at: LineAt) => void;
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
    const byServer = byWords.get(like) ?? new Map<string, MutableGroup>();
    byWords.set(like, byServer);
    const known = byServer.get(server);
    if (known !== undefined && isScheme(text, places, known.upstream?.scheme)) return known;
    const upstream = {
      scheme: text.slice(places.schemeStart, places.addressStart - 3),
      address: '',
    };
    const address =
      like.message === 'no-live-upstreams'
        ? text.slice(places.addressStart, places.addressEnd)
        : '';
    const group = groupFor(
      { ...like, server, upstream: text.slice(places.schemeStart, places.addressEnd) },
      { ...upstream, address },
    );
    if (group !== undefined && byServer.size < LIMITS.groups && address === '')
      byServer.set(ownCopy(server), group);
    return group;
  };

  const bodies = largeBodies();

  return {
    add(line, at) {
      const upstream = line.upstream === undefined ? undefined : upstreamOf(line.upstream);
      const group = groupFor(line, upstream);
      if (group === undefined) leftOut += 1;
      else {
        addTo(group, { parts: partsOf(line, upstream), at, budget });
        group.largeBody ??= bodies.of(line, at);
      }
    },
    addPlain(line, at) {
      const group = plainGroupFor(line, at.text);
      if (group === undefined) leftOut += 1;
      else {
        addTo(group, { parts: plainPartsOf(line, at.text), at, budget });
        group.largeBody ??= bodies.ofPlain(at);
      }
    },
    noteLargeBody: bodies.note,
    groups: () => [...groups.values()],
    leftOut: () => leftOut,
  };
}

function nameIn(line: ErrorLine, upstream: Upstream | undefined): string | undefined {
  const isGroupName = upstream !== undefined && line.message === 'no-live-upstreams';
  return isGroupName ? upstream.address : line.server;
}

const SEPARATOR = '\u0001';

function keyWords(
  line: ErrorLine,
  upstream: Upstream | undefined,
  name: string | undefined,
): string {
  return [
    line.syscall ?? '',
    line.errno ?? '',
    line.phase ?? '',
    line.level ?? '',
    upstream?.scheme ?? '',
    line.reason === undefined ? line.template : `${line.template}: ${line.reason}`,
    name ?? '',
  ].join(SEPARATOR);
}

/** `k1:` and 16 hexadecimal digits: the same on every host and every day for the same symptom. */
function keyOf(words: string): string {
  return `k1:${createHash('sha256').update(words).digest('hex').slice(0, 16)}`;
}

function isScheme(
  text: string,
  { schemeStart, addressStart }: PlainLine,
  scheme: string | undefined,
): boolean {
  return (
    scheme !== undefined &&
    addressStart - schemeStart === scheme.length + 3 &&
    text.startsWith(scheme, schemeStart)
  );
}
