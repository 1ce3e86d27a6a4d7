import type { Commit, EvidenceText, Versioned } from '../bot/ports.ts';
import { incidentOf } from './incident-shape.ts';
import { parseJson } from './json.ts';
import {
  numberIn,
  optionalNumberIn,
  optionalTextIn,
  places,
  type Row,
  type Sql,
  textIn,
} from './sql.ts';

type Incident = Versioned['incident'];

/** A row of an incident: `incident` is undefined when this version of the program cannot read it. */
export type IncidentRow = {
  readonly id: string;
  readonly incident: Incident | undefined;
  readonly version: number;
};

const COLUMNS = 'incident.id, incident.version, incident.body';

export async function incidentById(sql: Sql, id: string): Promise<IncidentRow | undefined> {
  const [row] = await sql(`SELECT ${COLUMNS} FROM incident WHERE id = $1`, id);
  return row && incidentRow(row);
}

/** The newest incident of a group. */
export async function incidentByGroup(sql: Sql, group: string): Promise<IncidentRow | undefined> {
  const [row] = await sql(
    `SELECT ${COLUMNS} FROM incident WHERE group_key = $1 ORDER BY opened_at DESC, seq DESC LIMIT 1`,
    group,
  );
  return row && incidentRow(row);
}

export async function incidentByOrigin(sql: Sql, origin: string): Promise<IncidentRow | undefined> {
  const [row] = await sql(
    `SELECT ${COLUMNS} FROM origin JOIN incident ON incident.id = origin.incident WHERE origin.origin = $1`,
    origin,
  );
  return row && incidentRow(row);
}

/** Incidents that are not erased, the newest first. */
export async function openIncidentRows(sql: Sql, limit: number): Promise<readonly IncidentRow[]> {
  const rows = await sql(
    `SELECT ${COLUMNS} FROM incident WHERE is_erased = 0 ORDER BY opened_at DESC, seq DESC LIMIT $1`,
    limit,
  );
  return rows.map(incidentRow);
}

function incidentRow(row: Row): IncidentRow {
  const id = textIn(row, 'id');
  const incident = incidentOf(textIn(row, 'body'));
  return { id, incident, version: numberIn(row, 'version') };
}

/**
 * Writes the next state of an incident; false when somebody was faster, with nothing written. A new incident is refused when
 * another of its group was written since the submissions that it answers were claimed, or since they were last refused: what
 * its worker read may be older than that one. So a worker that reads again after `conflict` always gets on in the end.
 */
export async function writeIncident(sql: Sql, commit: Commit, now: number): Promise<boolean> {
  const { incident, wakeAt, done } = commit;
  if (incident === undefined) return true;
  const { next, expectedVersion } = incident;
  const isErased = next.isErased ? 1 : 0;
  const state = [next.group, next.openedAt, now, isErased, JSON.stringify(next), wakeAt ?? null];
  if (expectedVersion === 0 && (await isGroupTaken(sql, next, done))) return false;
  const rows =
    expectedVersion === 0
      ? await sql(
          `INSERT INTO incident (group_key, opened_at, touched_at, is_erased, body, wake_at, id, version)
           VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT (id) DO NOTHING RETURNING id`,
          ...state,
          next.id,
        )
      : await sql(
          `UPDATE incident SET group_key = $1, opened_at = $2, touched_at = $3, is_erased = $4, body = $5,
             wake_at = $6, woken_at = NULL, version = version + 1
           WHERE id = $7 AND version = $8 RETURNING id`,
          ...state,
          next.id,
          expectedVersion,
        );
  return rows.length > 0;
}

async function isGroupTaken(sql: Sql, next: Incident, done: readonly string[]): Promise<boolean> {
  const seen = await newestSeen(sql, done);
  const rows =
    seen === undefined
      ? await sql(
          'SELECT id FROM incident WHERE group_key = $1 AND opened_at > $2 AND is_erased = 0 LIMIT 1',
          next.group,
          next.openedAt,
        )
      : await sql(
          'SELECT id FROM incident WHERE group_key = $1 AND seq > $2 LIMIT 1',
          next.group,
          seen,
        );
  if (rows.length === 0) return false;
  for (const key of done)
    await sql(
      'UPDATE inbox SET seen_incident = (SELECT MAX(seq) FROM incident) WHERE key = $1',
      key,
    );
  return true;
}

// undefined when the commit settles no submission, as when an incident was due.
async function newestSeen(sql: Sql, done: readonly string[]): Promise<number | undefined> {
  if (done.length === 0) return undefined;
  const [row] = await sql(
    `SELECT MIN(seen_incident) AS seen FROM inbox WHERE key IN (${places(done.length, 1)})`,
    ...done,
  );
  return row && optionalNumberIn(row, 'seen');
}

/** The messages that an incident answers from now on. */
export async function writeOrigins(
  sql: Sql,
  incident: string,
  origins: readonly string[],
): Promise<void> {
  for (const origin of origins)
    await sql(
      `INSERT INTO origin (origin, incident) VALUES ($1, $2)
       ON CONFLICT (origin) DO UPDATE SET incident = excluded.incident`,
      origin,
      incident,
    );
}

/** Erases what came from some messages, then adds: an edited message gives up its old text for the new one. */
export async function replaceEvidence(
  sql: Sql,
  { forget = [], forgetsAll = false, evidence = [], incident: changed }: Commit,
  now: number,
): Promise<void> {
  if (forgetsAll && changed !== undefined)
    await sql('DELETE FROM evidence WHERE incident = $1', changed.next.id);
  for (const origin of forget)
    if (changed === undefined) await sql('DELETE FROM evidence WHERE origin = $1', origin);
    else
      await sql(
        'DELETE FROM evidence WHERE origin = $1 AND incident = $2',
        origin,
        changed.next.id,
      );
  for (const { incident, origin, name, text } of evidence)
    await sql(
      'INSERT INTO evidence (incident, origin, body, created_at) VALUES ($1, $2, $3, $4)',
      incident,
      origin ?? null,
      JSON.stringify({ name, text }),
      now,
    );
}

/** Incidents that quote the message `channel:ts`. */
export async function incidentsQuoting(sql: Sql, origin: string): Promise<readonly string[]> {
  const rows = await sql('SELECT DISTINCT incident FROM evidence WHERE origin = $1', origin);
  return rows.map((row) => textIn(row, 'incident'));
}

/** What an incident stands on, in the order it came. */
export async function evidenceRows(sql: Sql, incident: string): Promise<readonly EvidenceText[]> {
  const rows = await sql(
    'SELECT incident, origin, body FROM evidence WHERE incident = $1 ORDER BY seq',
    incident,
  );
  return rows.map((row) => {
    // Written by replaceEvidence, in this shape since the first version.
    const { name, text } = parseJson(textIn(row, 'body')) as { name: string; text: string };
    return { incident, origin: optionalTextIn(row, 'origin'), name, text };
  });
}

/** Hands out the incidents whose time has come; each again only after a commit, or when the process died first. */
export async function takeDue(sql: Sql, now: number): Promise<readonly string[]> {
  const rows = await sql(
    `UPDATE incident SET woken_at = wake_at, wake_at = NULL WHERE wake_at <= $1 RETURNING id, woken_at`,
    now,
  );
  return rows
    .toSorted((left, right) => numberIn(left, 'woken_at') - numberIn(right, 'woken_at'))
    .map((row) => textIn(row, 'id'));
}
