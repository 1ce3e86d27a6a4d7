import type { Base } from './base.ts';
import type { Json } from './json.ts';

/** One payload that the app was sent. */
export type Delivered = {
  readonly kind: 'event' | 'command' | 'interaction' | 'other';
  /** event_id of an event, else an id of ours. */
  readonly id: string;
  readonly payload: Json;
  readonly at: number;
  readonly attempts: number;
  readonly ackedAt: number | undefined;
  readonly ackBody: unknown;
  /** No answer within the 3 s that Slack waits. */
  readonly isLate: boolean;
  /** Slack gave up. */
  readonly isLost: boolean;
};

export type Retry = { readonly number: number; readonly reason: string };

export type Transport = {
  /** Tries once. It calls `acked` or `failed` later; a late `acked` still counts. */
  send(delivered: Delivered, retry: Retry | undefined, outcome: Outcome): void;
  /** Milliseconds between a failed attempt and the next. */
  pause(attempt: number, reason: string): number;
};

export type Outcome = {
  acked(body: unknown): void;
  failed(reason: string, mayRetry: boolean): void;
};

export type Deliveries = {
  readonly list: readonly Delivered[];
  /** Sends; returns at once. */
  send(payload: Pick<Delivered, 'kind' | 'id' | 'payload'>): Delivered;
  /** Waits for the answer, or until Slack would have told the person that the app failed. */
  answered(delivered: Delivered): Promise<Delivered>;
};

type Open = { -readonly [K in keyof Delivered]: Delivered[K] };

// Slack tries an event three more times, and nothing else ever again.
const RETRIES = 3;

export function newDeliveries(base: Base, transport: Transport): Deliveries {
  const list: Open[] = [];

  function attempt(open: Open, retry: Retry | undefined): void {
    if (open.ackedAt !== undefined) return;
    open.attempts += 1;
    const number = retry?.number ?? 0;
    transport.send(open, retry, {
      acked(body) {
        if (open.ackedAt !== undefined) return;
        open.ackedAt = Date.now();
        open.ackBody = body;
        base.changes.changed();
      },
      failed(reason, mayRetry) {
        if (open.ackedAt !== undefined) return;
        if (open.kind !== 'event' || !mayRetry || number >= RETRIES) {
          open.isLost = true;
          base.changes.changed();
          return;
        }
        base.timers.later(transport.pause(number, reason), () =>
          attempt(open, { number: number + 1, reason }),
        );
      },
    });
    base.changes.changed();
  }

  return {
    list,
    send(payload) {
      const open: Open = {
        ...payload,
        at: Date.now(),
        attempts: 0,
        ackedAt: undefined,
        ackBody: undefined,
        isLate: false,
        isLost: false,
      };
      list.push(open);
      base.timers.later(base.settings.ackDeadlineMs, () => {
        if (open.ackedAt !== undefined) return;
        open.isLate = true;
        base.changes.changed();
      });
      attempt(open, undefined);
      return open;
    },
    answered(delivered) {
      return base.changes
        .until(() => delivered.ackedAt !== undefined || delivered.isLate || delivered.isLost, {
          timeoutMs: base.settings.ackDeadlineMs + 1_000,
          seen: () => `waiting for the answer to ${delivered.id}`,
        })
        .then(() => delivered);
    },
  };
}
