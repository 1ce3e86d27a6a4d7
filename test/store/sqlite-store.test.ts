import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CountedStore } from '../../src/store/sql-store.ts';
import { openSqliteReader, openSqliteStore } from '../../src/store/sqlite-store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { storeContract } from './contract.ts';
import { incidentOf, messageOf, opening, START, submissionOf } from './samples.ts';
import { SILENT } from './silent-log.ts';

const AROUND = { clock: { now: () => START }, log: SILENT };

storeContract('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'store-'));
  return {
    open: async (around) => await openSqliteStore(directory, around),
    async tamper(statement) {
      using database = new DatabaseSync(join(directory, 'store.db'), { timeout: 1_000 });
      database.exec(statement);
    },
    async remove() {
      rmSync(directory, { recursive: true });
    },
  };
});

let root = '';
const opened: { close(): Promise<void> }[] = [];
const open = async (directory: string): Promise<CountedStore> => {
  const store = await openSqliteStore(directory, AROUND);
  opened.push(store);
  return store;
};
const errorOf = async (work: Promise<unknown>): Promise<StoreError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof StoreError) return error;
  throw new Error('no StoreError', { cause: error });
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(root, { recursive: true });
});

describe('the directory', () => {
  test('is made with its parents, for its owner alone', async () => {
    const directory = join(root, 'a', 'b');
    const store = await open(directory);
    await store.accept([submissionOf('a')]);
    expect((statSync(directory).mode & 0o777).toString(8)).toBe('700');
    const modes = readdirSync(directory).map((name) => [
      name,
      (statSync(join(directory, name)).mode & 0o777).toString(8),
    ]);
    expect(modes).toEqual([
      ['lock', '600'],
      ['store.db', '600'],
      ['store.db-shm', '600'],
      ['store.db-wal', '600'],
    ]);
  });

  test.each([
    ['is closed to others when it is empty', [], '700'],
    ['keeps its mode when others use it', ['other.txt'], '755'],
  ])('that was there %s', async (_name, others, mode) => {
    chmodSync(root, 0o755);
    for (const other of others) writeFileSync(join(root, other), '');
    await open(root);
    expect((statSync(root).mode & 0o777).toString(8)).toBe(mode);
  });

  test('closes files of the store to others that were open to them', async () => {
    await (await openSqliteStore(root, AROUND)).close();
    chmodSync(join(root, 'store.db'), 0o644);
    await open(root);
    expect((statSync(join(root, 'store.db')).mode & 0o777).toString(8)).toBe('600');
  });

  test.each([
    ['a file', () => writeFileSync(join(root, 'x'), '')],
    ['below a file', () => writeFileSync(join(root, 'x'), ''), 'y'],
    [
      'one whose database is a directory',
      () => mkdirSync(join(root, 'x', 'store.db'), { recursive: true }),
    ],
  ])('is refused when it is %s', async (_name, arrange, below = '') => {
    arrange();
    const directory = join(root, 'x', below);
    const error = await errorOf(openSqliteStore(directory, AROUND));
    expect(error.message).toContain(directory);
    expect(error.message).toMatch(/cannot be (?:used|opened).*; (?:give|check) /u);
  });

  test('can be opened again after it was refused', async () => {
    mkdirSync(join(root, 'store.db'));
    await errorOf(openSqliteStore(root, AROUND));
    rmSync(join(root, 'store.db'), { recursive: true });
    const store = await open(root);
    expect(await store.accept([submissionOf('a')])).toEqual(['a']);
  });
});

describe('a directory in use', () => {
  test('is refused to a second opener, and stays with the first', async () => {
    const store = await open(root);
    const refused = async () => await errorOf(openSqliteStore(root, AROUND));
    expect((await refused()).message).toBe(
      `${root}: is in use by another process; end that process, or give this one a directory of its own`,
    );
    expect((await refused()).fault).toBe('is in use by another process');
    expect(await store.accept([submissionOf('a')])).toEqual(['a']);
  });

  test('is free again once it is closed', async () => {
    await (await openSqliteStore(root, AROUND)).close();
    await expect(open(root)).resolves.toBeDefined();
  });
});

