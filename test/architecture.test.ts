import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

// What each part of src may import, besides itself. ARCHITECTURE.md explains the table.
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  text: [],
  'report.ts': [],
  'version.ts': [],
  log: ['text'],
  'nginx-config': ['text'],
  facts: ['log', 'nginx-config', 'text'],
  diagnosis: ['facts', 'text'],
  'told.ts': ['diagnosis', 'facts'],
  remedy: ['diagnosis', 'facts', 'log', 'nginx-config', 'text'],
  'report-of.ts': [
    'facts',
    'findings.ts',
    'report-diagnosis.ts',
    'report-notes.ts',
    'report.ts',
    'text',
    'version.ts',
  ],
  'report-diagnosis.ts': ['diagnosis', 'facts', 'findings.ts', 'remedy', 'report.ts', 'text'],
  'report-notes.ts': ['findings.ts', 'facts', 'log', 'nginx-config'],
  'findings.ts': ['diagnosis', 'facts', 'remedy'],
  'pipeline.ts': [
    'diagnosis',
    'facts',
    'findings.ts',
    'remedy',
    'report-of.ts',
    'report.ts',
    'told.ts',
  ],
  incident: ['report.ts', 'text'],
  reply: ['incident', 'report.ts', 'text'],
  bot: ['diagnosis', 'incident', 'log', 'pipeline.ts', 'reply', 'report.ts', 'text'],
  // Adapters know the bot's ports, and nothing of each other.
  slack: ['bot', 'text'],
  store: ['bot', 'incident', 'text'],
  intake: ['bot', 'text'],
  console: ['bot', 'text'],
  'config-variables.ts': ['text'],
  'config.ts': ['config-variables.ts'],
  'wiring.ts': ['bot', 'config.ts', 'console', 'intake', 'reply', 'slack', 'store'],
  'main.ts': ['bot', 'config.ts', 'slack', 'store', 'text', 'wiring.ts'],
  cli: [
    'bot',
    'config.ts',
    'diagnosis',
    'facts',
    'log',
    'pipeline.ts',
    'reply',
    'report.ts',
    'slack',
    'store',
    'text',
  ],
  'cli.ts': ['cli', 'version.ts'],
};

// Packages and built-ins that only one part may use, with the reason in ARCHITECTURE.md.
const OWNED: Readonly<Record<string, string>> = {
  'json-rules-engine': 'diagnosis/engine.ts',
  yaml: 'diagnosis/load-rules.ts',
  commander: 'cli.ts',
  dotenv: 'config.ts',
  pino: 'main.ts',
  fastify: 'intake/',
  '@slack/bolt': 'slack/',
  'node:sqlite': 'store/',
};

// The core decides from its arguments alone: no files, no network, no clock, no chance. Only load-rules.ts reads files.
const PURE = [
  'text',
  'log',
  'nginx-config',
  'facts',
  'diagnosis',
  'told.ts',
  'remedy',
  'incident',
  'reply',
  'pipeline.ts',
  'findings.ts',
  'report-diagnosis.ts',
  'report-notes.ts',
  'report-of.ts',
  'report.ts',
];
const IMPURE =
  /from 'node:(?:fs|net|http|child_process|dns|os|process)|\bDate\.now\(|new Date\(\)|Math\.random\(|process\.(?:env|argv|std)/;

const SRC = resolve(import.meta.dirname, '../src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const importsOf = (file: string): readonly string[] =>
  [...readFileSync(join(SRC, file), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
const partOf = (file: string): string => file.split('/')[0] ?? file;

test.each(files)('src/%s imports only what its part may', (file) => {
  const own = partOf(file);
  const parts = importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => partOf(relative(SRC, resolve(SRC, dirname(file), name))))
    .filter((part) => part !== own);
  const forbidden = parts.filter((part) => MAY_IMPORT[own]?.includes(part) !== true);
  expect(forbidden, `${own} may import ${MAY_IMPORT[own]?.join(', ')}`).toEqual([]);
});

test.each(files)('src/%s uses no package that belongs to another part', (file) => {
  const foreign = importsOf(file).filter((name) => file.startsWith(OWNED[name] ?? '') === false);
  expect(foreign).toEqual([]);
});

const pure = files.filter(
  (file) => PURE.includes(partOf(file)) && file !== 'diagnosis/load-rules.ts',
);

test.each(pure)('src/%s reads no file, clock, network or environment', (file) => {
  expect(readFileSync(join(SRC, file), 'utf8')).not.toMatch(IMPURE);
});

// The bot is handed its clock; doctor looks at the one of the machine.
const CLOCKED = ['main.ts', 'cli/doctor.ts'];
const WALL_CLOCK = /\bDate\.now\b|new Date\(\)|performance\.now/;

test.each(files.filter((file) => !CLOCKED.includes(file)))('src/%s reads no wall clock', (file) => {
  expect(readFileSync(join(SRC, file), 'utf8')).not.toMatch(WALL_CLOCK);
});

test.each(files.filter((file) => file !== 'config.ts'))('src/%s reads no environment', (file) => {
  expect(readFileSync(join(SRC, file), 'utf8')).not.toMatch(/\bprocess\.env\b/);
});

// A diagnosis on the command line starts fast: only doctor loads what the bot needs.
test.each(files.filter((file) => file.startsWith('cli/') && file !== 'cli/doctor.ts'))(
  'src/%s loads nothing of the bot',
  (file) => {
    const bot = ['bot', 'config.ts', 'slack', 'store'].map((part) => `../${part}`);
    const loaded = importsOf(file).filter((name) => bot.some((part) => name.startsWith(part)));
    expect(loaded).toEqual([]);
  },
);

test('every part of src stands in the import table', () => {
  expect([...new Set(files.map(partOf))].filter((part) => MAY_IMPORT[part] === undefined)).toEqual(
    [],
  );
});
