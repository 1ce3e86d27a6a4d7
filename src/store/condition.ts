import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { StoreCondition } from '../bot/doctor/store-check.ts';
import { requireLocal } from './data-directory.ts';
import { lockDirectory } from './directory-lock.ts';
import { requireCurrentSchema } from './migrate.ts';
import { textIn } from './sql.ts';
import { openSqliteReading } from './sqlite-database.ts';
import { StoreError } from './store-error.ts';
import { countRows } from './upkeep.ts';

const FILE = 'store.db';
const LOCK = 'lock';

/** How the store in a directory is, found out without changing it and while the bot may work on it. */
export async function storeCondition(directory: string): Promise<StoreCondition> {
  try {
    const ground = existingPart(directory);
    requireWritable(ground);
    requireLocal(ground);
    const path = join(directory, FILE);
    if (!existsSync(path)) return { kind: 'empty' };
    return { kind: 'sound', isHeld: isHeld(directory), ...(await countsIn(path)) };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { kind: 'fault', fault: error.fault, remedy: error.remedy };
  }
}

/** The directory, or the one above it in which it would be made. */
function existingPart(directory: string): string {
  let part = resolve(directory);
  while (!existsSync(part)) part = dirname(part);
  return part;
}

function requireWritable(directory: string): void {
  const remedy = 'give a directory that the user of the bot owns and can write';
  if (!statSync(directory).isDirectory())
    throw new StoreError({ place: directory, fault: 'is no directory', remedy });
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StoreError({ place: directory, fault: 'cannot be written', remedy }, { cause });
  }
}

function isHeld(directory: string): boolean {
  // Asking makes the file where there is none, and a bot that starts makes it.
  if (!existsSync(join(directory, LOCK))) return false;
  try {
    lockDirectory(directory).close();
    return false;
  } catch (error) {
    if (error instanceof StoreError && error.fault === 'is in use by another process') return true;
    throw error;
  }
}

async function countsIn(path: string) {
  const database = openSqliteReading(path);
  try {
    await requireCurrentSchema(database, path);
    const [row] = await database.read('PRAGMA quick_check(1)');
    if (row === undefined || textIn(row, 'quick_check') !== 'ok') throw damaged(path);
    return await countRows(database.read);
  } finally {
    await database.close();
  }
}

function damaged(path: string): StoreError {
  return new StoreError({
    place: path,
    fault: 'is damaged',
    remedy: 'put back a backup, or move the file away to begin with an empty store',
  });
}
