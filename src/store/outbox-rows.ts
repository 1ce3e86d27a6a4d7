import { createHash } from 'node:crypto';
import type { Delivery, Pending, SendResult } from '../bot/ports.ts';
import { deliveryOf } from './delivery-shape.ts';
import {
  type Database,
  numberIn,
  optionalTextIn,
  places,
  type Row,
  type Sql,
  textIn,
} from './sql.ts';

/** Why a delivery failed that another version wrote in a shape that this one does not know. */
const UNREADABLE = 'unreadable';

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

/**
 * Puts content into the outbox: new under its key, or in place of what the key said before. The same content again changes
 * nothing, unless it was refused: then it may try again.
 */
export async function putDelivery(sql: Sql, delivery: Delivery, now: number): Promise<void> {
  const body = JSON.stringify(delivery);
  await sql(
    `INSERT INTO outbox (key, channel, body, digest, created_at, touched_at) VALUES ($1, $2, $3, $4, $5, $5)
     ON CONFLICT (key) DO UPDATE SET
       channel = excluded.channel, body = excluded.body, digest = excluded.digest,
       version = outbox.version + 1,
       touched_at = CASE WHEN outbox.failure IS NULL THEN outbox.touched_at ELSE excluded.touched_at END,
       tries = CASE WHEN outbox.failure IS NULL THEN outbox.tries ELSE 0 END,
       not_before = CASE WHEN outbox.failure IS NULL THEN outbox.not_before ELSE 0 END,
       failure = NULL
     WHERE outbox.digest <> excluded.digest OR outbox.failure IS NOT NULL`,
    delivery.key,
    'channel' in delivery ? delivery.channel : null,
    body,
    createHash('sha256').update(body).digest('hex'),
    now,
  );
}

export type ClaimedDeliveries = {
  readonly pending: readonly Pending[];
  readonly unreadable: readonly string[];
};

/**
 * Leases the deliveries whose turn has come, first those that were put or sent longest ago: an answer that changes all the
 * time leaves others their turn. A lease that ran out was a try of which nothing is known.
 */
export async function claimDeliveries(
  database: Database,
  options: {
    readonly now: number;
    readonly leaseMs: number;
    readonly limit: number;
    readonly heldChannels: readonly string[];
  },
): Promise<ClaimedDeliveries> {
  const { now, leaseMs, limit, heldChannels: held } = options;
  const free =
    held.length === 0 ? '' : `AND (channel IS NULL OR channel NOT IN (${places(held.length, 4)}))`;
  return await database.transaction(async (sql) => {
    const rows = await sql(
      `UPDATE outbox SET tries = tries + 1, lease_until = $1, claimed_version = version,
         is_uncertain = CASE WHEN lease_until IS NULL THEN is_uncertain ELSE 1 END
       WHERE seq IN (
         SELECT seq FROM outbox
         WHERE version > sent_version AND failure IS NULL AND not_before <= $2
           AND (lease_until IS NULL OR lease_until <= $2) ${free}
         ORDER BY touched_at, seq LIMIT $3 ${database.skipLocked})
       RETURNING seq, key, body, version, ts, is_uncertain, tries, created_at, touched_at`,
      now + leaseMs,
      now,
      limit,
      ...held,
    );
    return await readClaimed(sql, rows.toSorted(byTurn));
  });
}

// RETURNING promises no order.
function byTurn(left: Row, right: Row): number {
  return (
    numberIn(left, 'touched_at') - numberIn(right, 'touched_at') ||
    numberIn(left, 'seq') - numberIn(right, 'seq')
  );
}

async function readClaimed(sql: Sql, rows: readonly Row[]): Promise<ClaimedDeliveries> {
  const pending: Pending[] = [];
  const unreadable: string[] = [];
  for (const row of rows) {
    const delivery = deliveryOf(textIn(row, 'body'));
    if (delivery === undefined) {
      const key = textIn(row, 'key');
      await sql(
        'UPDATE outbox SET failure = $1, lease_until = NULL, body = NULL WHERE key = $2',
        UNREADABLE,
        key,
      );
      unreadable.push(key);
      continue;
    }
    pending.push({
      delivery,
      version: numberIn(row, 'version'),
      ts: optionalTextIn(row, 'ts'),
      isUncertain: numberIn(row, 'is_uncertain') === 1,
      tries: numberIn(row, 'tries'),
      createdAt: numberIn(row, 'created_at'),
    });
  }
  return { pending, unreadable };
}

/** Writes down how a try ended. A try whose lease ran out and was given to another can only say that it did arrive. */
export async function settleDelivery(
  sql: Sql,
  {
    pending,
    result,
    now,
  }: { readonly pending: Pending; readonly result: SendResult; readonly now: number },
): Promise<void> {
  const held = [pending.delivery.key, pending.version, pending.tries] as const;
  switch (result.kind) {
    case 'sent':
      await settleSent(sql, { pending, ts: result.ts, now });
      return;
    case 'later':
      // What an earlier try left uncertain stays so: this one only says that itself did not arrive.
      await sql(
        `UPDATE outbox SET lease_until = NULL, not_before = $4 WHERE ${HELD}`,
        ...held,
        now + result.afterMs,
      );
      return;
    case 'uncertain':
      await settleUncertain(sql, held, now);
      return;
    case 'refused':
      await sql(
        `UPDATE outbox SET lease_until = NULL, touched_at = $5, doubts = 0,
           failure = CASE WHEN version > claimed_version THEN NULL ELSE $4 END,
           body = CASE WHEN version > claimed_version THEN body ELSE NULL END
         WHERE ${HELD}`,
        ...held,
        result.reason,
        now,
      );
      return;
  }
}

// Whether the row is still leased to this very try.
const HELD = 'key = $1 AND claimed_version = $2 AND tries = $3 AND lease_until IS NOT NULL';

async function settleSent(
  sql: Sql,
  {
    pending,
    ts,
    now,
  }: { readonly pending: Pending; readonly ts: string | undefined; readonly now: number },
): Promise<void> {
  const { version, tries, delivery } = pending;
  const rows = await sql(
    `UPDATE outbox SET ts = COALESCE($4, ts), sent_version = $2, touched_at = $5, lease_until = NULL,
       is_uncertain = 0, tries = 0, doubts = 0, body = CASE WHEN version > $2 THEN body ELSE NULL END
     WHERE ${HELD} RETURNING key`,
    delivery.key,
    version,
    tries,
    ts ?? null,
    now,
  );
  if (rows.length > 0) return;
  await sql(
    `UPDATE outbox SET ts = COALESCE(ts, $3), sent_version = $2 WHERE key = $1 AND sent_version < $2`,
    delivery.key,
    version,
    ts ?? null,
  );
}

async function settleUncertain(
  sql: Sql,
  held: readonly [string, number, number],
  now: number,
): Promise<void> {
  const [row] = await sql(
    `UPDATE outbox SET lease_until = NULL, is_uncertain = 1, doubts = doubts + 1 WHERE ${HELD} RETURNING doubts`,
    ...held,
  );
  if (row === undefined) return;
  const backoffMs = Math.min(
    LONGEST_BACKOFF_MS,
    FIRST_BACKOFF_MS * 2 ** (numberIn(row, 'doubts') - 1),
  );
  await sql('UPDATE outbox SET not_before = $1 WHERE key = $2', now + backoffMs, held[0]);
}

/** Slack's id of what was sent under this key. */
export async function sentTsOf(sql: Sql, key: string): Promise<string | undefined> {
  const [row] = await sql('SELECT ts FROM outbox WHERE key = $1', key);
  return row === undefined ? undefined : optionalTextIn(row, 'ts');
}
