import { ownCopy } from '../text/own-copy.ts';
import type { LineAt } from './groups.ts';

/** Every table ends somewhere: servers are few, URIs are what clients write. What finds no room is counted. */
export const ACCESS_LIMITS = {
  peers: 2048,
  routes: 4096,
  uris: 8192,
  failures: 4096,
  failuresOfPeer: 256,
  seconds: 20_000,
  lines: 3,
} as const;

/** An attempt that failed: nginx got no header for it. */
export type Failure = {
  /** When the attempt ended: requests are logged at their end, so what came after it is taken off. */
  readonly moment: number | undefined;
  readonly seconds: number | undefined;
  readonly status: number | undefined;
  readonly method: string;
  readonly uri: string;
  /** The line does not say whether the upstream itself sent the status. */
  readonly isPerhaps: boolean;
  readonly at: LineAt;
};

/** What one second saw at one peer. */
export type Second = {
  /** Requests under way that were answered in the end. */
  underWay: number;
  failed: number;
  ended: number;
  /** Of the last that ended. */
  bytes: number | undefined;
};

export type PeerSeen = {
  readonly name: string;
  answered: number;
  failed: number;
  perhapsFailed: number;
  readonly failures: Failure[];
  readonly bySecond: Map<number, Second>;
  /** How many answers took so many whole seconds; the last place holds all longer ones. */
  readonly answeredAfter: Uint32Array;
  connectSteps: number;
  slowConnects: number;
  readonly stepLines: LineAt[];
};

/** Requests that were sent to the same peers in the same order. */
export type Route = {
  readonly peers: readonly string[];
  requests: number;
  failed: number;
  perhapsFailed: number;
  answered: number;
  firstFailed: number;
  rescued: number;
  /** Of the requests without a failure: all, and those between the first failure and the last one. */
  fineSinceFailure: number;
  fineBetween: number;
  readonly uris: Map<string, { failed: number; fine: number }>;
  urisLeftOut: number;
  readonly firstLines: LineAt[];
  readonly rescuedLines: LineAt[];
};

export const LONGEST_ANSWER_SECONDS = 128;

/** A peer of which nothing is known yet. */
export function newPeer(name: string): PeerSeen {
  return {
    name: ownCopy(name),
    answered: 0,
    failed: 0,
    perhapsFailed: 0,
    failures: [],
    bySecond: new Map(),
    answeredAfter: new Uint32Array(LONGEST_ANSWER_SECONDS),
    connectSteps: 0,
    slowConnects: 0,
    stepLines: [],
  };
}

/** A route that no request took yet. */
export function newRoute(peers: readonly string[]): Route {
  return {
    peers,
    requests: 0,
    failed: 0,
    perhapsFailed: 0,
    answered: 0,
    firstFailed: 0,
    rescued: 0,
    fineSinceFailure: 0,
    fineBetween: 0,
    uris: new Map(),
    urisLeftOut: 0,
    firstLines: [],
    rescuedLines: [],
  };
}
