import type { AccessLog } from './access.ts';
import {
  bytesBeforeFailure,
  failsAfterSeconds,
  failsWithConcurrency,
  medianOf,
} from './access-samples.ts';
import type { Failure, PeerSeen, Route } from './access-tables.ts';
import { evidenceId } from './evidence-id.ts';
import type { Group, LineAt } from './groups.ts';
import { hasNear } from './near.ts';
import { STATUS_MESSAGES } from './status-only.ts';
import type { Fact, FactName, FactValue } from './vocabulary.ts';

const MOST_LINES = 3;

/** What the access logs say of the requests to a group’s peers; nothing for a group that names none. */
export function accessFacts(group: Group, log: AccessLog): ReadonlyMap<FactName, Fact> {
  const facts = new Map<FactName, Fact>();
  const seen = seenOf(group, log);
  if (seen === undefined) return facts;
  const know = (
    name: FactName,
    value: FactValue | undefined,
    lines: readonly LineAt[] = seen.failureLines,
  ): void => {
    if (value !== undefined)
      facts.set(name, { value, evidence: lines.slice(0, MOST_LINES).map(evidenceId) });
  };
  const first = seen.routes.flatMap((route) => route.firstLines);
  know('requests-seen', seen.requests, first);
  know(
    'connect-time-steps',
    hasConnectSteps(seen),
    seen.peers.flatMap((peer) => peer.stepLines),
  );
  const phase = group.line.phase ?? '';
  if (CUT_PHASES.has(phase))
    know('bytes-before-failure', bytesBeforeFailure(group, seen.peers), first);
  // The attempts that failed for want of a header belong to other lines than these.
  if (AFTER_HEADER.has(phase)) return facts;
  know('all-failed-from-first', haveAllFailed(seen), first);
  know('answered-shortly-before', answeredShortlyBefore(group, seen));
  know('failed-attempt-seconds', medianOf(secondsOf(seen.failures)));
  know('fails-after-seconds', failsAfterSeconds(seen.failures, seen.peers));
  if (!isMostOfThem(seen)) return facts;
  know('retry-rescued-percent', rescuedPercent(seen), rescuedLines(seen));
  know('failing-uris', failingUris(seen));
  know('failing-peers', failingPeers(seen, log));
  know('fails-with-concurrency', failsWithConcurrency(seen.peers));
  return facts;
}

/** What is counted over all failures of the peers is said only of the lines that most of them belong to. */
function isMostOfThem({ failures, peers }: Seen): boolean {
  const all = peers.reduce((sum, peer) => sum + peer.failures.length, 0);
  return failures.length > 0 && failures.length >= all * MOST_OF_THEM;
}

/** Every line a fact may stand on, to show its text. */
export function accessLinesOf(log: AccessLog): readonly LineAt[] {
  const ofRoutes = [...log.routes.values()].flatMap((route) => [
    ...route.firstLines,
    ...route.rescuedLines,
  ]);
  const ofPeers = [...log.peers.values()].flatMap((peer) => [
    ...peer.stepLines,
    ...peer.failures.map((failure) => failure.at),
  ]);
  return [...ofRoutes, ...ofPeers];
}

/** Methods of the failed attempts, for a group whose own lines do not name them. */
export function failedMethods(group: Group, log: AccessLog): readonly Failure[] {
  return seenOf(group, log)?.failures.filter((failure) => failure.method !== '') ?? [];
}

type Seen = {
  readonly peers: readonly PeerSeen[];
  readonly routes: readonly Route[];
  readonly requests: number;
  /** Those that the group’s lines speak of: same peer, same moment, and a status that fits. */
  readonly failures: readonly Failure[];
  readonly failureLines: readonly LineAt[];
  /** Attempts of which the log does not say whose status it is are nginx’s, since it wrote about as many errors. */
  readonly arePerhapsFailed: boolean;
};

