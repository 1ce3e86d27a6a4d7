import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { StoreError } from './store-error.ts';

/**
 * Kinds of file system whose locks or shared memory another machine, or a program in between, answers for
 * (statfs(2) and include/uapi/linux/magic.h). SQLite's log ahead of writing needs both to be the kernel's own.
 */
const REMOTE_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'nfs'],
  [0x517b, 'smb'],
  [0xff534d42, 'cifs'],
  [0xfe534d42, 'smb2'],
  [0x65735546, 'fuse'],
  [0x01021997, '9p'],
  [0x00c36400, 'ceph'],
  [0x5346414f, 'afs'],
  [0x6b414653, 'afs'],
  [0x73757245, 'coda'],
  [0x0bd00bd0, 'lustre'],
  [0x47504653, 'gpfs'],
  [0x786f4256, 'vboxsf'],
]);

/** What is wrong with keeping a store on this kind of file system; undefined when nothing is. */
export function remoteFileSystem(type: number): string | undefined {
  // Some kinds have the highest bit set, which arrives negative where the field is signed.
  return REMOTE_FILE_SYSTEMS.get(type >>> 0);
}

/** Makes a directory that only its owner can read, or takes one that exists; throws a StoreError when it cannot be used. */
export function prepareDataDirectory(directory: string): void {
  attempt(directory, () => {
    const made = mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (made === undefined && isOursAndEmpty(directory)) chmodSync(directory, 0o700);
  });
  requireLocal(directory);
}

// A directory that others use as well, as /tmp or a mounted volume, keeps its mode: the files are closed to others anyway.
function isOursAndEmpty(directory: string): boolean {
  return statSync(directory).uid === process.getuid?.() && readdirSync(directory).length === 0;
}

/** Throws a StoreError when the directory is on another machine. */
export function requireLocal(directory: string): void {
  // The numbers are Linux's.
  if (process.platform !== 'linux') return;
  const kind = remoteFileSystem(attempt(directory, () => statfsSync(directory).type));
  if (kind === undefined) return;
  throw new StoreError({
    place: directory,
    fault: `is on a network file system (${kind}), where what was acknowledged can be lost`,
    remedy: 'use a directory on a local disk',
  });
}

/** A file of the directory that only its owner can read, made when it is not there. */
export function privateFile(directory: string, name: string): string {
  const path = join(directory, name);
  attempt(directory, () => {
    // An existing file must not be opened here: closing it would give back the locks that this process holds on it.
    if (statSync(path, { throwIfNoEntry: false }) === undefined)
      closeSync(openSync(path, 'wx', 0o600));
    chmodSync(path, 0o600);
  });
  return path;
}

function attempt<Result>(directory: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StoreError(
      {
        place: directory,
        fault: `cannot be used (${code})`,
        remedy: 'give a directory that the user of this process owns and can write',
      },
      { cause: error },
    );
  }
}
