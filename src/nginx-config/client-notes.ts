import { secondsOf } from './durations.ts';
import type { Reading } from './reading.ts';
import type { Note } from './upstream-notes.ts';

// In the files that nginx.org and the distributions ship: nobody meant upstreams by it.
const SHIPPED_SECONDS = new Set([65, 75]);

/** `keepalive_timeout` on a way to a pool that has none of its own: it is about clients, whatever was meant. */
export function clientNotes({ places, upstreams }: Reading): readonly Note[] {
  const blocks = [...upstreams.values()].filter(({ isOpen }) => !isOpen);
  const isMeant = blocks.some(({ directives }) => {
    const has = (name: string): boolean => directives.some((one) => one.name === name);
    return has('keepalive') && !has('keepalive_timeout');
  });
  if (!isMeant) return [];
  const written = places
    .filter(({ module }) => module === 'http')
    .flatMap(({ levels }) => levels.flatMap(({ byName }) => byName.get('keepalive_timeout') ?? []))
    .filter(({ parameters }) => !SHIPPED_SECONDS.has(secondsOf(parameters[0] ?? '') ?? 0));
  return written.map(({ line }) => ({
    line,
    text: 'this "keepalive_timeout" is about clients: the one for connections to an upstream stands inside its block, where it is 60 s unless it is set',
  }));
}
