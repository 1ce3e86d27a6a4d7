import type { Bell } from './bell.ts';
import type { Store } from './ports.ts';
import type { Submission } from './submission.ts';

/** Takes submissions in: they are on disk when it resolves, and only then may the sender be told so. */
export type Accept = (submissions: readonly Submission[]) => Promise<void>;

export function createAccept(store: Pick<Store, 'accept'>, bell: Bell): Accept {
  return async (submissions) => {
    if (submissions.length === 0) return;
    const taken = await store.accept(submissions);
    if (taken.length > 0) bell.ring();
  };
}
