import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadRuleBook, RuleFileError } from '../../src/diagnosis/load-rules.ts';
import { RULES_FOLDER } from '../diagnose-text.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
  cpSync(RULES_FOLDER, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const edit = (file: string, from: string | RegExp, to: string): void => {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text.search(from), `${file} has ${from}`).toBeGreaterThan(-1);
  writeFileSync(join(folder, file), text.replace(from, to));
};
const refusal = (): string => {
  try {
    loadRuleBook(folder);
  } catch (error) {
    if (error instanceof RuleFileError) return error.message;
    throw error;
  }
  return '';
};

test.each([
  [
    'an unknown fact',
    'fact: errno',
    'fact: errnoo',
    /upstream-refused\.yml: .*"errnoo" is not allowed; allowed are side, level/,
  ],
  [
    'a value that cannot occur',
    'value: ECONNREFUSED',
    'value: ECONNREFUSE',
    /upstream-refused\.yml: .*errno: "ECONNREFUSE" is not allowed; allowed are EACCES/,
  ],
  ['an unknown key', /^maturity:/m, 'maturty: x\nmaturity:', /upstream-refused\.yml: .*maturty/],
  [
    'a maturity that does not exist',
    /^maturity: \w+/m,
    'maturity: finished',
    /upstream-refused\.yml: maturity: .*experimental/,
  ],
  [
    'an operator of the engine itself',
    'operator: is,',
    'operator: notEqual,',
    /upstream-refused\.yml: applies/,
  ],
  [
    'a proof that does not exist',
    /^fixes:\n {2}- id: \S+/m,
    '$&\n    proof: no-such-proof',
    /"no-such-proof" is not in _proofs\.yml/,
  ],
  ['no YAML', /^id:/m, 'id: [', /upstream-refused\.yml: is no YAML/],
])('refuses %s and says where and what is allowed', (_, from, to, message) => {
  edit('upstream-refused.yml', from, to);
  expect(refusal()).toMatch(message);
});

test('refuses an empty group, which the engine would take for true', () => {
  edit('upstream-refused.yml', /^applies:[\s\S]*?(?=^\S)/m, 'applies: { all: [] }\n');
  expect(refusal()).toMatch(/upstream-refused\.yml: applies/);
});

test.each([
  ['a word that a shell would read', 'rm -rf $(pwd)'],
  ['a redirection', 'cat x > y'],
  ['two commands in a line', 'ls; ls'],
])('refuses a command with %s', (_, run) => {
  edit('_checks.yml', /run: .*/, `run: ${JSON.stringify(run)}`);
  expect(refusal()).toMatch(/_checks\.yml: .*neither plain nor in single quotes/);
});

test('refuses rules that outrank each other in a circle', () => {
  edit(
    'upstream-refused.yml',
    /^outranks:.*$|^applies:/m,
    'outranks: [upstream-timeout]\napplies:',
  );
  edit(
    'upstream-timeout.yml',
    /^outranks:.*$|^applies:/m,
    'outranks: [upstream-refused]\napplies:',
  );
  expect(refusal()).toMatch(/upstream-refused\.yml: outranks: leads back to itself/);
});

test('lists the faults of all files at once', () => {
  edit('upstream-refused.yml', 'fact: errno', 'fact: nonsense');
  edit('upstream-timeout.yml', /^maturity: \w+/m, 'maturity: done');
  expect(refusal()).toMatch(
    /upstream-refused[\s\S]*upstream-timeout|upstream-timeout[\s\S]*upstream-refused/,
  );
});

test('a file that is not named after its id is refused', () => {
  cpSync(join(folder, 'upstream-refused.yml'), join(folder, 'other.yml'));
  expect(refusal()).toMatch(/other\.yml: id: is "upstream-refused"/);
});
