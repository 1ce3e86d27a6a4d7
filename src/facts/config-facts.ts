import { keepaliveAt, keepaliveSeconds } from '../nginx-config/keepalive.ts';
import { namesAt } from '../nginx-config/names.ts';
import type { ProxiedPlace, UpstreamBlock } from '../nginx-config/proxied.ts';
import { type Reading, type Route, readingOf, routeOf } from '../nginx-config/reading.ts';
import {
  connectTimeoutAt,
  type PassSetting,
  readTimeoutAt,
  requestBufferingAt,
  responseBufferingAt,
  retriesNonIdempotentAt,
  sendsServerNameAt,
} from '../nginx-config/settings.ts';
import { isAddress } from '../nginx-config/target.ts';
import type { Group } from './groups.ts';
import type { Fact, FactName, FactValue } from './vocabulary.ts';

/** A configuration read for facts: its places that proxy and its upstream blocks. */
export type ConfigFacts = Reading & {
  /** Its number among the report's sources. */
  readonly source: number;
  readonly lines: readonly string[];
  /** Where all places pass to, by the server names that are in force there; those without one under an empty name. */
  readonly routes: ReadonlyMap<string, readonly Route[]>;
};

/** Reads a configuration or a fragment of one. */
export function readConfig(text: string, source: number): ConfigFacts {
  const reading = readingOf(text);
  return { ...reading, source, lines: text.split('\n'), routes: routesByName(reading) };
}

function routesByName(reading: Reading): ReadonlyMap<string, readonly Route[]> {
  const routes = new Map<string, Route[]>();
  for (const place of reading.places) {
    const route = routeOf(reading, place);
    const names = new Set(place.serverNames.length === 0 ? [''] : place.serverNames);
    for (const name of names) {
      const same = routes.get(name);
      if (same === undefined) routes.set(name, [route]);
      else same.push(route);
    }
  }
  return routes;
}

export type KeepaliveFacts = {
  readonly value: 'on' | 'off' | 'only-if-backend-ignores-close';
  readonly seconds: number | undefined;
  readonly evidence: readonly string[];
};

/** Whether nginx can reuse connections for this group; undefined while the places it may come from disagree. */
export function keepaliveFacts(
  config: ConfigFacts,
  group: Group,
  nginxVersion: string | undefined,
): KeepaliveFacts | undefined {
  const found = routesOf(config, group).map((route) => ({
    upstream: route.upstream,
    keepalive: keepaliveAt(route, nginxVersion),
  }));
  const [first] = found;
  if (first?.keepalive === undefined) return undefined;
  if (found.some((one) => one.keepalive?.value !== first.keepalive?.value)) return undefined;
  const seconds = new Set(
    found.map(({ upstream }) => upstream && keepaliveSeconds(upstream).seconds),
  );
  const isPooled = first.keepalive.value !== 'off' && first.upstream !== undefined;
  const idle =
    isPooled && first.upstream !== undefined ? keepaliveSeconds(first.upstream) : undefined;
  const lines = [...first.keepalive.lines, ...(idle?.lines ?? [])];
  return {
    value: first.keepalive.value,
    seconds: seconds.size === 1 ? idle?.seconds : undefined,
    evidence: evidenceOf(config, lines),
  };
}

/** What else the configuration says of a group; each fact only where all places that it may come from agree. */
export function settingFacts(config: ConfigFacts, group: Group): ReadonlyMap<FactName, Fact> {
  const routes = routesOf(config, group);
  const facts = new Map<FactName, Fact>();
  const know = (name: FactName, at: (route: Route) => PassSetting<FactValue> | undefined): void => {
    const fact = agreed(config, routes, at);
    if (fact !== undefined) facts.set(name, fact);
  };
  know('upstream-names', (route) => namesAt(config, route));
  know('sends-server-name', sendsServerNameAt);
  know('read-timeout-seconds', readTimeoutAt);
  know('connect-timeout-seconds', connectTimeoutAt);
  know('response-buffering', responseBufferingAt);
  know('request-buffering', requestBufferingAt);
  know('retries-non-idempotent', retriesNonIdempotentAt);
  return facts;
}

function agreed(
  config: ConfigFacts,
  routes: readonly Route[],
  at: (route: Route) => PassSetting<FactValue> | undefined,
): Fact | undefined {
  const [first, ...others] = routes;
  const setting = first && at(first);
  if (setting === undefined) return undefined;
  if (others.some((route) => at(route)?.value !== setting.value)) return undefined;
  return { value: setting.value, evidence: evidenceOf(config, setting.lines) };
}

function evidenceOf({ source }: ConfigFacts, lines: readonly number[]): readonly string[] {
  return [...new Set(lines)].sort((a, b) => a - b).map((line) => `${source}:${line}`);
}

const PASS_OF_SCHEME: ReadonlyMap<string, string> = new Map([
  ['http', 'proxy_pass'],
  ['https', 'proxy_pass'],
  ['fastcgi', 'fastcgi_pass'],
  ['uwsgi', 'uwsgi_pass'],
  ['suwsgi', 'uwsgi_pass'],
  ['scgi', 'scgi_pass'],
  ['grpc', 'grpc_pass'],
  ['grpcs', 'grpc_pass'],
  ['memcached', 'memcached_pass'],
  ['stream', 'proxy_pass'],
]);

/** The places that the group's lines can come from: those that neither protocol, nor peer, nor server name speaks against. */
function routesOf(config: ConfigFacts, group: Group): readonly Route[] {
  const scheme = group.upstream?.scheme;
  const pass = PASS_OF_SCHEME.get(scheme ?? '');
  return routesNamedLike(config, group.line.server)
    .filter(({ place }) => pass === undefined || isSchemeOf(place, pass, scheme))
    .filter((route) => mayReach(route, group));
}

// nginx prints the first name of the server block; a fragment may hold none.
function routesNamedLike({ routes }: ConfigFacts, server: string | undefined): readonly Route[] {
  if (server === undefined || server === '') return [...new Set([...routes.values()].flat())];
  return [...(routes.get(server) ?? []), ...(routes.get('') ?? [])];
}

function isSchemeOf(
  { pass, target, module }: ProxiedPlace,
  name: string,
  scheme: string | undefined,
): boolean {
  if (pass.name !== name || (module === 'stream') !== (scheme === 'stream')) return false;
  return name !== 'proxy_pass' || target.scheme === undefined || target.scheme === scheme;
}

/** False where the place names only addresses and none of them is a peer of the group. */
function mayReach({ upstream, hosts }: Route, group: Group): boolean {
  const name = group.line.message === 'no-live-upstreams' ? group.name : undefined;
  if (name !== undefined) return upstream?.name.toLowerCase() === name.toLowerCase();
  if (group.peers.size === 0) return true;
  const servers = upstream?.servers ?? hosts;
  if (servers.length === 0 || upstream?.isOpen === true || !servers.every(isAddress)) return true;
  return servers.some((server) =>
    [server, `${server}:80`, `${server}:443`].some((peer) => group.peers.has(peer)),
  );
}

/** Name of the upstream block that the group's requests go to, where the configuration says so without doubt. */
export function upstreamNameOf(config: ConfigFacts, group: Group): UpstreamBlock | undefined {
  const blocks = new Set(routesOf(config, group).map(({ upstream }) => upstream));
  const [only] = blocks;
  return blocks.size === 1 ? only : undefined;
}
