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
  readonly upstreams: readonly UpstreamBlock[];
  readonly lines: readonly string[];
  readonly faults: readonly string[];
};

/** Reads a configuration or a fragment of one; `source` is its number among the report's sources. */
export function readConfig(text: string, source: number): ConfigFacts {
  const tree = configTree(text);
  return {
    source,
    places: proxiedPlaces(tree),
    upstreams: upstreamBlocks(tree),
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
  const isPooled = first.keepalive.value !== 'off' && first.upstream !== undefined;
  const idle =
    isPooled && first.upstream !== undefined ? keepaliveSeconds(first.upstream) : undefined;
  const lines = [...first.keepalive.lines, ...(idle?.lines ?? [])];
  return {
    value: first.keepalive.value,
    seconds: idle?.seconds,
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

/** The places that the group's lines can come from: by protocol, then by peer, then by server name, each where it decides. */
function placesOf(config: ConfigFacts, group: Group): readonly ProxiedPlace[] {
  const pass = PASS_OF_SCHEME.get(group.upstream?.scheme ?? '');
  const byProtocol = config.places.filter(
    (place) => pass === undefined || place.pass.name === pass,
  );
  const byPeer = byProtocol.filter((place) => reaches(config, place, group));
  const narrowed = byPeer.length > 0 ? byPeer : byProtocol;
  const byName = narrowed.filter(
    (place) => group.line.server !== undefined && place.serverNames.includes(group.line.server),
  );
  return byName.length > 0 ? byName : narrowed;
}

function reaches(config: ConfigFacts, place: ProxiedPlace, group: Group): boolean {
  const upstream = upstreamOfPlace(config, place);
  const servers = upstream?.servers ?? [targetOf(place)];
  return servers.some(
    (server) =>
      group.peers.has(server) ||
      group.peers.has(`${server}:80`) ||
      group.upstream?.address === upstream?.name,
  );
}

function upstreamOfPlace(config: ConfigFacts, place: ProxiedPlace): UpstreamBlock | undefined {
  const target = targetOf(place);
  // nginx finds a block by name without regard to case (ngx_http_upstream_add, ngx_strncasecmp).
  return config.upstreams.find((upstream) => upstream.name.toLowerCase() === target.toLowerCase());
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
