import { isLoopback, peerOf } from '../text/proven.ts';
import type { Group } from './groups.ts';
import type { Know } from './know.ts';

/** What the line itself says: the same for every line of a group. */
export function lineFacts(group: Group, know: Know): void {
  const { line } = group;
  know('side', line.side);
  know('level', line.level);
  know('message', line.message);
  know('syscall', line.syscall);
  know('errno', line.errno);
  know('phase', line.phase);
  know('reason', line.reason);
  know('protocol', group.upstream?.scheme ?? protocolOfSocket(line.target));
  know('peer-location', peerLocation(group));
  know('peer-port-usual-for', usualProtocol(group));
  know('peer-ipv6', areIpv6(group));
  know('peer-in-docker-range', areDockers(group));
  know('client-location', locationOf(line.client));
  know('request-is-grpc', isGrpcCall(line.request));
}

function peerLocation(group: Group): string | undefined {
  const peers = [...group.peers.keys()].map(peerOf);
  if (peers.length === 0 || peers.includes(undefined)) return undefined;
  if (peers.every((peer) => peer?.kind === 'unix')) return 'unix';
  return peers.every((peer) => peer !== undefined && isLoopback(peer)) ? 'loopback' : 'remote';
}

// POST /package.Service/Method over HTTP/2 (gRPC over HTTP/2, "Requests").
const GRPC = /^POST \/[A-Za-z0-9_.]{1,200}\.[A-Za-z0-9_]{1,100}\/[A-Za-z0-9_]{1,100} HTTP\/2/;

function isGrpcCall(request: string | undefined): boolean | undefined {
  return request === undefined ? undefined : GRPC.test(request);
}

// A line cut before its upstream field still names the socket, and php-fpm's sockets are called so.
const FPM_SOCKET = /^unix:\S{0,80}(?:php[\w.-]{0,20}fpm|fpm[\w.-]{0,20}\.sock)/;

function protocolOfSocket(target: string | undefined): string | undefined {
  return target !== undefined && FPM_SOCKET.test(target) ? 'fastcgi' : undefined;
}

// nginx writes IPv6 in brackets, also where somebody has masked the digits.
function areIpv6(group: Group): boolean | undefined {
  const kinds = new Set([...group.peers.keys()].map((peer) => peer.startsWith('[')));
  return kinds.size === 1 ? kinds.has(true) : undefined;
}

// 172.17.0.0/16 to 172.31.0.0/16 (moby libnetwork ipamutils, the default local address pools).
const DOCKERS = /^172\.(?:1[7-9]|2\d|3[01])\.\d{1,3}\.\d{1,3}:/;

function areDockers({ peers }: Group): boolean | undefined {
  const names = [...peers.keys()];
  return names.length === 0 ? undefined : names.every((peer) => DOCKERS.test(peer));
}

// RFC 1918, RFC 6598 (shared by carriers and used by container networks), RFC 4193, link-local ones and the loopback; a socket
// that listens for IPv6 and IPv4 shows IPv4 addresses behind ::ffff: (RFC 4291, section 2.5.5.2).
const INSIDE =
  /^(?:(?:::ffff:)?(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)|::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;
const ADDRESS = /^[0-9a-fA-F.:]{3,45}$/;

function locationOf(client: string | undefined): string | undefined {
  if (client === undefined || !ADDRESS.test(client)) return undefined;
  return INSIDE.test(client.toLowerCase()) ? 'inside' : 'outside';
}

// 443 and its usual copies; 9000 is php-fpm's, and also of some HTTP servers.
const USUAL_PORTS: ReadonlyMap<string, string> = new Map([
  ['443', 'https'],
  ['6443', 'https'],
  ['8443', 'https'],
  ['9443', 'https'],
  ['9000', 'fastcgi'],
]);

function usualProtocol(group: Group): string | undefined {
  const usual = new Set(
    [...group.peers.keys()].map((peer) => USUAL_PORTS.get(PORT.exec(peer)?.[1] ?? '')),
  );
  return usual.size === 1 ? [...usual][0] : undefined;
}

const PORT = /:(\d{1,5})$/;
