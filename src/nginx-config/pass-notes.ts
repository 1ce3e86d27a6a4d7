import { nameOf } from '../text/proven.ts';
import { type Level, settingAt } from './levels.ts';
import { isCertainlyNoBlock, isFixedElsewhere } from './names.ts';
import { type Reading, type Route, routeOf } from './reading.ts';
import { familyOf, isTls, sendsServerNameAt } from './settings.ts';
import { isAddress } from './target.ts';
import type { Note } from './upstream-notes.ts';

/** Remarks on places that pass requests on. */
export function passNotes(reading: Reading): readonly Note[] {
  return reading.places
    .slice(0, MOST_PLACES)
    .map((place) => routeOf(reading, place))
    .flatMap((route) => [
      ...lostHeader(route),
      ...noServerName(route),
      ...nameOfBlock(route),
      ...noResolver(reading, route),
      ...queryBehindHost(route),
      ...lostErrors(route),
    ]);
}

// Each place is looked at from several sides, and a hundred remarks of one kind help nobody.
const MOST_PLACES = 2000;
const WORTH_KEEPING = ['Connection', 'Upgrade', 'Host'];

/** A level with a `proxy_set_header` of its own inherits none. */
function lostHeader({ place: { levels, pass } }: Route): readonly Note[] {
  if (pass.name !== 'proxy_pass') return [];
  const at = levels.findIndex(hasHeaders);
  const inner = levels[at];
  const own = inner?.byName.get(SET_HEADER);
  if (inner === undefined || own === undefined || levels.slice(0, at + 1).some((one) => one.isOpen))
    return [];
  const outer =
    levels
      .slice(at + 1)
      .find(hasHeaders)
      ?.byName.get(SET_HEADER) ?? [];
  const names = WORTH_KEEPING.filter(
    (name) => isAmong(outer, name.toLowerCase()) && !isAmong(own, name.toLowerCase()),
  );
  const line = own[0]?.line;
  if (names.length === 0 || line === undefined) return [];
  return [
    {
      line,
      text: `"proxy_set_header" here replaces all that are set further out, so ${names.join(', ')} set there is not sent from here: repeat it on this level`,
    },
  ];
}

const SET_HEADER = 'proxy_set_header';

function hasHeaders(level: Level): boolean {
  return level.byName.has(SET_HEADER);
}

function isAmong(
  headers: readonly { readonly parameters: readonly string[] }[],
  name: string,
): boolean {
  return headers.some(({ parameters }) => parameters[0]?.toLowerCase() === name);
}

function noServerName(route: Route): readonly Note[] {
  const { place, upstream, hosts } = route;
  // An address has no name to send.
  const isNamed = upstream !== undefined || (hosts.length > 0 && !hosts.some(isAddress));
  const directive = `${familyOf(place)}_ssl_server_name`;
  const setting = settingAt(place, directive);
  if (!isNamed || setting.kind !== 'default' || sendsServerNameAt(route)?.value !== false)
    return [];
  return [
    {
      line: place.pass.line,
      text: `the TLS handshake with this upstream carries no server name: "${directive}" is off unless it is set`,
    },
  ];
}

/** What SNI, and the Host header as well, say by default. */
function nameOfBlock({ place, upstream }: Route): readonly Note[] {
  const family = familyOf(place);
  if (upstream === undefined || place.target.hasVariable || place.module === 'stream') return [];
  const isSent = settingAt(place, `${family}_ssl_server_name`);
  const name = settingAt(place, `${family}_ssl_name`);
  if (isSent.kind !== 'set' || isSent.directive.parameters[0]?.toLowerCase() !== 'on') return [];
  if (name.kind !== 'default' || !isTls(place)) return [];
  const called = nameOf(upstream.name);
  // A block may be called like the host itself.
  if (called === undefined || called.includes('.')) return [];
  return [
    {
      line: place.pass.line,
      text: `the TLS handshake asks for ${called}, the name of the upstream block: set "${family}_ssl_name" to the name of the server`,
    },
  ];
}

/** A host that is known, written with a variable beside it: nginx looks it up for each request, by a resolver only. */
function noResolver(reading: Reading, { place, hosts, upstream }: Route): readonly Note[] {
  if (!place.target.hasVariable || upstream !== undefined || hosts.length === 0) return [];
  const isLookedUp = hosts.every(
    (host) =>
      !isAddress(host) &&
      isCertainlyNoBlock(reading, place, host) &&
      !isFixedElsewhere(reading, host),
  );
  if (!isLookedUp || settingAt(place, 'resolver').kind !== 'default') return [];
  return [
    {
      line: place.pass.line,
      text: 'with a variable in it nginx looks the name up at each request, and no "resolver" is set for that: such a request fails with 502',
    },
  ];
}

/** Seen on nginx 1.22 to 1.30: the request line begins with "?". */
function queryBehindHost({ place: { pass, target } }: Route): readonly Note[] {
  if (pass.name !== 'proxy_pass' || target.hasVariable || !target.rest.startsWith('?')) return [];
  return [
    {
      line: pass.line,
      text: 'the "?" follows the host without a "/": nginx sends a request line whose URI begins with "?", which many servers refuse',
    },
  ];
}

/** Naming anything replaces the default list. */
function lostErrors({ place }: Route): readonly Note[] {
  if (place.module === 'stream') return [];
  const directive = `${familyOf(place)}_next_upstream`;
  const setting = settingAt(place, directive);
  if (setting.kind !== 'set') return [];
  const { parameters, line } = setting.directive;
  const missing = ['error', 'timeout'].filter((one) => !parameters.includes(one));
  if (parameters.includes('off') || !missing.includes('error')) return [];
  return [
    {
      line,
      text: `"${directive}" replaces its default, so without ${missing.map((one) => `"${one}"`).join(' and ')} a failed connection is not tried again on another server`,
    },
  ];
}
