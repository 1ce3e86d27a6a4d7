import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { CORE_SCOPES } from '../src/bot/doctor/scope-check.ts';
import { VARIABLES } from '../src/config-variables.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const PAGE = read('docs/slack.md');
const COMMANDS = [...PAGE.matchAll(/^sed .*$/gm)].map(([command]) => command);
const outputOf = (command: string): string =>
  execFileSync('sh', ['-c', command], { cwd: ROOT, encoding: 'utf8' });

test.each([
  ['groups:history', ['oauth_config', 'scopes', 'bot', 5]],
  ['https://bot.example.com/slack/events', ['settings', 'event_subscriptions', 'request_url']],
  ['canvases:write', ['oauth_config', 'scopes', 'bot', 5]],
])('one of the commands of the page puts %s into the manifest', (value, path) => {
  const found = COMMANDS.map((command) =>
    path.reduce<unknown>((node, key) => Object(node)[key], parse(outputOf(command))),
  );
  expect(found.filter((one) => one === value)).toHaveLength(1);
});

test('the command for HTTP leaves no placeholder and turns Socket Mode off', () => {
  const manifest = outputOf(COMMANDS.find((command) => command.includes('#http')) ?? 'false');
  const said = manifest.replaceAll(/^#.*\n/gm, '');
  expect(said).not.toContain('<your-host>');
  expect(parse(manifest).settings.socket_mode_enabled).toBe(false);
});

test('the page has a row for each scope, and for no other', () => {
  const table = PAGE.split('\n## Scopes\n')[1]?.split('\n## ')[0] ?? '';
  const rows = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, scope]) => scope);
  expect(rows).toEqual([...CORE_SCOPES.keys()]);
});

test('the manifest asks for the scopes that the doctor looks for', () => {
  expect(parse(read('manifest.yml')).oauth_config.scopes.bot).toEqual([...CORE_SCOPES.keys()]);
});

test('every variable that the page names exists', () => {
  const named = [...PAGE.matchAll(/`((?:SLACK_|[A-Z]+_)[A-Z_]+)`/g)].map(([, name]) => name);
  const known: readonly (string | undefined)[] = VARIABLES.map(({ name }) => name);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
  expect(named).toContain('SLACK_ALERT_CHANNELS');
});

test('every file that the page links to exists', () => {
  const links = [...PAGE.matchAll(/\]\((?!https?:|#)([^)#\s]+)\)/g)].map(([, link]) => link ?? '');
  expect(links.filter((link) => !existsSync(join(ROOT, 'docs', link)))).toEqual([]);
  expect(links.length).toBeGreaterThan(3);
});

test('the unit and the image start the same program, and stop it later than it needs', () => {
  const unit = read('docs/deploy/nginx-diagnose.service');
  const image = read('docs/deploy/Dockerfile');
  expect(unit).toMatch(/^ExecStart=\S+\/node --max-semi-space-size=4 src\/main\.ts$/m);
  expect(image).toMatch(/^CMD \["node", "--max-semi-space-size=4", "src\/main\.ts"\]$/m);
  expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(15);
  expect(Number(/--stop-timeout (\d+)/.exec(image)?.[1])).toBeGreaterThan(15);
});

test('neither runs as root', () => {
  expect(read('docs/deploy/nginx-diagnose.service')).toMatch(/^User=nginx-diagnose$/m);
  expect(read('docs/deploy/Dockerfile')).toMatch(/^USER node$/m);
});

test('the image is built without what is private', () => {
  const allowed = read('docs/deploy/Dockerfile.dockerignore').trim().split('\n');
  expect(allowed).toEqual(['*', '!package.json', '!package-lock.json', '!src', '!rules']);
});