function seenOf(group: Group, log: AccessLog): Seen | undefined {
  if (group.line.side === 'client' || group.peersLeftOut > 0 || log.leftOut > 0) return undefined;
  if (!isSameTime(group, log)) return undefined;
  const peers = [...group.peers.keys()]
    .map((name) => log.peers.get(name))
    .filter((peer) => peer !== undefined);
  if (peers.length === 0) return undefined;
  const names = new Set(peers.map((peer) => peer.name));
  const routes = [...log.routes.values()].filter((route) =>
    route.peers.some((name) => names.has(name)),
  );
  const perhaps = peers.reduce((sum, peer) => sum + peer.perhapsFailed, 0);
  const failures = failuresOf(group, peers);
  return {
    peers,
    routes,
    requests: routes.reduce((sum, route) => sum + route.requests, 0),
    failures,
    failureLines: failures.map((failure) => failure.at),
    arePerhapsFailed: isWritten(group) && group.count * 2 >= perhaps,
  };
}

/** A request is logged at its end, which may be a minute after the failure of its first attempt. */
const LATEST_LOGGED_SECONDS = 120;

function isSameTime(group: Group, { firstSeconds, lastSeconds }: AccessLog): boolean {
  if (group.firstSeconds === undefined || !isDated(group)) return true;
  if (firstSeconds === undefined || lastSeconds === undefined) return true;
  const groupEnd = group.lastSeconds ?? group.firstSeconds;
  return groupEnd >= firstSeconds - LATEST_LOGGED_SECONDS && group.firstSeconds <= lastSeconds + 1;
}

function isDated(group: Group): boolean {
  return group.first !== undefined && group.first.length > 8;
}

function failuresOf(group: Group, peers: readonly PeerSeen[]): readonly Failure[] {
  const moments = group.moments.map((moment) => moment.seconds).sort((left, right) => left - right);
  const isPlaced = moments.length > 0 && isDated(group);
  const isTimeout = group.line.message === 'timed-out' || group.line.message === 'status-504';
  return peers
    .flatMap((peer) => peer.failures)
    .filter((failure) => (failure.status === 504) === isTimeout)
    .filter(({ moment, isPerhaps }) => {
      if (isPerhaps && !isWritten(group)) return false;
      if (!isPlaced || moment === undefined) return !isPerhaps;
      return isNear(group, moments, moment);
    });
}

/** nginx wrote an error line; a status alone may be the upstream’s own. */
function isWritten({ line }: Group): boolean {
  return !STATUS_MESSAGES.has(line.message);
}

const SAME_MOMENT_SECONDS = 1;

function isNear(group: Group, moments: readonly number[], moment: number): boolean {
  if (group.isEveryMomentKept) return hasNear(moments, moment, SAME_MOMENT_SECONDS);
  return moment >= (group.firstSeconds ?? 0) - 1 && moment <= (group.lastSeconds ?? 0) + 1;
}

// After the header came, a failed request has the upstream’s status: the log does not show which ones failed.
const CUT_PHASES: ReadonlySet<string> = new Set(['reading upstream', 'sending to client']);
const AFTER_HEADER: ReadonlySet<string> = new Set([
  ...CUT_PHASES,
  'proxying upgraded connection',
  'proxying and reading from upstream',
  'proxying and sending to upstream',
]);

const FEWEST_REQUESTS = 5;
const FEWEST_FAILURES = 5;

function haveAllFailed(seen: Seen): boolean | undefined {
  if (seen.requests < FEWEST_REQUESTS) return undefined;
  const sum = (count: (route: Route) => number): number =>
    seen.routes.reduce((total, route) => total + count(route), 0);
  if (sum((route) => route.answered) > 0) {
    // A route by way of another peer says nothing of this one.
    return seen.peers.some((peer) => peer.answered > 0) ? false : undefined;
  }
  const failed =
    sum((route) => route.failed) +
    (seen.arePerhapsFailed ? sum((route) => route.perhapsFailed) : 0);
  return failed === seen.requests ? true : undefined;
}

const SHORTLY_SECONDS = 10;

/** True where the peer of the first of the lines answered within seconds before it, so that it was there till then. */
function answeredShortlyBefore(group: Group, { peers }: Seen): boolean | undefined {
  const { firstSeconds, moments } = group;
  if (firstSeconds === undefined || !isDated(group)) return undefined;
  const failed = moments.filter(({ seconds }) => seconds === firstSeconds).map(({ peer }) => peer);
  const isThere = peers.some(({ name, bySecond }) => {
    if (!failed.includes(name)) return false;
    // An answer of the same second may have come after.
    for (let second = firstSeconds - SHORTLY_SECONDS; second < firstSeconds; second += 1)
      if ((bySecond.get(second)?.ended ?? 0) > 0) return true;
    return false;
  });
  return isThere ? true : undefined;
}

