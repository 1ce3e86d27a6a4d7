import { expect, test } from 'vitest';
import type { Incident } from '../../../src/incident/incident.ts';
import { evidenceModal } from '../../../src/reply/slack/evidence-modal.ts';
import type { Diagnosis } from '../../../src/report.ts';
import { incidentWith } from './incident-with.ts';
import { causeWith, checkWith, diagnosisWith, fixWith, reportWith } from './report-with.ts';
import { shownLines } from './shown-lines.ts';

function linesOf(
  diagnoses: readonly Diagnosis[],
  given: Partial<Incident> = {},
): readonly string[] {
  const report = reportWith({ diagnoses: [...diagnoses] });
  return shownLines(evidenceModal(incidentWith({ report, ...given })).blocks);
}

test('it shows every cause with all that speaks for it, also beside a proven one', () => {
  const because = ['one', 'two', 'three', 'four'].map((text) => ({ text, evidence: ['e2'] }));
  const lines = linesOf([
    diagnosisWith({
      causes: [
        causeWith({ id: 'crash', verdict: 'confirmed', because }),
        causeWith({ id: 'idle' }),
      ],
    }),
  ]);
  expect(lines).toContain('Confirmed: title of crash · docs/causes/crash.md');
  expect(lines).toContain('• four (app.log:1)');
  expect(lines).toContain('Possible: title of idle · docs/causes/idle.md');
});

test('it shows the lines themselves, each once, without addresses of clients', () => {
  const because = [{ text: 'so it says', evidence: ['e1', 'e2'] }];
  const lines = linesOf([diagnosisWith({ causes: [causeWith({ id: 'crash', because })] })]);
  const quoted = lines.filter((line) => line.startsWith('│'));
  expect(quoted).toHaveLength(2);
  expect(quoted[0]).toContain('error.log:1 2026/11/22 09:14:03 [error]');
  expect(quoted[0]).toContain('client: [address], server: shop.example');
  expect(quoted[1]).toBe('│ app.log:1 child 1933 exited on signal 11');
});

test('it shows all checks and fixes, and why a cause is ruled out', () => {
  const lines = linesOf([
    diagnosisWith({
      ruledOut: [
        { id: 'slow', title: 'slow', because: [{ text: 'after 2 ms', evidence: ['e1'] }] },
      ],
      checks: [checkWith({ id: 'one' }), checkWith({ id: 'two' })],
      fixes: ['a', 'b', 'c'].map((id) => fixWith({ id, cause: 'crash' })),
    }),
  ]);
  expect(lines).toEqual(
    expect.arrayContaining(['Ruled out: slow', '• after 2 ms (error.log:1)', 'run one', 'run two']),
  );
  expect(lines.filter((line) => line.startsWith('apply '))).toEqual([
    'apply a',
    'apply b',
    'apply c',
  ]);
});

test('it says who set a cause aside', () => {
  const setAside = [{ cause: 'crash', by: 'U024BE7LH', at: 0 }];
  const lines = linesOf([diagnosisWith({ causes: [causeWith({ id: 'crash' })] })], { setAside });
  expect(lines).toContain(
    'Possible: title of crash · docs/causes/crash.md, set aside by @U024BE7LH',
  );
});

test('it shows every diagnosis in full', () => {
  const lines = linesOf(['shop', 'api'].map((upstream) => diagnosisWith({ upstream })));
  expect(lines.filter((line) => line.endsWith('the upstream reset the connection'))).toEqual([
    'shop → 10.0.3.17:8080: the upstream reset the connection',
    'api → 10.0.3.17:8080: the upstream reset the connection',
  ]);
});

test('what does not fit a window is left out from the end, and it says so', () => {
  const fixes = Array.from({ length: 40 }, (_, at) => fixWith({ id: `f${at}`, cause: 'crash' }));
  const lines = linesOf(Array.from({ length: 20 }, () => diagnosisWith({ fixes })));
  expect(lines).toContain('apply f0');
  expect(lines.at(-1)).toBe(
    'The rest does not fit a window of Slack; hand in fewer lines to see it.',
  );
});

test.each([
  [{ isErased: true }, 'The message this answered was deleted, so its lines are no longer shown.'],
  [{ isErased: false }, 'No log line came with this alert, so there is no evidence yet.'],
])('without a report it says why there is none: %j', (given, said) => {
  expect(shownLines(evidenceModal(incidentWith(given)).blocks)).toEqual([said]);
});
