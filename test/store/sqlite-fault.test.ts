import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { sqliteFault } from '../../src/store/sqlite-fault.ts';
import { StoreError } from '../../src/store/store-error.ts';

const coded = (errcode: number): Error => Object.assign(new Error('of SQLite'), { errcode });

test.each([
  ['a full disk', 13, 'the disk is full'],
  ['a disk error while syncing', 10 | (4 << 8), 'the disk gave an error'],
  ['a file made read-only', 8, 'cannot be written'],
  ['a lock that lasts', 5, 'is locked by another program'],
])('%s is told to the operator', (_name, errcode, fault) => {
  const cause = coded(errcode);
  expect(sqliteFault('/data/store.db', cause)).toMatchObject({
    name: 'StoreError',
    place: '/data/store.db',
    fault,
    cause,
  });
});

test('a fault of ours stays what it is', () => {
  using database = new DatabaseSync(':memory:');
  const error = (() => {
    try {
      return database.exec('SELECT * FROM nothing');
    } catch (reason) {
      return reason;
    }
  })();
  expect(error).toBeInstanceOf(Error);
  expect(sqliteFault('/data', error)).toBe(error);
  expect(sqliteFault('/data', 'no error at all')).toBe('no error at all');
});

test('the message says where, what, and what to do', () => {
  const error = new StoreError({ place: '/data', fault: 'is odd', remedy: 'look' });
  expect(error.message).toBe('/data: is odd; look');
});
