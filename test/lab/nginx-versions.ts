import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { folderOf } from './fetch-nginx.ts';

/** An nginx of the lab: which Debian it comes from, the program, and its version as `nginx -v` says. */
export type Nginx = {
  readonly suite: 'bookworm' | 'trixie' | 'forky';
  readonly program: string;
  readonly version: string;
};

const BOUND = /^(>=|<=|<|>|=)(\d+(?:\.\d+){1,2})$/;

// What a suite must give: the lab is about the differences between these.
const WANTED: Readonly<Record<Nginx['suite'], { versions: string; program: string }>> = {
  bookworm: { versions: '>=1.22,<1.23', program: 'nginx' },
  trixie: { versions: '>=1.26,<1.27', program: join(folderOf('trixie'), 'nginx') },
  // The first Debian whose nginx reuses upstream connections by itself; testing may go on to a newer one.
  forky: { versions: '>=1.29.7', program: join(folderOf('forky'), 'nginx') },
};

/** The nginx of every suite; throws, and so fails every test, where one is missing or of another version. */
export const NGINXES: readonly Nginx[] = [nginxOf('bookworm'), nginxOf('trixie'), nginxOf('forky')];

function nginxOf(suite: Nginx['suite']): Nginx {
  const { versions, program } = WANTED[suite];
  const asked = spawnSync(program, ['-v'], { encoding: 'utf8' });
  const version = /nginx\/(\d+\.\d+\.\d+)/.exec(asked.stderr ?? '')?.[1];
  if (version === undefined)
    throw new Error(
      `${program} does not run, so the lab has no nginx of ${suite}: see test/lab/README.md`,
    );
  if (!satisfies(version, versions))
    throw new Error(`${program} is ${version}; the lab needs ${versions}: see test/lab/README.md`);
  return { suite, program, version };
}

/** Whether a version lies within bounds such as `>=1.15.3` or `>=1.9.13, <1.29.7`; throws on anything else. */
export function satisfies(version: string, bounds: string): boolean {
  return bounds.split(',').every((text) => {
    const [, operator, bound = ''] = BOUND.exec(text.trim().replaceAll(' ', '')) ?? [];
    const difference = compareVersions(version, bound);
    switch (operator) {
      case '>=':
        return difference >= 0;
      case '<=':
        return difference <= 0;
      case '<':
        return difference < 0;
      case '>':
        return difference > 0;
      case '=':
        return difference === 0;
      default:
        throw new Error(`"${text}" is no bound of versions such as ">=1.15.3"`);
    }
  });
}

function compareVersions(left: string, right: string): number {
  const [lefts, rights] = [left, right].map((version) => version.split('.').map(Number));
  for (const at of [0, 1, 2]) {
    const difference = (lefts?.[at] ?? 0) - (rights?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
