import { migrationsFor } from './schema.ts';
import { type Database, numberIn, type Sql } from './sql.ts';
import { StoreError } from './store-error.ts';

/** Brings a database to the tables of this version of the program, each step in a transaction of its own. */
export async function migrate(
  database: Database,
  { place, identity }: { readonly place: string; readonly identity: string },
): Promise<void> {
  await database.transaction(async (sql) => {
    await sql('CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)');
  });
  const steps = migrationsFor(identity);
  const have = await schemaVersion(database.read);
  refuseNewer(have, { place, known: steps.length });
  for (const [index, step] of steps.entries())
    if (index >= have)
      await database.transaction(async (sql) => {
        for (const statement of step) await sql(statement);
        await sql('DELETE FROM schema_version');
        await sql('INSERT INTO schema_version (version) VALUES ($1)', index + 1);
      });
}

/** Refuses tables that this version of the program does not know, older or newer. */
export async function requireCurrentSchema(database: Database, place: string): Promise<void> {
  const known = migrationsFor('').length;
  const have = await schemaVersion(database.read);
  refuseNewer(have, { place, known });
  if (have < known)
    throw new StoreError({
      place,
      fault: 'was written by an older version of this program',
      remedy: 'start the bot once, which brings it up to date',
    });
}

async function schemaVersion(sql: Sql): Promise<number> {
  const [row] = await sql('SELECT version FROM schema_version');
  return row === undefined ? 0 : numberIn(row, 'version');
}

function refuseNewer(
  have: number,
  { place, known }: { readonly place: string; readonly known: number },
): void {
  if (have <= known) return;
  throw new StoreError({
    place,
    fault: `was written by a newer version of this program (tables ${have}, known up to ${known})`,
    remedy: 'run that version, or use another directory',
  });
}
