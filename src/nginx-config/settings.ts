import { secondsOf } from './durations.ts';
import { settingAt } from './levels.ts';
import type { ProxiedPlace } from './proxied.ts';
import type { Route } from './reading.ts';
import { isAddress } from './target.ts';

/** What holds at a place, and the lines that say so. */
export type PassSetting<Value> = { readonly value: Value; readonly lines: readonly number[] };

/** Of `*_read_timeout` and `*_connect_timeout` in all modules. */
const DEFAULT_SECONDS = 60;
const BUFFERED = new Set(['proxy', 'fastcgi', 'uwsgi', 'scgi']);

/** How long nginx waits between two reads. */
export function readTimeoutAt({ place }: Route): PassSetting<number> | undefined {
  return place.module === 'stream' ? undefined : secondsAt(place, 'read_timeout');
}

/** How long nginx waits for a connection. */
export function connectTimeoutAt({ place }: Route): PassSetting<number> | undefined {
  return secondsAt(place, 'connect_timeout');
}

/** Whether nginx takes an answer in faster than the client does. */
export function responseBufferingAt({ place }: Route): PassSetting<boolean> | undefined {
  return isBuffered(place) ? flagAt(place, 'buffering', true) : undefined;
}

/** Whether nginx has the whole request before it passes it on. */
export function requestBufferingAt({ place }: Route): PassSetting<boolean> | undefined {
  // ngx_http_grpc_handler passes every request on as it comes.
  if (familyOf(place) === 'grpc') return { value: false, lines: [place.pass.line] };
  return isBuffered(place) ? flagAt(place, 'request_buffering', true) : undefined;
}

/** Whether nginx may send a POST again. */
export function retriesNonIdempotentAt({ place }: Route): PassSetting<boolean> | undefined {
  if (place.module === 'stream') return undefined;
  return passSettingAt(place, {
    name: 'next_upstream',
    byDefault: false,
    read: (parameters) => parameters.includes('non_idempotent'),
  });
}

/** Whether nginx names the server it wants in the TLS handshake (SNI). */
export function sendsServerNameAt(route: Route): PassSetting<boolean> | undefined {
  const { place, upstream, hosts } = route;
  if (!isTls(place)) return undefined;
  const setting = flagAt(place, 'ssl_server_name', false);
  if (setting === undefined || !setting.value) return setting;
  const name = settingAt(place, `${familyOf(place)}_ssl_name`);
  if (name.kind === 'unknown') return undefined;
  if (name.kind === 'set')
    return { ...setting, lines: [...setting.lines, name.directive.line].sort((a, b) => a - b) };
  // The name is the host of the pass: the block's name, which is seldom the server's, and never an address.
  if (upstream !== undefined || hosts.length === 0) return undefined;
  if (hosts.every(isAddress)) return { ...setting, value: false };
  return hosts.some(isAddress) ? undefined : setting;
}

/** `proxy` of `proxy_pass`. */
export function familyOf({ pass }: ProxiedPlace): string {
  return pass.name.slice(0, -'_pass'.length);
}

const TLS = new Set(['https', 'grpcs', 'suwsgi']);

/** True where the pass itself says that nginx speaks TLS with the upstream. */
export function isTls({ module, target }: ProxiedPlace): boolean {
  return module === 'http' && TLS.has(target.scheme ?? '');
}

function isBuffered(place: ProxiedPlace): boolean {
  return place.module === 'http' && BUFFERED.has(familyOf(place));
}

function secondsAt(place: ProxiedPlace, name: string): PassSetting<number> | undefined {
  return passSettingAt(place, {
    name,
    byDefault: DEFAULT_SECONDS,
    read: ([time = '']) => secondsOf(time),
  });
}

function flagAt(
  place: ProxiedPlace,
  name: string,
  byDefault: boolean,
): PassSetting<boolean> | undefined {
  return passSettingAt(place, { name, byDefault, read: ([word]) => flagOf(word) });
}

/** nginx takes "on" and "off" in any letters (ngx_conf_set_flag_slot). */
function flagOf(word: string | undefined): boolean | undefined {
  const lower = word?.toLowerCase();
  return lower === 'on' || lower === 'off' ? lower === 'on' : undefined;
}

/** A directive as the module of the pass calls it, without that name; `read` gives undefined for what nginx would refuse. */
type Reading<Value> = {
  readonly name: string;
  readonly byDefault: Value;
  readonly read: (parameters: readonly string[]) => Value | undefined;
};

function passSettingAt<Value>(
  place: ProxiedPlace,
  { name, byDefault, read }: Reading<Value>,
): PassSetting<Value> | undefined {
  const setting = settingAt(place, `${familyOf(place)}_${name}`);
  switch (setting.kind) {
    case 'unknown':
      return undefined;
    case 'default':
      return { value: byDefault, lines: [place.pass.line] };
    case 'set': {
      const value = read(setting.directive.parameters);
      if (value === undefined) return undefined;
      return { value, lines: [place.pass.line, setting.directive.line] };
    }
  }
}
