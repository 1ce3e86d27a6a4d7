import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/nginx');

/** Where the nginx of a suite of Debian is kept that is not installed. */
export function folderOf(suite: string): string {
  return join(CACHE, suite);
}

/** Before all tests: the nginx versions that this machine does not have, once, into node_modules/.cache. */
export function setup(): void {
  for (const suite of ['trixie', 'forky'] as const) {
    const run = spawnSync(join(import.meta.dirname, 'get-nginx'), [suite, folderOf(suite)], {
      encoding: 'utf8',
    });
    if (run.status !== 0)
      throw new Error(`no nginx of ${suite}: ${run.stderr || run.error?.message}`);
  }
}
