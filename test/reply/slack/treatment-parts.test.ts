import { expect, test } from 'vitest';
import { contentOf, FULL, linesOf } from './full-answer.ts';
import { checkWith, fixWith } from './report-with.ts';

test('while the cause is open, one line for each and no step to apply', () => {
  const open = {
    ...FULL,
    causes: FULL.causes.map((cause) => ({ ...cause, verdict: 'possible' as const })),
  };
  const lines = linesOf([open]);
  expect(lines).toContain('• title of crash → title of memory');
  expect(lines.join()).not.toMatch(/apply |snippet of|Does not help|To see that it helped/);
});

test('steps to apply are only those of the report', () => {
  const fixes = [fixWith({ id: 'memory', cause: 'crash', apply: [], snippet: null })];
  const preformatted = contentOf([{ ...FULL, checks: [], verify: [], fixes }]).blocks.filter(
    (block) => JSON.stringify(block).includes('preformatted'),
  );
  expect(preformatted).toEqual([]);
});

test('an undo is shown where it is another command than applying', () => {
  const cost = { ...fixWith({ id: 'x', cause: 'crash' }).cost, undo: [{ run: 'take it back' }] };
  const lines = linesOf([{ ...FULL, fixes: [fixWith({ id: 'memory', cause: 'crash', cost })] }]);
  expect(lines.at(lines.indexOf('take it back') - 1)).toBe('Undo, once the change is taken back:');
});

test('of many fixes the first, and how many more there are', () => {
  const fixes = ['a', 'b', 'c'].map((id) => fixWith({ id, cause: 'crash' }));
  const lines = linesOf([{ ...FULL, fixes }]);
  expect(lines.filter((line) => line.startsWith('Lasting fix'))).toHaveLength(1);
  expect(lines).toContain('2 more ways to cure it: Show all evidence.');
});

test('a check that needs a log first says how to get it', () => {
  const prepare = {
    syntax: 'nginx',
    snippet: 'log_format d;',
    apply: [{ run: 'nginx -t' }],
    undo: [],
  };
  const checks = [checkWith({ id: 'kernel', confirms: ['crash'], prepare })];
  const lines = linesOf([{ ...FULL, checks }]);
  expect(lines.indexOf('log_format d;')).toBeGreaterThan(0);
  expect(lines.indexOf('nginx -t')).toBeLessThan(lines.indexOf('run kernel'));
});

test('a command that is too long to be shown is left out, never cut', () => {
  const checks = [checkWith({ id: 'kernel', confirms: ['crash'], run: 'x'.repeat(5000) })];
  const lines = linesOf([{ ...FULL, checks }]);
  expect(lines).toContain('It is too long to be shown here.');
  expect(lines.join()).not.toContain('xxx');
});

test('where too little was given, the next step is to hand in more, and nothing else', () => {
  const lines = linesOf([{ ...FULL, ask: 'the whole line' }]);
  expect(lines).toContain('Needed: the whole line.');
  expect(lines).toContain("grep 'upstream' '/var/log/nginx/error.log' | tail -n 20");
  expect(lines.join()).not.toMatch(/run kernel|apply memory|Next check/);
});
