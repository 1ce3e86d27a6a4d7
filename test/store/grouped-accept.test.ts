import { expect, test } from 'vitest';
import { groupAccepts } from '../../src/store/grouped-accept.ts';
import type { Database, Sql } from '../../src/store/sql.ts';
import { submissionOf } from './samples.ts';

/** A database that takes every key as new and counts its transactions. */
function countingDatabase(fail?: Error): { database: Database; transactions(): number } {
  let count = 0;
  const sql: Sql = async (_text, key) => [{ key }];
  const database: Database = {
    read: sql,
    skipLocked: '',
    close: async () => undefined,
    async transaction(work) {
      count += 1;
      if (fail !== undefined) throw fail;
      return await work(sql);
    },
  };
  return { database, transactions: () => count };
}

test('what comes in one turn shares one transaction', async () => {
  const { database, transactions } = countingDatabase();
  const { accept } = groupAccepts(database);
  const taken = await Promise.all(['a', 'b', 'c'].map((key) => accept([submissionOf(key)])));
  expect(taken).toEqual([['a'], ['b'], ['c']]);
  expect(transactions()).toBe(1);
});

test('what comes in the next turn has a transaction of its own', async () => {
  const { database, transactions } = countingDatabase();
  const { accept } = groupAccepts(database);
  await accept([submissionOf('a')]);
  await accept([submissionOf('b')]);
  expect(transactions()).toBe(2);
});

test('all of a turn are told when it could not be written', async () => {
  const full = new Error('the disk is full');
  const { accept } = groupAccepts(countingDatabase(full).database);
  const ends = await Promise.allSettled([accept([submissionOf('a')]), accept([submissionOf('b')])]);
  expect(ends).toEqual([
    { status: 'rejected', reason: full },
    { status: 'rejected', reason: full },
  ]);
});

test('flush writes at once, and nothing when nothing waits', async () => {
  const { database, transactions } = countingDatabase();
  const { accept, flush } = groupAccepts(database);
  const taken = accept([submissionOf('a')]);
  await flush();
  await flush();
  expect(transactions()).toBe(1);
  expect(await taken).toEqual(['a']);
});
