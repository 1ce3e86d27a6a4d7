import { isLoopback, peerOf } from '../text/proven.ts';
import type { Collected } from './collect.ts';
import { type ConfigFacts, keepaliveFacts } from './config-facts.ts';
import { evidenceId } from './evidence-id.ts';
import type { Group } from './groups.ts';
import { type Neighbours, neighbourFacts } from './neighbours.ts';
import { platformFact } from './platform.ts';
import type { Fact, FactName, Facts, FactValue } from './vocabulary.ts';
import { crashFacts, sayingFacts } from './witness-facts.ts';
import { joinedTo } from './witness-join.ts';

/** What the person who asks knows and said. */
export type Told = {
  readonly nginxVersion?: string | undefined;
  readonly backend?: string | undefined;
  readonly platform?: string | undefined;
  /** Zone of the clock that nginx writes its log by. */
  readonly zone?: string | undefined;
  readonly backendIdleSeconds?: number | undefined;
};

/** What is known beside the group itself. */
export type Known = {
  readonly all: Collected;
  readonly around: Neighbours;
  readonly told: Told;
  readonly config: ConfigFacts | undefined;
};

/** Everything known about one group, each fact with the lines it stands on. */
export function factsOf(group: Group, { all, around, told, config }: Known): Facts {
  const evidence = group.evidence.map(evidenceId);
  const facts = new Map<FactName, Fact>();
  const know = (
    name: FactName,
    value: FactValue | undefined,
    lines: readonly string[] = evidence,
  ): void => {
    if (value !== undefined) facts.set(name, { value, evidence: lines });
  };
  lineFacts(group, know);
  countFacts(group, know);
  know('nginx-version', told.nginxVersion, []);
  const platform = platformFact(group, { told: told.platform, config });
  know('platform', platform?.value, platform?.evidence);
  know('backend', told.backend, []);
  know('backend-idle-seconds', told.backendIdleSeconds, []);
  if (config !== undefined) {
    const keepalive = keepaliveFacts(config, group, told.nginxVersion);
    know('upstream-keepalive', keepalive?.value, keepalive?.evidence ?? []);
    know('upstream-keepalive-seconds', keepalive?.seconds, keepalive?.evidence ?? []);
  }
  if (group.largeBody !== undefined)
    know('request-in-temp-file', true, [evidenceId(group.largeBody)]);
  for (const [name, fact] of neighbourFacts(group, around)) facts.set(name, fact);
  const joined = joinedTo(group, { ...all, backend: told.backend, zone: told.zone });
  for (const [name, fact] of [...crashFacts(joined), ...sayingFacts(joined)]) facts.set(name, fact);
  return facts;
}

type Know = (name: FactName, value: FactValue | undefined, lines?: readonly string[]) => void;

function lineFacts(group: Group, know: Know): void {
  const { line } = group;
  know('side', line.side);
  know('level', line.level);
  know('message', line.message);
  know('syscall', line.syscall);
  know('errno', line.errno);
  know('phase', line.phase);
  know('reason', line.reason);
  know('protocol', group.upstream?.scheme);
  know('peer-location', peerLocation(group));
  know('peer-port-usual-for', usualProtocol(group));
}

function peerLocation(group: Group): string | undefined {
  const peers = [...group.peers.keys()].map(peerOf);
  if (peers.length === 0 || peers.includes(undefined)) return undefined;
  if (peers.every((peer) => peer?.kind === 'unix')) return 'unix';
  return peers.every((peer) => peer !== undefined && isLoopback(peer)) ? 'loopback' : 'remote';
}

// 443 and its usual copies; 9000 is php-fpm's, and also of some HTTP servers.
const USUAL_PORTS: ReadonlyMap<string, string> = new Map([
  ['443', 'https'],
  ['6443', 'https'],
  ['8443', 'https'],
  ['9443', 'https'],
  ['9000', 'fastcgi'],
]);

function usualProtocol(group: Group): string | undefined {
  const usual = new Set(
    [...group.peers.keys()].map((peer) => USUAL_PORTS.get(PORT.exec(peer)?.[1] ?? '')),
  );
  return usual.size === 1 ? [...usual][0] : undefined;
}

const PORT = /:(\d{1,5})$/;

/** Below this many lines nothing is said about what they have in common. */
const SMALLEST_SAMPLE = 3;
const BURST_SECONDS = 2;
// nginx never repeats these once they were sent, unless told to (ngx_http_upstream_next, since 1.9.13).
const NOT_RETRIED = new Set(['POST', 'LOCK', 'PATCH']);

function countFacts(group: Group, know: Know): void {
  know('count', group.count);
  if (!group.methods.has('unknown')) know('request-bodies', bodiesOf(group));
  if (group.peers.size > 0) know('peers-failing', group.peers.size + group.peersLeftOut);
  if (group.firstSeconds === undefined || group.lastSeconds === undefined) return;
  const seconds = group.lastSeconds - group.firstSeconds;
  if (group.count > 1) know('seconds-spanned', seconds);
  if (group.count < SMALLEST_SAMPLE) return;
  know('all-in-one-burst', seconds <= BURST_SECONDS);
  if (!group.methods.has('unknown')) know('methods', methodsOf(group));
}

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

function bodiesOf(group: Group): string | undefined {
  const methods = [...group.methods.keys()];
  if (methods.includes('other')) return undefined;
  if (methods.every((method) => WITH_BODY.has(method))) return 'carried';
  return methods.some((method) => WITH_BODY.has(method)) ? 'mixed' : 'none';
}

function methodsOf(group: Group): string {
  const methods = [...group.methods.keys()];
  if (methods.every((method) => NOT_RETRIED.has(method))) return 'only-not-retried';
  return methods.some((method) => NOT_RETRIED.has(method)) ? 'mixed' : 'only-retried';
}
