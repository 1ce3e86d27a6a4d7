import type { ErrorLine } from '../log/line.ts';
import type { Upstream } from '../log/upstream.ts';

/** Every table that input could grow ends somewhere; what is left out is counted. */
export const LIMITS = {
  groups: 2000,
  peersOfGroup: 512,
  momentsOfGroup: 2000,
  moments: 50_000,
  linesOfGroup: 3,
  largeBodies: 10_000,
} as const;

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
  /** Names of containers before the lines; an empty one for a line without. */
  readonly containers: ReadonlySet<string>;
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
  /** nginx’s line that it buffers the body of one of these requests to a temporary file. */
  readonly largeBody: LineAt | undefined;
  /** The first lines of it. */
  readonly evidence: readonly LineAt[];
};

/** A peer as printed, and how many lines name it. */
type PeerCount = { readonly name: string; count: number };
export type Moment = { readonly seconds: number; readonly peer: string | undefined };
