import type { Group } from '../facts/groups.ts';
import type { Facts } from '../facts/vocabulary.ts';
import { shiftedStamp } from '../log/clock.ts';
import type { UpstreamBlock } from '../nginx-config/proxied.ts';
import { nameOf, type Peer, peerOf } from '../text/proven.ts';
import type { HoleValues } from '../text/template.ts';

const MOST_SERVERS = 8;
const AROUND_SECONDS = 60;
/** nginx closes an idle connection so long before the backend does (measured: equal times race). */
const MARGIN_SECONDS = 1;
/** Below the shortest common idle time, 5 s of Node.js, uvicorn, Apache and hypercorn, where the backend is not known. */
const SAFE_KEEPALIVE_SECONDS = 4;

/**
 * What the holes of commands and snippets are filled with for one diagnosis. Only values of a proven type get in; every
 * other hole keeps its readable placeholder.
 */
export function holeValues(
  group: Group,
  facts: Facts,
  upstream: UpstreamBlock | undefined,
): HoleValues {
  const values = new Map<string, string>();
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined) values.set(name, value);
  };
  const peers = [...group.peers.keys()].map(peerOf).filter((peer) => peer !== undefined);
  put('upstream', upstreamName(group, upstream));
  put('server', group.line.server === undefined ? undefined : nameOf(group.line.server));
  put('servers', serverLines(peers, upstream));
  put('keepalive', keepaliveConnections(upstream));
  put('keepalive-timeout', keepaliveTimeout(facts));
  peerValues(peers, put);
  if (group.firstSeconds !== undefined && isDated(group)) {
    const last = Math.min(group.lastSeconds ?? 0, group.firstSeconds + 600);
    const since = shiftedStamp(group.firstSeconds, -AROUND_SECONDS);
    const until = shiftedStamp(last, AROUND_SECONDS);
    put('since', since);
    put('until', until);
    put('since-stamp', since.replace(' ', 'T'));
    put('until-stamp', until.replace(' ', 'T'));
  }
  return values;
}

function peerValues(
  peers: readonly Peer[],
  put: (name: string, value: string | undefined) => void,
): void {
  const [peer] = peers;
  if (peer === undefined) return;
  if (peer.kind === 'unix') {
    put('socket-path', peer.path);
    return;
  }
  put('peer', peer.text);
  put('peer-address', peer.address);
  put('peer-port', peer.port);
}

function upstreamName(group: Group, upstream: UpstreamBlock | undefined): string | undefined {
  if (upstream !== undefined) return nameOf(upstream.name);
  return group.line.message === 'no-live-upstreams' && group.name !== undefined
    ? nameOf(group.name)
    : undefined;
}

function serverLines(peers: readonly Peer[], upstream: UpstreamBlock | undefined): string {
  const configured = upstream?.servers.map((server) => peerOf(server)?.text);
  // A block is printed whole or not at all: a server left out would be taken out of service. Names stay out too, since
  // one that does not resolve makes nginx refuse the whole configuration.
  if (
    configured !== undefined &&
    configured.length > 0 &&
    !configured.includes(undefined) &&
    configured.length <= MOST_SERVERS
  ) {
    return configured.map((server) => `server ${server};`).join('\n    ');
  }
  const seen = peers.slice(0, MOST_SERVERS).map((peer) => `server ${peer.text};`);
  if (seen.length === 0)
    return 'server 127.0.0.1:8080;  # <your-backend>: your own server lines stay';
  return `${seen.join('\n    ')}  # and your other server lines`;
}

/** As many as the block keeps already; a number of ours would take some of them away. */
function keepaliveConnections(upstream: UpstreamBlock | undefined): string | undefined {
  const own = upstream?.directives.find(({ name }) => name === 'keepalive')?.parameters[0];
  return own !== undefined && CONNECTIONS.test(own) ? own : undefined;
}

const CONNECTIONS = /^[1-9]\d{0,4}$/;

function keepaliveTimeout(facts: Facts): string {
  const idle = facts.get('backend-idle-seconds')?.value;
  if (typeof idle !== 'number') return `${SAFE_KEEPALIVE_SECONDS}s`;
  return idle > MARGIN_SECONDS + 1 ? `${Math.floor(idle - MARGIN_SECONDS)}s` : '1s';
}

function isDated(group: Group): boolean {
  return group.first !== undefined && group.first.length === 19;
}
