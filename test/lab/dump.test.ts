import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Configuration,
  configurationOf,
  placeInFile,
} from '../../src/nginx-config/configuration.ts';
import type { Directive } from '../../src/nginx-config/tree.ts';
import { NGINXES } from './nginx-versions.ts';

// "set" takes any value and may stand twice, so it shows what nginx read and in which order.
const FILES: Readonly<Record<string, string>> = {
  'nginx.conf': [
    'events {}',
    'http {',
    'include types;',
    'include none/*.conf;',
    'server {',
    'listen 127.0.0.1:18999;',
    'include parts/*.conf;',
    'location / { include parts/inner; }',
    'location /b { include parts/[i]nner; }',
    '}',
    '}',
    '',
  ].join('\n'),
  types: 'types { text/html html; }',
  'parts/b.conf': 'set $b 1;\n',
  'parts/B.conf': 'set $B 2;',
  'parts/a.conf': '# the file has nothing but this',
  'parts/a1.conf': 'set $a "\n# configuration file /etc/nginx/x.conf:\n";',
  'parts/.hidden.conf': 'set $hidden 4;',
  'parts/inner': 'set $inner 5;\ninclude parts/deeper;',
  'parts/deeper': 'proxy_read_timeout 5s;',
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nginx-dump-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  mkdirSync(join(folder, 'logs'));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `pid ${folder}/pid;\nerror_log stderr;\n${FILES['nginx.conf']}`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(NGINXES)('what nginx $version -T prints', ({ program }) => {
  const dumped = (): { text: string; read: Configuration } => {
    const words = ['-T', '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
    const { stdout, stderr, status } = spawnSync(program, words, { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    const text = stderr + stdout;
    return { text, read: configurationOf(text) };
  };

  test('is read whole, every file in its place', () => {
    const { read } = dumped();
    expect(read.faults).toEqual([]);
    expect(read.orphans).toEqual([]);
    expect(wordsIn(read.directives)).toEqual([
      'events',
      'http',
      'types',
      'text/html html',
      'server',
      'listen 127.0.0.1:18999',
      'set $B 2',
      'set $a \n# configuration file /etc/nginx/x.conf:\n',
      'set $b 1',
      'location /',
      'set $inner 5',
      'proxy_read_timeout 5s',
      'location /b',
      'set $inner 5',
      'proxy_read_timeout 5s',
    ]);
  });

  test('leads back to the lines of the files', () => {
    const { text, read } = dumped();
    const line = text.split('\n').indexOf('include parts/deeper;') + 1;
    expect(placeInFile(read.files, line)).toEqual({ file: join(folder, 'parts/inner'), line: 2 });
  });
});

function wordsIn(directives: readonly Directive[]): readonly string[] {
  return directives
    .filter(({ name }) => name !== 'pid' && name !== 'error_log')
    .flatMap((one) => [[one.name, ...one.parameters].join(' '), ...wordsIn(one.block ?? [])]);
}
