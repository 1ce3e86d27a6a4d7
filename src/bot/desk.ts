import type { Diagnose } from './diagnose.ts';
import type { Log } from './log.ts';
import type { Chat, Clock, Commit, Store } from './ports.ts';

/** What an action works with. */
export type Desk = {
  readonly store: Store;
  readonly chat: Chat;
  readonly diagnose: Diagnose;
  readonly clock: Clock;
  readonly log: Log;
  readonly opsChannel: string | undefined;
};

/** What a submission leads to, besides being done. Made again when somebody changed the incident in between. */
export type Plan = Omit<Commit, 'done'>;

/** Nothing is said and nothing is kept. */
export const SILENCE: Plan = { deliveries: [] };
