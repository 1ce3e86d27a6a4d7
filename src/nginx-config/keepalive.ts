import { secondsOf } from './durations.ts';
import { headerAt, type Setting, settingAt, withFragmentAsWhole } from './levels.ts';
import type { ProxiedPlace, UpstreamBlock } from './proxied.ts';
import type { Route } from './reading.ts';
import { hasPort, isAddress } from './target.ts';
import type { Variables } from './variables.ts';

/**
 * Whether nginx may reuse connections to an upstream, why, and the lines that say so. `only-if-backend-ignores-close`:
 * nginx keeps a pool but asks the backend to close, so the pool stays empty unless the backend does not obey.
 */
export type Keepalive = {
  readonly value: 'on' | 'off' | 'only-if-backend-ignores-close';
  readonly lines: readonly number[];
};

/** From here on pools and HTTP/1.1 towards upstreams are on by default (nginx CHANGES 1.29.7). */
const ON_BY_DEFAULT = [1, 29, 7];
export const BALANCERS: ReadonlySet<string> = new Set([
  'least_conn',
  'hash',
  'ip_hash',
  'random',
  'least_time',
  'sticky',
  'fair',
]);

/** Undefined where the version, or a part that the text does not show, would decide. */
export function keepaliveAt(route: Route, nginxVersion: string | undefined): Keepalive | undefined {
  const { place, upstream } = route;
  const { pass } = place;
  const lines = [pass.line];
  if (place.module === 'stream' || pass.name === 'uwsgi_pass' || pass.name === 'scgi_pass')
    return { value: 'off', lines };
  // An address of its own never has a pool, on any version; a bare name may have its block in another file.
  if (upstream === undefined) return hasNoBlock(route) ? { value: 'off', lines } : undefined;
  const isDefault = nginxVersion === undefined ? undefined : isAtLeast(nginxVersion, ON_BY_DEFAULT);
  const pool = poolOf(upstream, isDefault);
  if (pool === undefined) return undefined;
  const poolLines = [...lines, ...pool.lines];
  if (!pool.isOn) return { value: 'off', lines: poolLines };
  switch (pass.name) {
    case 'grpc_pass':
    case 'memcached_pass':
      return { value: 'on', lines: poolLines };
    case 'fastcgi_pass':
      return fastcgi(place, poolLines);
    default:
      return http(route, isDefault, poolLines);
  }
}

function hasNoBlock({ hosts }: Route): boolean {
  return hosts.length > 0 && hosts.every((host) => isAddress(host) || hasPort(host));
}

function poolOf(
  upstream: UpstreamBlock,
  isDefault: boolean | undefined,
): { isOn: boolean; lines: number[] } | undefined {
  const at = upstream.directives.findLastIndex((directive) => directive.name === 'keepalive');
  const keepalive = upstream.directives[at];
  if (keepalive === undefined) {
    if (isDefault === undefined || upstream.isOpen) return undefined;
    return { isOn: isDefault, lines: [] };
  }
  if (keepalive.parameters[0] === '0') return { isOn: false, lines: [keepalive.line] };
  const balancer = upstream.directives.find((one, index) => index > at && BALANCERS.has(one.name));
  // Before 1.29.7 a balancing method written after "keepalive" takes its place: nginx -t only warns.
  if (isDefault === true) return { isOn: true, lines: [keepalive.line] };
  if (balancer === undefined)
    return upstream.isOpen ? undefined : { isOn: true, lines: [keepalive.line] };
  return isDefault === false ? { isOn: false, lines: [keepalive.line, balancer.line] } : undefined;
}

function fastcgi(place: ProxiedPlace, lines: readonly number[]): Keepalive | undefined {
  const keep = settingAt(withFragmentAsWhole(place), 'fastcgi_keep_conn');
  if (keep.kind === 'unknown') return undefined;
  const isKept = keep.kind === 'set' && keep.directive.parameters[0] === 'on';
  return {
    value: isKept ? 'on' : 'off',
    lines: keep.kind === 'set' ? [...lines, keep.directive.line] : lines,
  };
}

function http(
  { place, variables }: Route,
  isDefault: boolean | undefined,
  lines: readonly number[],
): Keepalive | undefined {
  const around = withFragmentAsWhole(place);
  const version = settingAt(around, 'proxy_http_version');
  const header = headerAt(around, { directive: 'proxy_set_header', header: 'connection' });
  const protocol = protocolOf(version, isDefault);
  const connection = connectionOf(header, { isDefault, variables });
  if (protocol === undefined || connection === undefined) return undefined;
  // HTTP/1.0 closes by itself, unless the header asks to keep the connection.
  const isKept = protocol === '1.1' || connection.includes('keep-alive');
  const isReused = isKept && !connection.includes('close');
  const sent = [version, header].flatMap((one) => (one.kind === 'set' ? [one.directive.line] : []));
  return {
    value: isReused ? 'on' : 'only-if-backend-ignores-close',
    lines: [...lines, ...sent],
  };
}

/** HTTP/2 has no Connection header, and what nginx did in its place changed from version to version: that is left open. */
function protocolOf(version: Setting, isDefault: boolean | undefined): '1.0' | '1.1' | undefined {
  if (version.kind === 'unknown') return undefined;
  if (version.kind === 'default') {
    if (isDefault === undefined) return undefined;
    return isDefault ? '1.1' : '1.0';
  }
  const written = version.directive.parameters[0];
  return written === '1.0' || written === '1.1' ? written : undefined;
}

/** The Connection header of a request that is no upgrade, in lower case; undefined where something else decides. */
function connectionOf(
  header: Setting,
  known: { readonly isDefault: boolean | undefined; readonly variables: Variables },
): string | undefined {
  if (header.kind === 'unknown') return undefined;
  if (header.kind === 'default') {
    if (known.isDefault === undefined) return undefined;
    return known.isDefault ? '' : 'close';
  }
  const value = header.directive.parameters[1] ?? '';
  const name = WHOLE_VARIABLE.exec(value)?.[1];
  if (!value.includes('$')) return value.toLowerCase();
  return known.variables.withoutUpgrade(name ?? '')?.toLowerCase();
}

const WHOLE_VARIABLE = /^\$\{?([A-Za-z0-9_]{1,100})\}?$/;

/** The idle time nginx allows a pooled connection, in seconds; 60 where the block says nothing (nginx ≥ 1.15.3). */
export function keepaliveSeconds(upstream: UpstreamBlock): {
  readonly seconds: number | undefined;
  readonly lines: readonly number[];
} {
  const directive = upstream.directives.findLast((one) => one.name === 'keepalive_timeout');
  if (directive !== undefined)
    return { seconds: secondsOf(directive.parameters[0] ?? ''), lines: [directive.line] };
  return { seconds: upstream.isOpen ? undefined : 60, lines: [] };
}

function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [at, part] of wanted.entries()) {
    if ((parts[at] ?? 0) !== part) return (parts[at] ?? 0) > part;
  }
  return true;
}
