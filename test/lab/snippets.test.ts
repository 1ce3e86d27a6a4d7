import { describe, expect, test } from 'vitest';
import { configTree } from '../../src/nginx-config/tree.ts';
import { check, namesIn } from './nginx-check.ts';
import { NGINXES, satisfies } from './nginx-versions.ts';
import { shippedRules, snippetsOf } from './rule-texts.ts';

const snippets = snippetsOf(shippedRules());

// A pasted snippet must not pull in other files or run code.
const FORBIDDEN = /^(?:include|load_module|env|user|perl.*|js_.*|lua_.*|.*_by_lua.*)$/;

test('the rules hold nginx snippets', () => {
  expect(snippets.length).toBeGreaterThan(0);
});

test.each(snippets)('$name reads whole and pulls in nothing', ({ text }) => {
  expect(configTree(text).faults).toEqual([]);
  expect(namesIn(text).filter((name) => FORBIDDEN.test(name))).toEqual([]);
});

test.each(snippets)('$name is for a version that is tried here', ({ versions = '>=1.0' }) => {
  expect(NGINXES.filter(({ version }) => satisfies(version, versions))).not.toEqual([]);
});

describe.each(NGINXES)('nginx $version', (nginx) => {
  const isFor = (versions: string | undefined): boolean =>
    versions === undefined || satisfies(nginx.version, versions);

  // A warning counts as well: nginx says so where a directive it accepts will do nothing.
  test.each(snippets.filter(({ versions }) => isFor(versions)))(
    'accepts $name without a warning',
    async ({ text, context }) => {
      expect(await check(nginx, text, context)).toEqual({ isAccepted: true, complaints: [] });
    },
  );

  test('refuses "keepalive 0" just before the version that brought it', async () => {
    const pool = 'upstream shop {\n    server 127.0.0.1:8080;\n    keepalive 0;\n}';
    const { isAccepted } = await check(nginx, pool, 'http');
    expect(isAccepted).toBe(satisfies(nginx.version, '>=1.29.7'));
  });

  test('refuses a snippet in a place where it cannot stand', async () => {
    const { isAccepted } = await check(nginx, 'upstream shop {}', 'location');
    expect(isAccepted).toBe(false);
  });
});
