import { StoreError } from './store-error.ts';

/** SQLite's primary result codes that a disk, a file or another process is to blame for (sqlite.org/rescode.html). */
const FAULTS: ReadonlyMap<number, { readonly fault: string; readonly remedy: string }> = new Map([
  [
    5,
    { fault: 'is locked by another program', remedy: 'end whatever has it open besides the bot' },
  ],
  [8, { fault: 'cannot be written', remedy: 'give its user the right to write it' }],
  [10, { fault: 'the disk gave an error', remedy: 'look for disk errors in the kernel log' }],
  [
    11,
    {
      fault: 'is damaged',
      remedy: 'put back a backup, or move the file away to begin with an empty store',
    },
  ],
  [13, { fault: 'the disk is full', remedy: 'make room: nothing is taken in until then' }],
  [14, { fault: 'cannot be opened', remedy: 'check that it exists and who may read it' }],
  [
    26,
    {
      fault: 'is damaged, or not a database',
      remedy: 'put back a backup, or move the file away to begin with an empty store',
    },
  ],
]);

/** An error of SQLite as what the operator must know; any other error, and any fault of ours, as it is. */
export function sqliteFault(place: string, error: unknown): unknown {
  const code = resultCode(error);
  const about = code === undefined ? undefined : FAULTS.get(code);
  return about === undefined ? error : new StoreError({ place, ...about }, { cause: error });
}

/** SQLite's primary result code: extended ones hold it in their lowest byte. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}
