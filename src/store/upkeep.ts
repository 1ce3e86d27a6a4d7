import type { StoreCounts } from '../bot/doctor/store-check.ts';
import { numberIn, optionalNumberIn, optionalTextIn, type Sql, textIn } from './sql.ts';

const DAY_MS = 86_400_000;
/** How long the key of a submission is remembered, and what the bot would have said in a shadow channel. */
export const INBOX_KEPT_MS = 90 * DAY_MS;
/** How long an incident is kept after it last changed, with its evidence and what was sent. */
export const INCIDENT_KEPT_MS = 400 * DAY_MS;

/** Takes over from a process that died: its leases end, and what it was sending may have arrived. */
export async function takeOver(sql: Sql): Promise<void> {
  await sql(
    `UPDATE inbox SET lease_until = NULL
     WHERE body IS NOT NULL AND fault IS NULL AND lease_until IS NOT NULL`,
  );
  // This process may be of a version that can read them.
  await sql('UPDATE inbox SET fault = NULL WHERE fault IS NOT NULL');
  await sql(
    `UPDATE outbox SET lease_until = NULL, is_uncertain = 1
     WHERE version > sent_version AND failure IS NULL AND lease_until IS NOT NULL`,
  );
  await sql(
    `UPDATE incident SET wake_at = COALESCE(wake_at, woken_at), woken_at = NULL WHERE woken_at IS NOT NULL`,
  );
}

/** When anything wants attention next. */
export async function nextTime(sql: Sql): Promise<number | undefined> {
  const [row] = await sql(
    `SELECT MIN(at) AS at FROM (
       SELECT MIN(COALESCE(lease_until, not_before)) AS at FROM inbox WHERE body IS NOT NULL AND fault IS NULL
       UNION ALL
       SELECT MIN(COALESCE(lease_until, not_before)) AS at FROM outbox
         WHERE version > sent_version AND failure IS NULL
       UNION ALL
       SELECT MIN(wake_at) AS at FROM incident WHERE wake_at IS NOT NULL) AS times`,
  );
  return row && optionalNumberIn(row, 'at');
}

/** Erases what is older than it must be kept. What still waits is not touched. */
export async function eraseOld(sql: Sql, now: number): Promise<void> {
  const inboxLimit = now - INBOX_KEPT_MS;
  const limit = now - INCIDENT_KEPT_MS;
  await sql(
    'DELETE FROM inbox WHERE received_at < $1 AND (body IS NULL OR fault IS NOT NULL)',
    inboxLimit,
  );
  await sql('DELETE FROM shadow WHERE at < $1', inboxLimit);
  const old = 'incident IN (SELECT id FROM incident WHERE touched_at < $1)';
  await sql(`DELETE FROM evidence WHERE created_at < $1 OR ${old}`, limit);
  await sql(`DELETE FROM origin WHERE ${old}`, limit);
  await sql('DELETE FROM incident WHERE touched_at < $1', limit);
  await sql(
    `DELETE FROM outbox WHERE touched_at < $1 AND lease_until IS NULL
       AND (version <= sent_version OR failure IS NOT NULL)`,
    limit,
  );
}

export async function countRows(sql: Sql): Promise<StoreCounts> {
  const [waits] = await sql(
    `SELECT
       (SELECT COUNT(*) FROM inbox WHERE body IS NOT NULL AND fault IS NULL) AS inbox,
       (SELECT COUNT(*) FROM inbox WHERE fault IS NOT NULL) AS unreadable,
       (SELECT COUNT(*) FROM outbox WHERE version > sent_version AND failure IS NULL) AS outbox`,
  );
  const failed = await sql(
    `SELECT channel, failure, COUNT(*) AS count, MAX(touched_at) AS last_at FROM outbox
     WHERE failure IS NOT NULL GROUP BY channel, failure ORDER BY last_at DESC, channel, failure`,
  );
  if (waits === undefined) throw new Error('a count without a row');
  return {
    inboxWaiting: numberIn(waits, 'inbox'),
    inboxUnreadable: numberIn(waits, 'unreadable'),
    outboxWaiting: numberIn(waits, 'outbox'),
    failed: failed.map((row) => ({
      channel: optionalTextIn(row, 'channel'),
      reason: textIn(row, 'failure'),
      count: numberIn(row, 'count'),
      lastAt: numberIn(row, 'last_at'),
    })),
  };
}
