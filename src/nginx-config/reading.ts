import { configurationOf, type FileStart } from './configuration.ts';
import { type ProxiedPlace, proxiedPlaces, type UpstreamBlock, upstreamBlocks } from './proxied.ts';
import { targetOf, withoutPort } from './target.ts';
import { type Variables, variablesOf } from './variables.ts';

/** A configuration as it matters for upstreams. */
export type Reading = {
  readonly places: readonly ProxiedPlace[];
  /** Blocks that are there once, by `blockKey`. */
  readonly upstreams: ReadonlyMap<string, UpstreamBlock>;
  readonly variables: Variables;
  /** Hosts of passes without a variable, without their ports. */
  readonly fixedHosts: ReadonlySet<string>;
  readonly files: readonly FileStart[];
  readonly faults: readonly string[];
};

/** Reads `nginx -T` output or a fragment; never throws. */
export function readingOf(text: string): Reading {
  const configuration = configurationOf(text);
  const upstreams = new Map<string, UpstreamBlock>();
  const twice = new Set<string>();
  for (const block of upstreamBlocks(configuration)) {
    const key = blockKey(block.module, block.name);
    if (upstreams.has(key)) twice.add(key);
    upstreams.set(key, block);
  }
  for (const key of twice) upstreams.delete(key);
  const places = proxiedPlaces(configuration);
  const fixed = places.filter(({ target }) => !target.hasVariable && target.host !== undefined);
  return {
    places,
    upstreams,
    variables: variablesOf(configuration),
    fixedHosts: new Set(fixed.map(({ target }) => withoutPort(target.host ?? ''))),
    files: configuration.files,
    faults: [
      ...configuration.faults,
      ...(twice.size > 0 ? ['there are two upstream blocks of one name'] : []),
    ],
  };
}

// nginx finds a block by name without regard to case (ngx_http_upstream_add, ngx_strncasecmp).
function blockKey(module: ProxiedPlace['module'], name: string): string {
  return `${module} ${name.toLowerCase()}`;
}

/** Where a place passes to: a block of the text, hosts written in it, or neither for certain. */
export type Route = {
  readonly place: ProxiedPlace;
  readonly upstream: UpstreamBlock | undefined;
  /** Empty where there is a block, or where the text does not say. */
  readonly hosts: readonly string[];
  readonly variables: Variables;
};

/** Follows a place to its block, through variables whose values the text gives. */
export function routeOf({ upstreams, variables }: Reading, place: ProxiedPlace): Route {
  const hosts = hostsOf(place, variables);
  const blocks = new Set(hosts.map((host) => upstreams.get(blockKey(place.module, host))));
  const [only] = blocks;
  const upstream = blocks.size === 1 ? only : undefined;
  // Some hosts with a block and some without: what holds for the one may not for the other.
  const isClear = blocks.size === 1;
  return { place, upstream, hosts: upstream === undefined && isClear ? hosts : [], variables };
}

function hostsOf({ target }: ProxiedPlace, variables: Variables): readonly string[] {
  if (target.host !== undefined) return [target.host];
  if (target.variable === undefined) return [];
  const { name, port } = target.variable;
  const scheme = target.scheme === undefined ? '' : `${target.scheme}://`;
  const hosts = (variables.valuesOf(name) ?? []).map(
    (value) => targetOf(`${scheme}${value}${port}`).host,
  );
  return hosts.includes(undefined) ? [] : hosts.filter((host) => host !== undefined);
}
