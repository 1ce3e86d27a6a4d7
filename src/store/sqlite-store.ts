import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../bot/log.ts';
import type { Clock } from '../bot/ports.ts';
import { prepareDataDirectory, privateFile, requireLocal } from './data-directory.ts';
import { lockDirectory } from './directory-lock.ts';
import { migrate, requireCurrentSchema } from './migrate.ts';
import { type Database, textIn } from './sql.ts';
import {
  type CountedStore,
  createSqlReader,
  createSqlStore,
  type StoreReader,
} from './sql-store.ts';
import { openSqliteDatabase, openSqliteReading, SQLITE_IDENTITY } from './sqlite-database.ts';
import { StoreError } from './store-error.ts';
import { takeOver } from './upkeep.ts';

const FILE = 'store.db';

/** Opens the store in a directory, for this process alone; throws a StoreError when that cannot be. */
export async function openSqliteStore(
  directory: string,
  around: { readonly clock: Pick<Clock, 'now'>; readonly log: Log },
): Promise<CountedStore> {
  prepareDataDirectory(directory);
  const lock = lockDirectory(directory);
  try {
    const database = await openForWriting(privateFile(directory, FILE));
    const store = createSqlStore(database, around);
    return {
      ...store,
      async close() {
        await store.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

async function openForWriting(path: string): Promise<Database> {
  const database = openSqliteDatabase(path);
  try {
    await requireSound(database, path);
    await migrate(database, { place: path, identity: SQLITE_IDENTITY });
    await database.transaction(takeOver);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function requireSound(database: Database, path: string): Promise<void> {
  const [row] = await database.read('PRAGMA quick_check(1)');
  if (row !== undefined && textIn(row, 'quick_check') === 'ok') return;
  throw new StoreError({
    place: path,
    fault: 'is damaged',
    remedy: 'put back a backup, or move the file away to begin with an empty store',
  });
}

/** Opens the store in a directory to look at it, also while the bot works on it. */
export async function openSqliteReader(directory: string, log: Log): Promise<StoreReader> {
  const path = join(directory, FILE);
  if (!existsSync(path)) throw noStore(directory);
  requireLocal(directory);
  const database = openSqliteReading(path);
  try {
    const tables = await database.read(
      "SELECT name FROM sqlite_master WHERE name = 'schema_version'",
    );
    if (tables.length === 0) throw noStore(directory);
    await requireCurrentSchema(database, path);
    return createSqlReader(database, log);
  } catch (error) {
    await database.close();
    throw error;
  }
}

function noStore(directory: string): StoreError {
  return new StoreError({
    place: directory,
    fault: 'holds no store',
    remedy: 'give the directory that the bot was started with',
  });
}
