import { expect, test } from 'vitest';
import { shadowLine, shadowReportContent } from '../../../src/reply/slack/shadow-report.ts';
import { causeWith, diagnosisWith, reportWith } from './report-with.ts';
import { shownLines } from './shown-lines.ts';

const WEEK = { from: Date.UTC(2026, 10, 15), to: Date.UTC(2026, 10, 22) };
const LINK = 'https://acme.slack.com/archives/C1/p1';

function linesOf(count: number, line = 'a reset'): readonly string[] {
  const notes = Array.from({ length: count }, () => ({ line, link: LINK }));
  return shownLines(shadowReportContent({ ...WEEK, notes }).blocks);
}

test.each([
  [0, '0 answers'],
  [1, '1 answer'],
  [500, '500 answers'],
])('a week with %i notes says %s', (count, said) => {
  expect(linesOf(count)[0]).toBe(
    `Shadow channels, 15 Nov 00:00 UTC to 22 Nov 00:00 UTC: ${said} would have been given.`,
  );
});

test('a note is a line with a link to its message', () => {
  expect(linesOf(1).slice(1)).toEqual([`message (${LINK}): a reset`]);
});

test('of five hundred notes it shows forty, and says how many more there are', () => {
  const lines = linesOf(500);
  expect(lines.filter((line) => line.startsWith('message'))).toHaveLength(40);
  expect(lines.at(-1)).toBe('and 460 more');
});

test('notes that do not fit a message are left out from the end, and it says so', () => {
  const lines = linesOf(40, '"'.repeat(250));
  const shown = lines.filter((line) => line.startsWith('message')).length;
  expect(shown).toBeGreaterThan(10);
  expect(shown).toBeLessThan(40);
  expect(lines.at(-1)).toBe('and more that do not fit a message');
});

test('a note says what happened and how sure the cause is', () => {
  const causes = [causeWith({ id: 'crash', verdict: 'likely' })];
  expect(shadowLine(reportWith({ diagnoses: [diagnosisWith({ causes })] }), undefined)).toBe(
    'shop → 10.0.3.17:8080: the upstream reset the connection, likely: title of crash',
  );
});

test.each([
  [
    [diagnosisWith()],
    undefined,
    'shop → 10.0.3.17:8080: the upstream reset the connection, no cause known',
  ],
  [[], '502 answers', 'cannot tell yet why: only labels came (502 answers)'],
  [[], undefined, 'nothing: no upstream error in it'],
])('a note about what cannot be told says so (%#)', (diagnoses, says, said) => {
  expect(shadowLine(reportWith({ diagnoses }), says)).toBe(said);
});
