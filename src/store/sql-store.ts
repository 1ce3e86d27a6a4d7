import type { StoreCounts } from '../bot/doctor/store-check.ts';
import type { Log } from '../bot/log.ts';
import type { Clock, Commit, ShadowNote, Store, Versioned } from '../bot/ports.ts';
import { groupAccepts } from './grouped-accept.ts';
import { claimRows, finishRows, isKnown, releaseRow } from './inbox-rows.ts';
import {
  evidenceRows,
  type IncidentRow,
  incidentByGroup,
  incidentById,
  incidentByOrigin,
  incidentsQuoting,
  openIncidentRows,
  replaceEvidence,
  takeDue,
  writeIncident,
  writeOrigins,
} from './incident-rows.ts';
import { parseJson } from './json.ts';
import { claimDeliveries, putDelivery, sentTsOf, settleDelivery } from './outbox-rows.ts';
import { type Database, numberIn, places, type Sql, textIn } from './sql.ts';
import { countRows, eraseOld, nextTime } from './upkeep.ts';

/** The store port, and how much waits in it. */
export type CountedStore = Store & { counts(): Promise<StoreCounts> };

/** What may be asked while another process works on the same store. */
export type StoreReader = Pick<
  CountedStore,
  | 'incident'
  | 'incidentOfOrigin'
  | 'evidenceOf'
  | 'incidentsQuoting'
  | 'openIncidents'
  | 'shadowSince'
  | 'counts'
  | 'close'
>;

type Around = { readonly clock: Pick<Clock, 'now'>; readonly log: Log };

/** The store port on a database that speaks the common subset of SQL. */
export function createSqlStore(database: Database, around: Around): CountedStore {
  const accepts = groupAccepts(database);
  return {
    ...createSqlReader(database, around.log),
    ...inboxOf(database, around.log),
    ...outboxOf(database, around.log),
    ...timesOf(database),
    accept: accepts.accept,
    incidentOfGroup: async (group) =>
      readable(await incidentByGroup(database.read, group), around.log),
    commit: async (commit) =>
      await database.transaction(async (sql) => await applyCommit(sql, commit, around.clock.now())),
    close: async () => {
      await accepts.flush();
      await database.close();
    },
  };
}

/** The questions that change nothing. */
export function createSqlReader(database: Database, log: Log): StoreReader {
  const { read } = database;
  return {
    incident: async (id) => readable(await incidentById(read, id), log),
    incidentOfOrigin: async (origin) => readable(await incidentByOrigin(read, origin), log),
    incidentsQuoting: async (origin) => await incidentsQuoting(read, origin),
    evidenceOf: async (incident) => await evidenceRows(read, incident),
    openIncidents: async (limit) =>
      (await openIncidentRows(read, limit)).flatMap((row) => readable(row, log)?.incident ?? []),
    shadowSince: async (at) => await shadowRows(read, at),
    counts: async () => await countRows(read),
    close: async () => await database.close(),
  };
}

function readable(row: IncidentRow | undefined, log: Log): Versioned | undefined {
  if (row === undefined) return undefined;
  const { id, incident, version } = row;
  if (incident !== undefined) return { incident, version };
  log.error({ incident: id }, 'an incident of another version cannot be read and is left out');
  return undefined;
}

function inboxOf(database: Database, log: Log): Pick<Store, 'hasAccepted' | 'claim' | 'release'> {
  return {
    hasAccepted: async (key) => await isKnown(database.read, key),
    async claim(now, leaseMs, limit) {
      const { claimed, unreadable } = await claimRows(database, { now, leaseMs, limit });
      for (const key of unreadable)
        log.error({ key }, 'a submission of another version cannot be read and is set aside');
      return claimed;
    },
    async release(key, at) {
      await database.transaction(async (sql) => await releaseRow(sql, { key, at }));
    },
  };
}

function outboxOf(database: Database, log: Log): Pick<Store, 'claimOutbox' | 'settle' | 'sentTs'> {
  return {
    async claimOutbox(now, leaseMs, options) {
      const { pending, unreadable } = await claimDeliveries(database, { now, leaseMs, ...options });
      for (const key of unreadable)
        log.error({ key }, 'a delivery of another version cannot be read and was not sent');
      return pending;
    },
    async settle(pending, result, now) {
      await database.transaction(
        async (sql) => await settleDelivery(sql, { pending, result, now }),
      );
    },
    sentTs: async (key) => await sentTsOf(database.read, key),
  };
}

function timesOf(database: Database): Pick<Store, 'due' | 'nextAt' | 'mark' | 'setMark' | 'prune'> {
  return {
    due: async (now) => await database.transaction(async (sql) => await takeDue(sql, now)),
    nextAt: async () => await nextTime(database.read),
    async mark(name) {
      const [row] = await database.read('SELECT value FROM mark WHERE name = $1', name);
      return row && textIn(row, 'value');
    },
    async setMark(name, value) {
      await database.transaction(async (sql) => {
        await sql(
          `INSERT INTO mark (name, value) VALUES ($1, $2)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
          name,
          value,
        );
      });
    },
    async prune(now) {
      await database.transaction(async (sql) => await eraseOld(sql, now));
    },
  };
}

async function applyCommit(sql: Sql, commit: Commit, now: number): Promise<'ok' | 'conflict'> {
  const doneBefore = await countDone(sql, commit.done);
  // Its lease ran out and another try was faster: what that one wrote holds.
  if (doneBefore > 0 && doneBefore === commit.done.length) return 'ok';
  if (doneBefore > 0 || !(await writeIncident(sql, commit, now))) return 'conflict';
  const origins = commit.origins ?? [];
  if (commit.incident !== undefined) await writeOrigins(sql, commit.incident.next.id, origins);
  else if (origins.length > 0) throw new Error('a commit with origins must have an incident');
  await replaceEvidence(sql, commit, now);
  for (const delivery of commit.deliveries) await putDelivery(sql, delivery, now);
  await writeShadow(sql, commit.shadow ?? []);
  await finishRows(sql, commit.done);
  return 'ok';
}

async function countDone(sql: Sql, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) return 0;
  const [row] = await sql(
    `SELECT COUNT(*) AS count FROM inbox WHERE body IS NULL AND key IN (${places(keys.length, 1)})`,
    ...keys,
  );
  return row === undefined ? 0 : numberIn(row, 'count');
}

async function writeShadow(sql: Sql, notes: readonly ShadowNote[]): Promise<void> {
  for (const { at, ...note } of notes)
    await sql('INSERT INTO shadow (at, body) VALUES ($1, $2)', at, JSON.stringify(note));
}

async function shadowRows(sql: Sql, since: number): Promise<readonly ShadowNote[]> {
  const rows = await sql('SELECT at, body FROM shadow WHERE at >= $1 ORDER BY at, seq', since);
  return rows.map((row) => {
    // Written by writeShadow, in this shape since the first version.
    const note = parseJson(textIn(row, 'body')) as Omit<ShadowNote, 'at'>;
    return { ...note, at: numberIn(row, 'at') };
  });
}
