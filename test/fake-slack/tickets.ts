import { type Base, newId } from './base.ts';

/** What a response_url belongs to. */
export type ResponseTarget = {
  readonly channel: string;
  readonly user: string;
  /** The message or ephemeral that was clicked; none after a slash command. */
  readonly message: string | undefined;
  readonly ephemeral: number | undefined;
  readonly thread: string | undefined;
};

export type Tickets = {
  newTrigger(user: string): string;
  /** Takes a trigger_id: whose click it was, or what Slack has against it. */
  spendTrigger(id: string): { readonly user: string } | { readonly error: string };
  newResponseUrl(target: ResponseTarget): string;
  /** Takes one of the five uses. */
  spendResponseUrl(path: string): ResponseTarget | 'expired_url' | 'used_url' | 'no_such_url';
};

const USES = 5;

/** trigger_ids (one use, 3 s) and response_urls (5 uses, 30 minutes). */
export function newTickets(base: Base): Tickets {
  const triggers = new Map<
    string,
    { readonly user: string; readonly until: number; isSpent: boolean }
  >();
  const urls = new Map<string, { readonly until: number; uses: number; target: ResponseTarget }>();
  return {
    newTrigger(user) {
      const id = `${newId('')}.0000000000.${newId('')}`;
      triggers.set(id, { user, until: Date.now() + base.settings.triggerLifeMs, isSpent: false });
      return id;
    },
    spendTrigger(id) {
      const trigger = triggers.get(id);
      if (trigger === undefined) return { error: 'invalid_trigger_id' };
      if (trigger.isSpent) return { error: 'exchanged_trigger_id' };
      if (Date.now() > trigger.until) return { error: 'expired_trigger_id' };
      trigger.isSpent = true;
      return { user: trigger.user };
    },
    newResponseUrl(target) {
      const path = `/response/${newId('R')}`;
      urls.set(path, { until: Date.now() + base.settings.responseUrlLifeMs, uses: 0, target });
      return `${base.origin()}${path}`;
    },
    spendResponseUrl(path) {
      const url = urls.get(path);
      if (url === undefined) return 'no_such_url';
      if (Date.now() > url.until) return 'expired_url';
      if (url.uses >= USES) return 'used_url';
      url.uses += 1;
      return url.target;
    },
  };
}
