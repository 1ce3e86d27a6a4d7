import type { Store } from '../bot/ports.ts';
import type { Submission } from '../bot/submission.ts';
import { insertNew } from './inbox-rows.ts';
import type { Database } from './sql.ts';

type Waiting = {
  readonly submissions: readonly Submission[];
  readonly resolve: (taken: readonly string[]) => void;
  readonly reject: (error: unknown) => void;
};

/** Takes submissions in so that all that came in one turn of the event loop share one transaction, and one wait for the disk. */
export type GroupedAccept = {
  readonly accept: Store['accept'];
  /** Writes what still waits, without waiting for the turn to end. */
  flush(): Promise<void>;
};

export function groupAccepts(database: Database): GroupedAccept {
  let waiting: Waiting[] = [];
  const flush = async (): Promise<void> => {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      const taken = await database.transaction(async (sql) => {
        const each: (readonly string[])[] = [];
        for (const { submissions } of group) each.push(await insertNew(sql, submissions));
        return each;
      });
      for (const [index, { resolve }] of group.entries()) resolve(taken[index] ?? []);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };
  return {
    flush,
    async accept(submissions) {
      const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
      waiting.push({ submissions, resolve, reject });
      if (waiting.length === 1) setImmediate(() => void flush());
      return await promise;
    },
  };
}
