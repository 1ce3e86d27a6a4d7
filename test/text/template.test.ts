import { expect, test } from 'vitest';
import { fillCommand, fillSnippet, holesOf } from '../../src/text/template.ts';

test('quotes a value that is no plain word', () => {
  expect(
    fillCommand('journalctl --since {since}', new Map([['since', '2026-11-22 09:13:03']])),
  ).toBe("journalctl --since '2026-11-22 09:13:03'");
});

test('quotes a placeholder, which would be a redirection otherwise', () => {
  expect(fillCommand('journalctl -u {backend-unit}', new Map())).toBe(
    "journalctl -u '<your-backend>'",
  );
});

test('does not quote twice inside quotes of the command', () => {
  expect(fillCommand("grep 'peer {peer} x' f", new Map([['peer', '10.0.0.1:80']]))).toBe(
    "grep 'peer 10.0.0.1:80 x' f",
  );
});

test('refuses a value with a quote in it as a bug', () => {
  expect(() => fillCommand('x {peer}', new Map([['peer', "a'b"]]))).toThrow(/proven type/);
});

test('leaves the placeholder in a snippet', () => {
  expect(fillSnippet('upstream {upstream} {', new Map())).toBe('upstream <your-upstream> {');
});

test('takes the braces of awk for no hole', () => {
  expect(holesOf("awk '{print $9}' {access-log}")).toEqual(['access-log']);
});
