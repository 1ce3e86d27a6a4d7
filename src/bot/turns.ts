import type { Bell } from './bell.ts';

/** Work under way: all at once, but for what is about the same subject, which goes in the order it came. */
export type Turns = {
  add(subject: string, work: () => Promise<void>): void;
  size(): number;
  /** A failure is a bug; it ends the loop that gave the work out. */
  throwIfFailed(): void;
  /** Waits for the rest; throws if any of it failed. */
  all(): Promise<void>;
};

export function inTurns(bells: { readonly inbox: Bell; readonly outbox: Bell }): Turns {
  const last = new Map<string, Promise<void>>();
  let size = 0;
  let failure: { readonly error: unknown } | undefined;
  const throwIfFailed = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  return {
    add(subject, work) {
      size += 1;
      const before = last.get(subject) ?? Promise.resolve();
      const mine = before
        .then(work)
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => {
          size -= 1;
          if (last.get(subject) === mine) last.delete(subject);
          bells.inbox.ring();
          bells.outbox.ring();
        });
      last.set(subject, mine);
    },
    size: () => size,
    throwIfFailed,
    async all() {
      await Promise.all(last.values());
      throwIfFailed();
    },
  };
}
