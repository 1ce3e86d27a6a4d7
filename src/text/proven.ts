/**
 * Values of a proven type: the only untrusted text that may become part of a command or of a snippet.
 * Each constructor validates and returns undefined for anything else.
 */
export type Peer =
  | { readonly kind: 'ip'; readonly address: string; readonly port: string; readonly text: string }
  | { readonly kind: 'unix'; readonly path: string; readonly text: string };

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const IPV6 = /^(?=.*:)[0-9a-fA-F:]{2,39}(?:\.\d{1,3}\.\d{1,3}\.\d{1,3})?$/;
const UNIX_PATH = /^\/[A-Za-z0-9_.@+/-]{1,106}$/;
const NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,126}[A-Za-z0-9_])?$/;
const PORT = /^[1-9]\d{0,4}$/;
const LAST_COLON = /:$/;
// fe80::/10, and the metadata service of a large cloud.
const LINK_LOCAL = /^(?:fe[89ab]|fd00:ec2:)/i;
const ONLY_DIGITS_AND_DOTS = /^[\d.]+$/;

/** `IP:port`, `[v6]:port` or `unix:/path`, as nginx prints a peer; undefined for all else and for link-local addresses. */
export function peerOf(text: string): Peer | undefined {
  if (text.startsWith('unix:')) {
    const path = unixPathOf(text.slice(5).replace(LAST_COLON, ''));
    return path === undefined ? undefined : { kind: 'unix', path, text: `unix:${path}` };
  }
  const colon = text.lastIndexOf(':');
  if (colon <= 0) return undefined;
  const port = portOf(text.slice(colon + 1));
  const address = text.slice(0, colon);
  if (port === undefined) return undefined;
  if (address.startsWith('[') && address.endsWith(']')) {
    const inner = ipv6Of(address.slice(1, -1));
    return inner === undefined
      ? undefined
      : { kind: 'ip', address: inner, port, text: `[${inner}]:${port}` };
  }
  const ip = ipv4Of(address);
  return ip === undefined ? undefined : { kind: 'ip', address: ip, port, text: `${ip}:${port}` };
}

/** A dotted address outside 169.254.0.0/16: metadata services live there and no command of ours may name one. */
function ipv4Of(text: string): string | undefined {
  const parts = IPV4.exec(text);
  if (parts === null || parts.slice(1).some((part) => Number(part) > 255)) return undefined;
  return text.startsWith('169.254.') ? undefined : text;
}

function ipv6Of(text: string): string | undefined {
  const isLinkLocal = LINK_LOCAL.test(text);
  return IPV6.test(text) && !isLinkLocal && text.split('::').length <= 2 ? text : undefined;
}

/** 1 to 65535, in digits. */
function portOf(text: string): string | undefined {
  return PORT.test(text) && Number(text) <= 65535 ? text : undefined;
}

/** An absolute socket path of unsuspicious characters, at most 107 bytes (sun_path); no `..`. */
function unixPathOf(text: string): string | undefined {
  return UNIX_PATH.test(text) && !text.split('/').includes('..') ? text : undefined;
}

/** The name of an upstream block or of a host: letters, digits, `_`, `.`, `-`, never an address and never option-like. */
export function nameOf(text: string): string | undefined {
  return NAME.test(text) && !ONLY_DIGITS_AND_DOTS.test(text) ? text : undefined;
}

/** True for 127.0.0.0/8 and ::1: no network device stands between nginx and such a peer. */
export function isLoopback(peer: Peer): boolean {
  return peer.kind === 'ip' && (peer.address.startsWith('127.') || peer.address === '::1');
}
