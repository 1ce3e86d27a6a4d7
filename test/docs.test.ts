import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedFiles } from '../docs/generate.ts';

const ROOT = join(import.meta.dirname, '..');
const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'docs/command-line.md',
  'docs/slack.md',
];
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const GENERATED = await generatedFiles();

test.each([...GENERATED])('%s is what npm run docs writes', (file, text) => {
  expect(read(file)).toBe(text);
});

test('no page of a cause is left over', () => {
  const pages = readdirSync(join(ROOT, 'docs/causes')).map((file) => `docs/causes/${file}`);
  expect(pages.filter((page) => !GENERATED.has(page))).toEqual([]);
});

test.each(PAGES)('every file that %s links to exists', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(
    (match) => match[1] ?? '',
  );
  expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
});

test('every invariant of ARCHITECTURE.md names a test file that exists', () => {
  const section = read('ARCHITECTURE.md').split('## Invariants')[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n- ').slice(1);
  expect(rows.length).toBeGreaterThan(8);
  const named = rows.map((row) =>
    [...row.matchAll(/`(test\/[^`]+)`/g)].map((match) => match[1] ?? ''),
  );
  expect(named.filter((files) => files.length === 0)).toEqual([]);
  expect(named.flat().filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test('every part of src and every dependency has its place in ARCHITECTURE.md', () => {
  const page = read('ARCHITECTURE.md');
  const parts = readdirSync(join(ROOT, 'src')).map((part) =>
    part.endsWith('.ts') ? part : `${part}/`,
  );
  const { dependencies, devDependencies } = JSON.parse(read('package.json'));
  const packages = Object.keys({ ...dependencies, ...devDependencies });
  expect(
    [...parts, ...packages].filter(
      (name) => !page.includes(`\`${name}\``) && !page.includes(`\`src/${name}\``),
    ),
  ).toEqual([]);
});