test('what was accepted in the turn of the closing is on disk', async () => {
  const store = await openSqliteStore(root, AROUND);
  const taken = store.accept([submissionOf('a')]);
  await store.close();
  expect(await taken).toEqual(['a']);
  expect(await (await open(root)).accept([submissionOf('a')])).toEqual([]);
});

describe('a database that cannot be used says so', () => {
  const file = (): string => join(root, 'store.db');
  const fill = async (): Promise<void> => {
    const store = await openSqliteStore(root, AROUND);
    for (let index = 0; index < 9; index++)
      await store.accept([submissionOf(`k${index}`, START, 'x'.repeat(60_000))]);
    await store.close();
  };

  test.each([
    [
      'text over its head',
      () => writeFileSync(file(), 'no database at all, but quite long '.repeat(9)),
    ],
    ['its second half gone', () => truncateSync(file(), 4096 * 9)],
    [
      'one body cut off, which nothing reads at the start',
      () => {
        const bytes = readFileSync(file());
        // A page of nothing but body begins with the number of the next one.
        const page = bytes.indexOf('x'.repeat(4_092));
        bytes.writeUInt32BE(0, page - (page % 4_096));
        writeFileSync(file(), bytes);
      },
    ],
  ])('with %s', async (_name, harm) => {
    await fill();
    harm();
    const error = await errorOf(openSqliteStore(root, AROUND));
    expect(error.place).toBe(file());
    expect(error.fault).toMatch(/^is damaged/u);
    expect(error.remedy).toContain('backup');
  });

  test('of a newer version', async () => {
    await fill();
    using database = new DatabaseSync(file());
    database.exec('UPDATE schema_version SET version = 99');
    expect((await errorOf(openSqliteStore(root, AROUND))).fault).toContain('newer version');
    expect((await errorOf(openSqliteReader(root, SILENT))).fault).toContain('newer version');
  });

  test('of an older version, to who only reads', async () => {
    await fill();
    using database = new DatabaseSync(file());
    database.exec('UPDATE schema_version SET version = 0');
    expect((await errorOf(openSqliteReader(root, SILENT))).remedy).toContain('start the bot once');
  });
});

test('what is erased is not left in the file', async () => {
  const store = await openSqliteStore(root, AROUND);
  await store.accept([submissionOf('a', START, 'the-secret-word '.repeat(1_000))]);
  await store.commit({ done: ['a'], deliveries: [] });
  await store.close();
  expect(readFileSync(join(root, 'store.db'), 'latin1')).not.toContain('the-secret-word');
});

describe('a reader', () => {
  test('sees what was committed while the store is open, and again later', async () => {
    const store = await open(root);
    await store.commit(opening(incidentOf('i1'), { deliveries: [messageOf('m')] }));
    const reader = await openSqliteReader(root, SILENT);
    opened.push(reader);
    expect((await reader.openIncidents(10)).map((incident) => incident.id)).toEqual(['i1']);
    await store.accept([submissionOf('a')]);
    expect(await reader.counts()).toMatchObject({ inboxWaiting: 1, outboxWaiting: 1 });
  });

  test('sees it also when nobody has the store open', async () => {
    const store = await openSqliteStore(root, AROUND);
    await store.commit(opening(incidentOf('i1')));
    await store.close();
    const reader = await openSqliteReader(root, SILENT);
    opened.push(reader);
    expect(await reader.incident('i1')).toMatchObject({ version: 1 });
    await expect(open(root)).resolves.toBeDefined();
  });

  test.each([
    ['a directory that is not there', () => join(root, 'none')],
    [
      'a file without tables',
      () => {
        writeFileSync(join(root, 'store.db'), '');
        return root;
      },
    ],
  ])('is told that there is no store in %s, and makes none', async (_name, place) => {
    const directory = place();
    expect((await errorOf(openSqliteReader(directory, SILENT))).fault).toBe('holds no store');
    expect(existsSync(join(directory, 'lock'))).toBe(false);
  });
});
