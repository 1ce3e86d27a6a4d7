import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configTree } from '../../src/nginx-config/tree.ts';

test('keeps places, quotes and comments', () => {
  const tree = configTree('# top\nserver {\n  listen 80; # here\n  set $x "a;}";\n}\n');
  expect(tree.faults).toEqual([]);
  expect(tree.directives).toMatchObject([
    {
      name: 'server',
      line: 2,
      block: [{ name: 'listen', line: 3 }, { parameters: ['$x', 'a;}'] }],
    },
  ]);
  expect(tree.comments.map((comment) => comment.text)).toEqual(['# top', '# here']);
});

test.each([
  ['an open block', 'http { upstream b { server 10.0.3.17:8080;', /never closed/],
  ['a stray brace', 'server { } }', /closes nothing/],
  ['a missing semicolon', 'server { listen 80 }', /has no ";"/],
])('says what is wrong with %s and reads the rest', (_, config, fault) => {
  const tree = configTree(config);
  expect(tree.faults.join()).toMatch(fault);
  expect(tree.directives.length).toBeGreaterThan(0);
});

test('never throws and always ends', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('{', '}', ';', '"', "'", '\\', '$', '#', 'a', ' ', '\n') }),
      (text) => {
        configTree(text);
      },
    ),
  );
});

test('reads sixty thousand directives in a second', () => {
  const start = performance.now();
  const tree = configTree(`upstream b {\n${'server 10.0.3.17:8080;\n'.repeat(60_000)}}`);
  expect(tree.directives[0]?.block).toHaveLength(60_000);
  expect(performance.now() - start).toBeLessThan(1000);
});
