import { type ProxiedPlace, requestHeaderAt, type UpstreamBlock, valueAt } from './proxied.ts';
import type { Directive } from './tree.ts';

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
const BALANCERS = new Set([
  'least_conn',
  'hash',
  'ip_hash',
  'random',
  'least_time',
  'sticky',
  'fair',
]);

/** Undefined where the version would decide and is not known. */
export function keepaliveAt(
  place: ProxiedPlace,
  upstream: UpstreamBlock | undefined,
  nginxVersion: string | undefined,
): Keepalive | undefined {
  const lines = [place.pass.line];
  if (place.pass.name === 'uwsgi_pass' || place.pass.name === 'scgi_pass')
    return { value: 'off', lines };
  // An address of its own never has a pool, on any version; a bare name may have its block in another file.
  if (upstream === undefined)
    return isAddress(place.pass.parameters[0] ?? '') ? { value: 'off', lines } : undefined;
  const isDefault = nginxVersion === undefined ? undefined : isAtLeast(nginxVersion, ON_BY_DEFAULT);
  const pool = poolOf(upstream, isDefault);
  if (pool === undefined) return undefined;
  const poolLines = [...lines, ...pool.lines];
  if (!pool.isOn) return { value: 'off', lines: poolLines };
  if (place.pass.name === 'grpc_pass') return { value: 'on', lines: poolLines };
  if (place.pass.name === 'fastcgi_pass') return fastcgi(place, poolLines);
  return http(place, isDefault, poolLines);
}

const ADDRESS =
  /^(?:[a-z]{2,8}:\/\/)?(?:unix:|[\w.-]+:\d{1,5}(?:\/|$)|\d{1,3}(?:\.\d{1,3}){3}(?:\/|$)|\[)/;

function isAddress(target: string): boolean {
  return !target.includes('$') && ADDRESS.test(target);
}

// Servers of their own, or parameters that concern no connection.
const HARMLESS =
  /(?:(?:conf\.d|sites-enabled|servers|vhosts(?:\.d)?)\/\*[^/]*|mime\.types|fastcgi_params|fastcgi\.conf|uwsgi_params|scgi_params|proxy_params|modules-enabled\S*)$/;

/** Another file has a say that is not in the text: what follows from a missing directive would be a guess. */
function hasInclude(place: ProxiedPlace): boolean {
  return place.isDetached || place.levels.some((level) => level.some(isForeignInclude));
}

function isForeignInclude(directive: Directive): boolean {
  return directive.name === 'include' && !HARMLESS.test(directive.parameters[0] ?? '');
}

function poolOf(
  upstream: UpstreamBlock,
  isDefault: boolean | undefined,
): { isOn: boolean; lines: number[] } | undefined {
  const at = upstream.directives.findLastIndex((directive) => directive.name === 'keepalive');
  const keepalive = upstream.directives[at];
  if (keepalive === undefined) {
    if (isDefault === undefined || upstream.directives.some(isForeignInclude)) return undefined;
    return { isOn: isDefault, lines: [] };
  }
  if (keepalive.parameters[0] === '0') return { isOn: false, lines: [keepalive.line] };
  const balancer = upstream.directives.findIndex((directive) => BALANCERS.has(directive.name));
  // Before 1.29.7 a balancing method written after "keepalive" takes its place: nginx -t only warns.
  if (balancer > at) {
    if (isDefault === undefined) return undefined;
    if (!isDefault)
      return { isOn: false, lines: [keepalive.line, upstream.directives[balancer]?.line ?? 0] };
  }
  return { isOn: true, lines: [keepalive.line] };
}

function fastcgi(place: ProxiedPlace, lines: readonly number[]): Keepalive | undefined {
  const keep = valueAt(place, 'fastcgi_keep_conn');
  if (keep === undefined && hasInclude(place)) return undefined;
  return { value: keep?.parameters[0] === 'on' ? 'on' : 'off', lines: withLine(lines, keep) };
}

function http(
  place: ProxiedPlace,
  isDefault: boolean | undefined,
  lines: readonly number[],
): Keepalive | undefined {
  const version = valueAt(place, 'proxy_http_version');
  const connection = requestHeaderAt(place, 'proxy', 'connection');
  if ((version === undefined || connection === undefined) && hasInclude(place)) return undefined;
  // "$connection_upgrade" and its like: what is sent depends on a map that may be elsewhere.
  if (connection?.includes('$') === true) return undefined;
  const asksToClose =
    connection === undefined ? isDefault === false : connection.toLowerCase().includes('close');
  const isOldProtocol =
    version === undefined ? isDefault === false : version.parameters[0] === '1.0';
  // HTTP/1.0 closes by itself, unless the header asks to keep the connection.
  const isKept = connection?.toLowerCase().includes('keep-alive') === true;
  const isDecided = isDefault !== undefined || (version !== undefined && connection !== undefined);
  if (!isDecided) return undefined;
  const value = asksToClose || (isOldProtocol && !isKept) ? 'only-if-backend-ignores-close' : 'on';
  return { value, lines: withLine(lines, version) };
}

function withLine(lines: readonly number[], directive: Directive | undefined): readonly number[] {
  return directive === undefined ? lines : [...lines, directive.line];
}

const DURATION_PART = /(\d{1,9})(ms|[smhdwMy])?/gy;
const SECONDS: ReadonlyMap<string, number> = new Map([
  ['ms', 0.001],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
  ['M', 2_592_000],
  ['y', 31_536_000],
]);

/** The idle time nginx allows a pooled connection, in seconds; 60 where the block says nothing (nginx ≥ 1.15.3). */
export function keepaliveSeconds(upstream: UpstreamBlock): {
  seconds: number;
  lines: readonly number[];
} {
  const directive = upstream.directives.findLast((one) => one.name === 'keepalive_timeout');
  if (directive === undefined) return { seconds: 60, lines: [] };
  return { seconds: secondsOf(directive.parameters[0] ?? '') ?? 60, lines: [directive.line] };
}

/** An nginx duration such as `1m30s`, `500ms` or `60`, in seconds. */
function secondsOf(text: string): number | undefined {
  let total = 0;
  let end = 0;
  DURATION_PART.lastIndex = 0;
  for (let part = DURATION_PART.exec(text); part !== null; part = DURATION_PART.exec(text)) {
    total += Number(part[1]) * (SECONDS.get(part[2] ?? 's') ?? 1);
    end = DURATION_PART.lastIndex;
  }
  return end === text.length && end > 0 ? total : undefined;
}

function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [at, part] of wanted.entries()) {
    if ((parts[at] ?? 0) !== part) return (parts[at] ?? 0) > part;
  }
  return true;
}
