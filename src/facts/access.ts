import type { AccessLine } from '../log/access-line.ts';
import type { Attempt } from '../log/attempts.ts';
import { ownCopy } from '../text/own-copy.ts';
import {
  ACCESS_LIMITS,
  LONGEST_ANSWER_SECONDS,
  newPeer,
  newRoute,
  type PeerSeen,
  type Route,
  type Second,
} from './access-tables.ts';
import type { LineAt } from './groups.ts';

/** What the access logs hold of requests that went to an upstream; memory does not grow with their length. */
export type AccessLog = {
  readonly peers: ReadonlyMap<string, PeerSeen>;
  readonly routes: ReadonlyMap<string, Route>;
  /** Requests for whose servers there was no room. */
  readonly leftOut: number;
  readonly firstSeconds: number | undefined;
  readonly lastSeconds: number | undefined;
};

type Tables = {
  readonly peers: Map<string, PeerSeen>;
  readonly routes: Map<string, Route>;
  leftOut: number;
  firstSeconds: number | undefined;
  lastSeconds: number | undefined;
  urisKept: number;
  failuresKept: number;
  secondsKept: number;
};

export type AccessCollector = {
  readonly add: (line: AccessLine, at: LineAt) => void;
  readonly log: () => AccessLog;
};

/** Collects lines of access logs, in the order they come. */
export function accessCollector(): AccessCollector {
  const tables: Tables = {
    peers: new Map(),
    routes: new Map(),
    leftOut: 0,
    firstSeconds: undefined,
    lastSeconds: undefined,
    urisKept: 0,
    failuresKept: 0,
    secondsKept: 0,
  };
  return {
    add(line, at) {
      if (line.attempts.length > 0 && line.attempts[0]?.peer !== undefined) add(tables, line, at);
    },
    log: () => tables,
  };
}

/** How an attempt ended, by what the line says of it. */
export type Outcome = 'answered' | 'failed' | 'perhaps-failed' | 'unknown';

/** 502 and 504 are nginx’s own unless a header came; 500 and the like only where it is certain that none did. */
export function outcomeOf(attempt: Attempt, finalStatus: number | undefined): Outcome {
  const status = attempt.status ?? finalStatus;
  if (attempt.isAnswered === true) return 'answered';
  const isGateway = status === 502 || status === 504;
  if (attempt.isAnswered === false) return isGateway || (status ?? 0) >= 500 ? 'failed' : 'unknown';
  return isGateway ? 'perhaps-failed' : 'unknown';
}

/** The attempt that the client's status is of: behind an error_page the last one went elsewhere, and what it got is another. */
export function decidingAttempt({ attempts, status }: AccessLine): Attempt | undefined {
  return attempts.findLast((one) => (one.status ?? status) === status);
}

function add(tables: Tables, line: AccessLine, at: LineAt): void {
  addSpan(tables, line);
  const route = routeOf(tables, line.attempts);
  if (route === undefined) {
    tables.leftOut += 1;
    return;
  }
  const { attempts } = line;
  const outcomes = attempts.map((one, index) =>
    outcomeOf(one, index === attempts.length - 1 ? line.status : undefined),
  );
  addToRoute(tables, { route, line, at, outcomes });
  let after = 0;
  for (let index = attempts.length - 1; index >= 0; index -= 1) {
    const attempt = attempts[index];
    const outcome = outcomes[index];
    if (attempt === undefined || outcome === undefined) continue;
    const moment = line.time && Math.floor(line.time.seconds - after);
    addToPeer(tables, { attempt, outcome, moment, line, at });
    after += attempt.seconds ?? 0;
  }
}

function addSpan(tables: Tables, { time }: AccessLine): void {
  if (time?.isDated !== true) return;
  tables.firstSeconds = Math.min(tables.firstSeconds ?? time.seconds, time.seconds);
  tables.lastSeconds = Math.max(tables.lastSeconds ?? time.seconds, time.seconds);
}

function routeOf(tables: Tables, attempts: readonly Attempt[]): Route | undefined {
  const [only] = attempts;
  const names = attempts.length === 1 ? undefined : peersOfFirstPass(attempts);
  const key = names === undefined ? (only?.peer ?? '') : names.join(' ');
  const known = tables.routes.get(key);
  if (known !== undefined || tables.routes.size >= ACCESS_LIMITS.routes) return known;
  const route = newRoute((names ?? [key]).map((name) => ownCopy(name)));
  tables.routes.set(ownCopy(key), route);
  return route;
}

/** The servers of one upstream that a request was tried at; another pass goes to another place of the configuration. */
function peersOfFirstPass(attempts: readonly Attempt[]): readonly string[] {
  const names = attempts.filter((one) => one.pass === 0).map((one) => one.peer);
  return [...new Set(names.filter((name) => name !== undefined))];
}

type Request = {
  readonly route: Route;
  readonly line: AccessLine;
  readonly at: LineAt;
  readonly outcomes: readonly Outcome[];
};

function addToRoute(tables: Tables, { route, line, at, outcomes }: Request): void {
  route.requests += 1;
  keepLine(route.firstLines, at);
  const ofPass = line.attempts.filter((one) => one.pass === 0).length;
  const last = outcomes[ofPass - 1];
  if (last === 'answered') route.answered += 1;
  else if (last === 'failed') route.failed += 1;
  else if (last === 'perhaps-failed') route.perhapsFailed += 1;
  const isFirstFailed = isFailure(outcomes[0]);
  if (isFirstFailed) route.firstFailed += 1;
  if (isFirstFailed && last === 'answered') {
    route.rescued += 1;
    keepLine(route.rescuedLines, at);
  }
  const isFailed = outcomes.some(isFailure);
  if (isFailed) {
    route.fineBetween = route.fineSinceFailure;
  } else if (route.failed + route.perhapsFailed + route.firstFailed > 0) {
    route.fineSinceFailure += 1;
  }
  if (line.uri !== undefined && outcomes[0] !== 'unknown')
    addUri(tables, route, { uri: line.uri, isFailed });
}

