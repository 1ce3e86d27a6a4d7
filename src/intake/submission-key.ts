import { createHash } from 'node:crypto';
import type { Clock } from '../bot/ports.ts';

/** By what a sender says that two deliveries are one; undefined when it says nothing. */
export type Identity =
  /** Unique by the rules of its format: the key alone decides, whatever else changed. */
  | { readonly kind: 'delivery'; readonly parts: readonly string[] }
  /** An `id` of the sender's own: it may name a monitor as well as an event, so the body has to be the same too. */
  | { readonly kind: 'named'; readonly id: string }
  | undefined;

export type Delivered = {
  readonly source: string;
  readonly channel: string;
  readonly body: Uint8Array;
  readonly identity: Identity;
};

/** Senders that retry without an id do so within a minute; the same bytes after that are a second alert. */
const SAME_WITHIN_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/**
 * Gives the key of a submission. The window of a body without an id starts with its first delivery; after a restart only the
 * clock's own minutes are left of it, so a retry may then be answered twice where a minute ends in between.
 */
export function submissionKeys(clock: Pick<Clock, 'now'>): (delivered: Delivered) => string {
  const seen = new Map<string, { readonly key: string; readonly at: number }>();
  return ({ source, channel, body, identity }) => {
    const place = ['webhook', source, channel];
    if (identity?.kind === 'delivery') return digest([...place, 'delivery', ...identity.parts]);
    const bodyHash = createHash('sha256').update(body).digest('hex');
    if (identity !== undefined) return digest([...place, 'named', identity.id, bodyHash]);
    const same = digest([...place, 'body', bodyHash]);
    const now = clock.now();
    forget(seen, now);
    const earlier = seen.get(same);
    if (earlier !== undefined) return earlier.key;
    const key = digest([...place, 'body', bodyHash, String(Math.floor(now / SAME_WITHIN_MS))]);
    seen.set(same, { key, at: now });
    return key;
  };
}

/** The oldest stand first: a map keeps the order in which things came. */
function forget(seen: Map<string, { readonly at: number }>, now: number): void {
  for (const [same, { at }] of seen) {
    if (now - at < SAME_WITHIN_MS && seen.size < MOST_REMEMBERED) return;
    seen.delete(same);
  }
}

// Hashed, so that a key has a length of its own and shows nothing of what a sender put into it.
function digest(parts: readonly string[]): string {
  return `webhook:${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}`;
}
