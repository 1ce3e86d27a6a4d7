import type { Claimed } from '../bot/ports.ts';
import { type Submission, type SubmissionBody, submissionBodySchema } from '../bot/submission.ts';
import { parseJson } from './json.ts';
import { type Database, numberIn, type Row, type Sql, textIn } from './sql.ts';

/** Puts into the inbox what is new and returns its keys. */
export async function insertNew(
  sql: Sql,
  submissions: readonly Submission[],
): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const { key, receivedAt, body } of submissions) {
    const rows = await sql(
      `INSERT INTO inbox (key, received_at, body) VALUES ($1, $2, $3)
       ON CONFLICT (key) DO NOTHING RETURNING key`,
      key,
      receivedAt,
      JSON.stringify(body),
    );
    if (rows.length > 0) taken.push(key);
  }
  return taken;
}

/** Whether a submission with this key ever came in, worked on or not. */
export async function isKnown(sql: Sql, key: string): Promise<boolean> {
  return (await sql('SELECT key FROM inbox WHERE key = $1', key)).length > 0;
}

export type ClaimedRows = {
  readonly claimed: readonly Claimed[];
  /** Keys of what an older version wrote and this one cannot read: set aside, for no worker to try again. */
  readonly unreadable: readonly string[];
};

/** Leases the oldest submissions that wait. */
export async function claimRows(
  database: Database,
  {
    now,
    leaseMs,
    limit,
  }: { readonly now: number; readonly leaseMs: number; readonly limit: number },
): Promise<ClaimedRows> {
  return await database.transaction(async (sql) => {
    const rows = await sql(
      `UPDATE inbox SET tries = tries + 1, lease_until = $1,
         seen_incident = (SELECT COALESCE(MAX(seq), 0) FROM incident)
       WHERE seq IN (
         SELECT seq FROM inbox
         WHERE body IS NOT NULL AND fault IS NULL AND not_before <= $2
           AND (lease_until IS NULL OR lease_until <= $2)
         ORDER BY received_at, seq LIMIT $3 ${database.skipLocked})
       RETURNING seq, key, received_at, body, tries`,
      now + leaseMs,
      now,
      limit,
    );
    const claimed: Claimed[] = [];
    const unreadable: string[] = [];
    for (const row of rows.toSorted(byArrival)) {
      const key = textIn(row, 'key');
      const body = bodyOf(row);
      if (body === undefined) {
        await sql('UPDATE inbox SET fault = $1, lease_until = NULL WHERE key = $2', 'shape', key);
        unreadable.push(key);
        continue;
      }
      const submission = { key, receivedAt: numberIn(row, 'received_at'), body };
      claimed.push({ submission, tries: numberIn(row, 'tries') });
    }
    return { claimed, unreadable };
  });
}

// RETURNING promises no order.
function byArrival(left: Row, right: Row): number {
  return (
    numberIn(left, 'received_at') - numberIn(right, 'received_at') ||
    numberIn(left, 'seq') - numberIn(right, 'seq')
  );
}

function bodyOf(row: Row): SubmissionBody | undefined {
  const read = submissionBodySchema.safeParse(parseJson(textIn(row, 'body')));
  return read.success ? read.data : undefined;
}

/** Gives a submission back until `at`; nothing happens to one that is done. */
export async function releaseRow(
  sql: Sql,
  { key, at }: { readonly key: string; readonly at: number },
): Promise<void> {
  await sql('UPDATE inbox SET lease_until = NULL, not_before = $1 WHERE key = $2', at, key);
}

/** Erases the bodies of what is answered. */
export async function finishRows(sql: Sql, keys: readonly string[]): Promise<void> {
  for (const key of keys)
    await sql('UPDATE inbox SET body = NULL, lease_until = NULL WHERE key = $1', key);
}