function isFailure(outcome: Outcome | undefined): boolean {
  return outcome === 'failed' || outcome === 'perhaps-failed';
}

const LONGEST_URI = 200;

function addUri(tables: Tables, route: Route, request: { uri: string; isFailed: boolean }): void {
  const uri = request.uri.length > LONGEST_URI ? request.uri.slice(0, LONGEST_URI) : request.uri;
  let counts = route.uris.get(uri);
  if (counts === undefined) {
    if (tables.urisKept >= ACCESS_LIMITS.uris) {
      route.urisLeftOut += 1;
      return;
    }
    tables.urisKept += 1;
    counts = { failed: 0, fine: 0 };
    route.uris.set(ownCopy(uri), counts);
  }
  if (request.isFailed) counts.failed += 1;
  else counts.fine += 1;
}

type Tried = {
  readonly attempt: Attempt;
  readonly outcome: Outcome;
  readonly moment: number | undefined;
  readonly line: AccessLine;
  readonly at: LineAt;
};

function addToPeer(tables: Tables, tried: Tried): void {
  const { attempt, outcome } = tried;
  const peer = attempt.peer === undefined ? undefined : peerOf(tables, attempt.peer);
  if (peer === undefined) return;
  addConnect(peer, tried);
  if (outcome === 'answered') addAnswer(tables, peer, tried);
  else if (isFailure(outcome)) addFailure(tables, peer, tried);
}

function peerOf(tables: Tables, name: string): PeerSeen | undefined {
  const known = tables.peers.get(name);
  if (known !== undefined || tables.peers.size >= ACCESS_LIMITS.peers) return known;
  const peer = newPeer(name);
  tables.peers.set(peer.name, peer);
  return peer;
}

/** Linux repeats an unanswered SYN after 1, 3, 7 and 15 s (tcp_retries, RFC 6298). */
const SYN_SECONDS = [1, 3, 7, 15];
const STEP_WIDTH_SECONDS = 0.25;

function addConnect(peer: PeerSeen, { attempt, at }: Tried): void {
  const { connectSeconds } = attempt;
  if (connectSeconds === undefined || connectSeconds < 0.9) return;
  peer.slowConnects += 1;
  const isStep = SYN_SECONDS.some(
    (step) => connectSeconds >= step && connectSeconds <= step + STEP_WIDTH_SECONDS,
  );
  if (!isStep) return;
  peer.connectSteps += 1;
  keepLine(peer.stepLines, at);
}

/** A request that runs longer is counted as under way for the last of it. */
const MOST_SECONDS_UNDER_WAY = 60;

function addAnswer(tables: Tables, peer: PeerSeen, { attempt, moment }: Tried): void {
  peer.answered += 1;
  const seconds = attempt.seconds ?? 0;
  const place = Math.min(Math.floor(seconds), LONGEST_ANSWER_SECONDS - 1);
  peer.answeredAfter[place] = (peer.answeredAfter[place] ?? 0) + 1;
  if (moment === undefined) return;
  const first = moment - Math.min(Math.floor(seconds), MOST_SECONDS_UNDER_WAY);
  for (let second = first; second <= moment; second += 1) {
    const entry = secondOf(tables, peer, second);
    if (entry !== undefined) entry.underWay += 1;
  }
  const last = peer.bySecond.get(moment);
  if (last === undefined) return;
  last.ended += 1;
  last.bytes = attempt.bytes;
}

function secondOf(tables: Tables, peer: PeerSeen, second: number): Second | undefined {
  const known = peer.bySecond.get(second);
  if (known !== undefined || tables.secondsKept >= ACCESS_LIMITS.seconds) return known;
  tables.secondsKept += 1;
  const entry: Second = { underWay: 0, failed: 0, ended: 0, bytes: undefined };
  peer.bySecond.set(second, entry);
  return entry;
}

function addFailure(tables: Tables, peer: PeerSeen, tried: Tried): void {
  const { attempt, outcome, moment, line, at } = tried;
  if (outcome === 'failed') peer.failed += 1;
  else peer.perhapsFailed += 1;
  const entry = moment === undefined ? undefined : secondOf(tables, peer, moment);
  if (entry !== undefined) entry.failed += 1;
  const isRoom =
    peer.failures.length < ACCESS_LIMITS.failuresOfPeer &&
    tables.failuresKept < ACCESS_LIMITS.failures;
  if (!isRoom) return;
  tables.failuresKept += 1;
  peer.failures.push({
    moment,
    seconds: attempt.seconds,
    status: attempt.status ?? line.status,
    method: ownCopy(line.method ?? ''),
    uri: ownCopy((line.uri ?? '').slice(0, LONGEST_URI)),
    isPerhaps: outcome === 'perhaps-failed',
    at: ownLine(at),
  });
}

function keepLine(lines: LineAt[], at: LineAt): void {
  if (lines.length < ACCESS_LIMITS.lines) lines.push(ownLine(at));
}

/** The report shows 300 characters of a line; more are kept for what is masked in it. */
const LONGEST_KEPT = 1024;

function ownLine(at: LineAt): LineAt {
  return { ...at, text: ownCopy(at.text.slice(0, LONGEST_KEPT)) };
}
