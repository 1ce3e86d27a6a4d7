import { expect, test } from 'vitest';
import { answerContent } from '../../../src/reply/slack/answer.ts';
import { blocksLength } from '../../fake-slack/block-kit-faults.ts';
import { messageFaults } from './content-faults.ts';
import { BECAUSE, contentOf, FULL, linesOf } from './full-answer.ts';
import { incidentWith } from './incident-with.ts';
import { causeWith, checkWith, reportWith } from './report-with.ts';
import { buttonLabels, shownLines } from './shown-lines.ts';

const KEPT = new Set(['id', 'key', 'cause', 'kind', 'verdict', 'nextCheck', 'schema', 'rules']);
// Longest first: a check, two fixes and a way to verify of 2,500 characters each.
const long = 'x'.repeat(2500);
const tooLong = {
  ...FULL,
  checks: [checkWith({ id: 'kernel', confirms: ['crash'], run: `c${long.slice(1)}` })],
  fixes: FULL.fixes.map((fix) => ({ ...fix, snippet: `s${long.slice(1)}` })),
  verify: [{ run: `v${long.slice(1)}`, expect: 'none' }],
};

test('leaves out the notes, then what does not help, then how to verify, and says where to find them', () => {
  const lines = linesOf([{ ...tooLong, warnings: FULL.warnings }]);
  expect(lines.join()).not.toMatch(/Does not help|To see that it helped/);
  expect(lines).toContain('Lasting fix: title of memory');
  expect(lines.at(-1)).toBe('More stands behind Show all evidence.');
});

test('keeps the symptom, the verdict, the check and the buttons', () => {
  const { blocks } = contentOf([
    { ...tooLong, checks: tooLong.checks.map((check) => ({ ...check, run: '"'.repeat(2500) })) },
  ]);
  const lines = shownLines(blocks);
  expect(lines).toContain('Likely: title of crash (out of memory)');
  expect(lines).toContain('Next check (read-only, on the backend host)');
  expect(buttonLabels(blocks)).toContain('Acknowledge');
  expect(lines.join()).not.toContain('Lasting fix');
});

test('counts the name of its first block as well, however full it is', () => {
  const lengths = Array.from({ length: 2500 }, (_, at) => {
    const checks = tooLong.checks.map((check) => ({ ...check, run: 'c'.repeat(at + 1) }));
    return blocksLength(contentOf([{ ...tooLong, checks }]).blocks);
  });
  const fullest = Math.max(...lengths);
  expect(fullest).toBeLessThanOrEqual(12_000);
  expect(fullest).toBeGreaterThan(11_900);
});

test.each(['"', '\\', '🔥', '<', 'word '])(
  'stays within its room when %j fills everything',
  (unit) => {
    const filled = <T>(value: T): T =>
      JSON.parse(JSON.stringify(value), (key, one: unknown) =>
        typeof one === 'string' && !KEPT.has(key) && !/^e\d$/.test(one) ? unit.repeat(9000) : one,
      );
    const sure = causeWith({
      id: 'crash',
      verdict: 'likely',
      because: [...BECAUSE, ...BECAUSE, ...BECAUSE],
    });
    const causes = Array.from({ length: 9 }, () => sure);
    const report = filled(reportWith({ diagnoses: [{ ...FULL, causes, ask: 'more' }] }));
    const by = 'U024BE7LH';
    const incident = incidentWith({
      report,
      alerts: 9,
      snooze: { by, until: 0 },
      setAside: Array.from({ length: 9 }, () => ({ cause: 'crash', by, at: 0 })),
    });
    for (const setAside of [[], incident.setAside])
      expect(
        messageFaults(answerContent({ ...incident, setAside }, { sharing: 'channel' })),
      ).toEqual([]);
  },
);
