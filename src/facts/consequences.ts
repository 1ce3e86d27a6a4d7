import type { Group } from './groups.ts';

const WITHIN_SECONDS = 10;

/**
 * The group that another one follows from: "no live upstreams" and refusals come after what took the peers away, and are
 * no rivals of it. Keyed by the group that follows.
 */
export function rootsOf(groups: readonly Group[]): ReadonlyMap<string, string> {
  const roots = new Map<string, string>();
  for (const group of groups) {
    const root = groups.find(
      (other) => other !== group && !roots.has(other.key) && followsFrom(group, other),
    );
    if (root !== undefined) roots.set(group.key, root.key);
  }
  return roots;
}

function followsFrom(group: Group, root: Group): boolean {
  if (!isFailureOfPeer(root)) return false;
  if (group.line.message === 'no-live-upstreams' || group.line.message === 'peer-disabled') {
    const isBefore =
      group.firstSeconds !== undefined &&
      root.firstSeconds !== undefined &&
      group.firstSeconds < root.firstSeconds;
    if (isBefore) return false;
    return (
      isSameConnection(group, root) ||
      group.line.server === undefined ||
      root.line.server === undefined ||
      group.line.server === root.line.server
    );
  }
  return group.line.errno === 'ECONNREFUSED' && isConnectionLost(root) && startsAfter(group, root);
}

/** The first lines of both speak of one request: nginx numbers its clients' connections. */
function isSameConnection(group: Group, root: Group): boolean {
  return (
    group.line.connection !== undefined &&
    group.line.connection === root.line.connection &&
    group.evidence[0]?.source === root.evidence[0]?.source
  );
}

function isFailureOfPeer(group: Group): boolean {
  const { line } = group;
  if (
    line.side === 'client' ||
    line.message === 'no-live-upstreams' ||
    line.message === 'peer-disabled'
  )
    return false;
  return (
    line.errno !== undefined ||
    line.message.startsWith('premature-close') ||
    line.message === 'timed-out' ||
    line.syscall === 'SSL_do_handshake'
  );
}

function isConnectionLost(group: Group): boolean {
  return group.line.errno === 'ECONNRESET' || group.line.message.startsWith('premature-close');
}

/** Within seconds after a lost connection of the same peer: the listener went away with the process. */
function startsAfter(group: Group, root: Group): boolean {
  if (group.firstSeconds === undefined || root.firstSeconds === undefined) return false;
  const delay = group.firstSeconds - root.firstSeconds;
  if (delay < 0 || delay > WITHIN_SECONDS) return false;
  if (group.peers.size === 0 || root.peers.size === 0) return true;
  return group.peers.keys().some((peer) => root.peers.has(peer));
}
