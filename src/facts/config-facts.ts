import { keepaliveAt, keepaliveSeconds } from '../nginx-config/keepalive.ts';
import {
  type ProxiedPlace,
  proxiedPlaces,
  type UpstreamBlock,
  upstreamBlocks,
} from '../nginx-config/proxied.ts';
import { configTree } from '../nginx-config/tree.ts';
import type { Group } from './groups.ts';

/** A configuration read for facts: its places that proxy and its upstream blocks. */
export type ConfigFacts = {
  readonly source: number;
  readonly places: readonly ProxiedPlace[];
  /** By name in lower case. */
  readonly upstreams: ReadonlyMap<string, UpstreamBlock>;
  readonly lines: readonly string[];
  readonly faults: readonly string[];
};

/** Reads a configuration or a fragment of one; `source` is its number among the report's sources. */
export function readConfig(text: string, source: number): ConfigFacts {
  const tree = configTree(text);
  return {
    source,
    places: proxiedPlaces(tree),
    upstreams: new Map(upstreamBlocks(tree).map((block) => [block.name.toLowerCase(), block])),
    lines: text.split('\n'),
    faults: tree.faults,
  };
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
  const found = placesOf(config, group).map((place) => {
    const upstream = upstreamOfPlace(config, place);
    return { upstream, keepalive: keepaliveAt(place, upstream, nginxVersion) };
  });
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
    evidence: [...new Set(lines)].sort((a, b) => a - b).map((line) => `${config.source}:${line}`),
  };
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
]);

/** The places that the group's lines can come from: those that neither protocol, nor peer, nor server name speaks against. */
function placesOf(config: ConfigFacts, group: Group): readonly ProxiedPlace[] {
  const pass = PASS_OF_SCHEME.get(group.upstream?.scheme ?? '');
  return config.places.filter(
    (place) =>
      (pass === undefined || place.pass.name === pass) &&
      isNamedLike(place, group.line.server) &&
      mayReach(config, place, group),
  );
}

// nginx prints the first name of the server block; a fragment may hold none.
function isNamedLike({ serverNames }: ProxiedPlace, server: string | undefined): boolean {
  if (server === undefined || server === '' || serverNames.length === 0) return true;
  return serverNames.includes(server);
}

/** False where the place names only addresses and none of them is a peer of the group. */
function mayReach(config: ConfigFacts, place: ProxiedPlace, group: Group): boolean {
  const upstream = upstreamOfPlace(config, place);
  const name = group.line.message === 'no-live-upstreams' ? group.name : undefined;
  if (name !== undefined) return upstream?.name.toLowerCase() === name.toLowerCase();
  if (group.peers.size === 0) return true;
  const servers = upstream?.servers ?? [targetOf(place)];
  if (!servers.every((server) => ADDRESS.test(server))) return true;
  return servers.some((server) =>
    [server, `${server}:80`, `${server}:443`].some((peer) => group.peers.has(peer)),
  );
}

const ADDRESS = /^(?:unix:|\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?$|\[)/;

function upstreamOfPlace(config: ConfigFacts, place: ProxiedPlace): UpstreamBlock | undefined {
  // nginx finds a block by name without regard to case (ngx_http_upstream_add, ngx_strncasecmp).
  return config.upstreams.get(targetOf(place).toLowerCase());
}

const SCHEME = /^[a-z]{2,8}:\/\//;
const LAST_COLON = /:$/;

/** `backend` of `proxy_pass http://backend/path;`. */
function targetOf(place: ProxiedPlace): string {
  const target = (place.pass.parameters[0] ?? '').replace(SCHEME, '');
  return target.startsWith('unix:') ? target.replace(LAST_COLON, '') : (target.split('/')[0] ?? '');
}

/** Name of the upstream block that the group's requests go to, where the configuration says so without doubt. */
export function upstreamNameOf(config: ConfigFacts, group: Group): UpstreamBlock | undefined {
  const blocks = new Set(placesOf(config, group).map((place) => upstreamOfPlace(config, place)));
  const [only] = blocks;
  return blocks.size === 1 ? only : undefined;
}
