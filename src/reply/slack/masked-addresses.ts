import type { Report } from '../../report.ts';

// Up to 39 characters of an IPv6 address, with the dotted end that it may have. A clock's time has too few colons.
const IPV6 =
  /(?<![\w:.])(?=[0-9a-f:]{0,39}:[0-9a-f:]{0,39}:)[0-9a-f:]{3,39}(?:\.\d{1,3}){0,3}(?![\w:])/gi;
const IPV4 = /(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d|\.\d)/g;
// What nginx itself listens on or asks; the field's name is its own word only outside quotes, but a client gains nothing by
// showing its own address.
const OWN_FIELD = /(?:upstream: "[^"\s]{0,60}|server: |host: "|\blisten )\[?$/;
const LOOPBACK = /^(?:127\.|0\.0\.0\.0$|::1$|::$)/;
const HIDDEN = '[address]';

/**
 * Hides the addresses of people in the lines of a report: all but those of its peers, of nginx itself and of the machine.
 * Lines of a configuration stay as they are.
 */
export function addressMask(report: Report): (evidence: string) => string {
  const peers = new Set(report.diagnoses.flatMap(({ peers }) => peers.map(addressIn)));
  const configs = new Set(
    report.sources.filter(({ kind }) => kind === 'config').map(({ id }) => id),
  );
  return (id) => {
    const evidence = report.evidence[id];
    if (evidence === undefined) return '';
    return configs.has(evidence.source) ? evidence.text : masked(evidence.text, peers);
  };
}

function masked(text: string, peers: ReadonlySet<string>): string {
  const hide = (address: string, at: number, whole: string): string =>
    isOurs(address, peers) || OWN_FIELD.test(whole.slice(Math.max(at - 80, 0), at))
      ? address
      : HIDDEN;
  return text
    .replace(IPV6, (address, at: number, whole: string) =>
      isIpv6(address) ? hide(address, at, whole) : address,
    )
    .replace(IPV4, hide);
}

function isOurs(address: string, peers: ReadonlySet<string>): boolean {
  return LOOPBACK.test(address) || peers.has(address.toLowerCase());
}

/** Eight groups, or fewer around "::"; a time such as 09:14:03 is neither. */
function isIpv6(text: string): boolean {
  return text.includes('::') || text.split(':').length === 8;
}

const PORT = /:\d{1,5}$/;
const BRACKETS = /[[\]]/g;

function addressIn(peer: string): string {
  return peer.replace(PORT, '').replace(BRACKETS, '').toLowerCase();
}