function rescuedPercent({ peers, routes }: Seen): number | undefined {
  const names = new Set(peers.map((peer) => peer.name));
  const own = routes.filter((route) => names.has(route.peers[0] ?? ''));
  const failed = own.reduce((sum, route) => sum + route.firstFailed, 0);
  const rescued = own.reduce((sum, route) => sum + route.rescued, 0);
  return failed < FEWEST_FAILURES ? undefined : Math.round((rescued / failed) * 100);
}

function rescuedLines({ routes, failureLines }: Seen): readonly LineAt[] {
  const rescued = routes.flatMap((route) => route.rescuedLines);
  return rescued.length > 0 ? rescued : failureLines;
}

/** Of a URI that always fails: below this many requests it may be chance. */
const FEWEST_OF_URI = 3;
const MOST_OF_THEM = 0.8;

type Counts = { failed: number; fine: number };

function failingUris({ routes }: Seen): string | undefined {
  if (routes.some((route) => route.urisLeftOut > 0)) return undefined;
  const byUri = new Map<string, Counts>();
  for (const route of routes) {
    for (const [uri, { failed, fine }] of route.uris) {
      const counts = byUri.get(uri) ?? { failed: 0, fine: 0 };
      byUri.set(uri, { failed: counts.failed + failed, fine: counts.fine + fine });
    }
  }
  const failing = [...byUri.values()].filter((counts) => counts.failed > 0);
  const failed = sumOf(failing);
  if (failed < FEWEST_FAILURES) return undefined;
  if (sumOf(failing.filter((counts) => counts.fine > 0)) >= failed * MOST_OF_THEM) return 'any';
  const always = failing.filter((counts) => counts.fine === 0 && counts.failed >= FEWEST_OF_URI);
  // Others went well in between: not an outage that these URIs happened to fall into.
  const between = routes.reduce((sum, route) => sum + route.fineBetween, 0);
  const isSome = sumOf(always) >= failed * MOST_OF_THEM && between >= FEWEST_FAILURES;
  return isSome ? 'some-always' : undefined;
}

function sumOf(counts: readonly Counts[]): number {
  return counts.reduce((sum, { failed }) => sum + failed, 0);
}

const FEWEST_STEPS = 3;

function hasConnectSteps({ peers }: Seen): boolean | undefined {
  const steps = peers.reduce((sum, peer) => sum + peer.connectSteps, 0);
  const slow = peers.reduce((sum, peer) => sum + peer.slowConnects, 0);
  // Slow connections of all lengths meet a step by chance now and then.
  return steps >= FEWEST_STEPS && steps >= slow * MOST_OF_THEM ? true : undefined;
}

/** Peers belong to one upstream when a request went from one to the other; only then “the others are well” means something. */
function failingPeers({ peers }: Seen, log: AccessLog): string | undefined {
  const linked = linkedTo(peers, log);
  if (linked.length < 2) return undefined;
  const failing = linked.filter((peer) => peer.failed + peer.perhapsFailed > 0);
  if (failing.filter((peer) => peer.failed + peer.perhapsFailed >= 2).length >= 2) return 'several';
  const [only] = failing;
  const isOne =
    failing.length === 1 &&
    only !== undefined &&
    only.failed + only.perhapsFailed >= FEWEST_OF_URI &&
    linked.every((peer) => peer === only || peer.answered >= FEWEST_FAILURES);
  return isOne ? 'one-of-several' : undefined;
}

function linkedTo(peers: readonly PeerSeen[], log: AccessLog): readonly PeerSeen[] {
  const names = new Set(peers.map((peer) => peer.name));
  const several = [...log.routes.values()].filter((route) => route.peers.length > 1);
  // Each turn follows one more retry; upstreams are small, and a chain longer than this adds nothing.
  for (let turn = 0; turn < 4; turn += 1) {
    for (const route of several) {
      if (!route.peers.some((name) => names.has(name))) continue;
      for (const name of route.peers) names.add(name);
    }
  }
  return [...names].map((name) => log.peers.get(name)).filter((peer) => peer !== undefined);
}

function secondsOf(failures: readonly Failure[]): readonly number[] {
  return failures.map((failure) => failure.seconds).filter((seconds) => seconds !== undefined);
}
