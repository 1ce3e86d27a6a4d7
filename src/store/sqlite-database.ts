import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Database, Row, Sql, SqlValue } from './sql.ts';
import { sqliteFault } from './sqlite-fault.ts';

/** How SQLite numbers rows in the order they came; AUTOINCREMENT never gives a number twice. */
export const SQLITE_IDENTITY = 'INTEGER PRIMARY KEY AUTOINCREMENT';

const BUSY_TIMEOUT_MS = 2_000;
// Lists of different length make different statements: their number stays bounded.
const STATEMENTS_KEPT = 200;
const PLACE = /\$(?=\d)/gu;

/** Opens a file for one writer; what a transaction wrote is on disk when it resolves. */
export function openSqliteDatabase(path: string): Database {
  return databaseOn(path, () => {
    const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      connection.exec('PRAGMA journal_mode = WAL');
      connection.exec('PRAGMA synchronous = FULL');
      // What is erased must not lie in free pages.
      connection.exec('PRAGMA secure_delete = ON');
      connection.exec('PRAGMA journal_size_limit = 67108864');
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  });
}

/** Opens a file for reading, while another process writes it. */
export function openSqliteReading(path: string): Database {
  return databaseOn(
    path,
    () => new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, readOnly: true }),
  );
}

function databaseOn(path: string, open: () => DatabaseSync): Database {
  const guard = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw sqliteFault(path, error);
    }
  };
  const connection = guard(open);
  const run = runner(connection, guard);
  const turns = createTurns();
  return {
    skipLocked: '',
    read: async (text, ...values) => await turns(async () => await run(text, ...values)),
    transaction: async (work) =>
      await turns(async () => {
        await run('BEGIN IMMEDIATE');
        try {
          const result = await work(run);
          await run('COMMIT');
          return result;
        } catch (error) {
          if (connection.isTransaction) await run('ROLLBACK');
          throw error;
        }
      }),
    close: async () =>
      await turns(async () => {
        connection.close();
      }),
  };
}

function runner(connection: DatabaseSync, guard: <Result>(work: () => Result) => Result): Sql {
  const statements = new Map<string, StatementSync>();
  const prepared = (text: string): StatementSync => {
    const known = statements.get(text);
    if (known !== undefined) return known;
    if (statements.size >= STATEMENTS_KEPT) statements.clear();
    const statement = connection.prepare(text.replace(PLACE, '?'));
    statements.set(text, statement);
    return statement;
  };
  return async (text, ...values: readonly SqlValue[]): Promise<readonly Row[]> =>
    guard(() => prepared(text).all(...values));
}

/** One connection is one transaction at a time: each piece of work begins when the one before it has ended. */
function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    const turn = last.then(work);
    // Its failure belongs to who asked for it; the next turn comes anyway.
    last = turn.catch(() => undefined);
    return await turn;
  };
}
