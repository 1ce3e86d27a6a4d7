import { expect, test } from 'vitest';
import type { Incident } from '../../../src/incident/incident.ts';
import { homeView } from '../../../src/reply/slack/home.ts';
import { incidentWith } from './incident-with.ts';
import { causeWith, diagnosisWith, reportWith } from './report-with.ts';
import { shownLines } from './shown-lines.ts';

const LINK = 'https://acme.slack.com/archives/C1/p1';
const BY = 'U024BE7LH';
const CAUSES = ['crash', 'idle'].map((id) => causeWith({ id, verdict: 'likely' }));
const REPORT = reportWith({ diagnoses: [diagnosisWith({ causes: CAUSES })] });

function linesOf(incidents: readonly Partial<Incident>[]): readonly string[] {
  const open = incidents.map((given) => ({
    incident: incidentWith({ report: REPORT, ...given }),
    link: LINK,
  }));
  return shownLines(homeView({ open }).blocks);
}

test('without open problems it says so, and shows the ways in', () => {
  expect(linesOf([]).slice(0, 3)).toEqual(['Open problems', 'None.', 'Ways in']);
});

test('a problem is shown with its cause, who has it, and where its answer stands', () => {
  expect(linesOf([{}]).slice(1, 4)).toEqual([
    'shop → 10.0.3.17:8080: the upstream reset the connection',
    'likely: title of crash',
    `seen at 22 Nov 09:14 UTC · nobody has it yet · open the answer (${LINK})`,
  ]);
});

test('a problem that somebody has names the person, and how many alerts came', () => {
  const lines = linesOf([{ alerts: 4, work: { kind: 'acknowledged', by: BY, at: 0 } }]);
  expect(lines).toContain(
    `4 alerts, the last at 22 Nov 09:14 UTC · acknowledged by @${BY} · open the answer (${LINK})`,
  );
});

test('the cause is the first that nobody set aside', () => {
  const lines = linesOf([{ setAside: [{ cause: 'crash', by: BY, at: 0 }] }]);
  expect(lines).toContain('likely: title of idle');
});

test('an alert without a line says that the cause is not known', () => {
  const labels = { says: '502 answers', host: undefined, title: '502 on checkout' };
  expect(linesOf([{ report: undefined, labels }]).slice(1, 3)).toEqual([
    '502 on checkout',
    'Cannot tell yet why.',
  ]);
});

test('of very many problems it shows thirty, says how many more there are, and keeps the ways in', () => {
  const lines = linesOf(Array.from({ length: 200 }, () => ({})));
  expect(lines.filter((line) => line.startsWith('likely'))).toHaveLength(30);
  expect(lines).toContain('and 170 more');
  expect(lines).toContain('Ways in');
});
