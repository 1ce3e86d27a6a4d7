import { DatabaseSync } from 'node:sqlite';
import { privateFile } from './data-directory.ts';
import { resultCode, sqliteFault } from './sqlite-fault.ts';
import { StoreError } from './store-error.ts';

const BUSY = 5;
// As long as someone takes who only looks whether the lock is free.
const TIMEOUT_MS = 250;

/**
 * Keeps a directory for this process until it is closed. The lock is the operating system's on a file of its own, so it ends
 * with the process however that ends, and readers of the data are not kept out.
 */
export function lockDirectory(directory: string): { close(): void } {
  const path = privateFile(directory, 'lock');
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(path, { timeout: TIMEOUT_MS });
    // Nothing is ever written, so no journal has to lie beside it.
    connection.exec('PRAGMA journal_mode = MEMORY');
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection?.close();
    if (resultCode(error) !== BUSY) throw sqliteFault(path, error);
    throw new StoreError(
      {
        place: directory,
        fault: 'is in use by another process',
        remedy: 'end that process, or give this one a directory of its own',
      },
      { cause: error },
    );
  }
}
