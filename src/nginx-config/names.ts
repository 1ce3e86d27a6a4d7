import type { ProxiedPlace, UpstreamBlock } from './proxied.ts';
import type { Reading, Route } from './reading.ts';
import type { PassSetting } from './settings.ts';
import { hasPort, isAddress, withoutPort } from './target.ts';

type NameKind = 'addresses' | 'resolved-at-start' | 'resolved-at-run-time';

/** How nginx comes to the addresses of an upstream; undefined where the text leaves it open. */
export function namesAt(reading: Reading, route: Route): PassSetting<NameKind> | undefined {
  const { place, upstream, hosts } = route;
  if (upstream !== undefined) return namesOfBlock(upstream, place);
  const kinds = new Set(hosts.map((host) => kindOf(reading, place, host)));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined
    ? { value: only, lines: [place.pass.line] }
    : undefined;
}

function kindOf(reading: Reading, place: ProxiedPlace, host: string): NameKind | undefined {
  if (isAddress(host)) return 'addresses';
  if (!isCertainlyNoBlock(reading, place, host)) return undefined;
  if (!place.target.hasVariable) return 'resolved-at-start';
  // A name that another place writes without a variable has its addresses from the start, also here.
  return isFixedElsewhere(reading, host) ? undefined : 'resolved-at-run-time';
}

/** False for a bare name whose block may stand in a file that is not in the text. */
export function isCertainlyNoBlock(
  { faults }: Reading,
  { outside, levels }: ProxiedPlace,
  host: string,
): boolean {
  if (hasPort(host)) return true;
  return faults.length === 0 && outside === 'nothing' && levels.at(-1)?.isOpen === false;
}

/** True if some place names the host without a variable: nginx keeps what it found at its start for both. */
export function isFixedElsewhere({ fixedHosts }: Reading, host: string): boolean {
  return fixedHosts.has(withoutPort(host));
}

function namesOfBlock(
  { directives, isOpen }: UpstreamBlock,
  { pass }: ProxiedPlace,
): PassSetting<NameKind> | undefined {
  const servers = directives.filter(({ name }) => name === 'server');
  if (isOpen || servers.length === 0) return undefined;
  const named = servers.filter(({ parameters }) => !isAddress(parameters[0] ?? ''));
  const lines = [pass.line, ...(named.length > 0 ? named : servers).map(({ line }) => line)];
  if (named.length === 0) return { value: 'addresses', lines };
  const atRunTime = named.filter(({ parameters }) => parameters.includes('resolve'));
  if (atRunTime.length === named.length) return { value: 'resolved-at-run-time', lines };
  return atRunTime.length === 0 ? { value: 'resolved-at-start', lines } : undefined;
}
