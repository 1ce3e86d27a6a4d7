import { describe, expect, test } from 'vitest';
import { parseText } from '../src/log/parse-text.ts';
import type { Diagnosis, Report } from '../src/report.ts';
import type { Capture, Format, Incident } from './score/corpus.ts';
import { judgeFormat } from './score/formats.ts';
import { incidentTallies } from './score/incidents.ts';
import { labTallies } from './score/lab.ts';
import { measure, readFloor } from './score/measure.ts';
import { blamesNoUpstream } from './score/negatives.ts';
import { floorOf, regressionsOf, type Tally, tallyLines, tallyOf } from './score/tally.ts';

const WHOLE_CORPUS_MS = 120_000;
const RESET = '2026/11/22 09:41:36 [error] 7#7: *5 recv() failed (104: Connection reset by peer)';
const INFO = '2026/11/22 09:41:36 [info] 7#7: *5 client 192.0.2.1 closed keepalive connection';

type Verdict = Diagnosis['causes'][number]['verdict'];

/** As much of a diagnosis as the score looks at. */
function diagnosis(
  causes: Readonly<Record<string, Verdict>>,
  other: { readonly ruledOut?: readonly string[]; readonly consequenceOf?: string } = {},
): Diagnosis {
  const because = [{ text: 'a reason', evidence: [] }];
  const made: Partial<Diagnosis> = {
    consequenceOf: other.consequenceOf ?? null,
    causes: Object.entries(causes).map(([id, verdict]) => ({
      id,
      verdict,
      variant: null,
      title: id,
      because,
      page: 'docs/causes/x.md',
    })),
    ruledOut: (other.ruledOut ?? []).map((id) => ({ id, title: id, because })),
  };
  // The cast holds for the score, which reads no other field.
  return made as Diagnosis;
}

const report = (...diagnoses: readonly Diagnosis[]): Report =>
  // The cast holds for the score, which reads no other field.
  ({ diagnoses }) as unknown as Report;

const incident = (some: Partial<Incident>): Incident => ({
  id: 'case-a',
  source: '',
  input: '',
  config: '',
  backend: '',
  cause: 'idle-drop',
  sub: '',
  also_plausible: [],
  decidable: 'from-line',
  confirmed_by: 'reporter',
  family104: true,
  same_input_as: [],
  fragment: false,
  ...some,
});

const capture = (some: Partial<Capture> & { readonly errorLog: string }): Capture => ({
  id: '1.31.4/here',
  scenario: 'here',
  cause: 'idle-drop',
  sub: '',
  nginx: '1.31.4',
  config: '',
  logs: [{ name: 'error.log', text: Buffer.from(some.errorLog) }],
  ...some,
});

const ALL = new Set(['idle-drop', 'upstream-crash', 'upstream-timeout', 'premature-close']);

function figures(tallies: readonly Tally[], kind: string): string {
  const found = tallies.find((one) => one.kind === kind);
  return `${found?.right} right, ${found?.misses.length} missed, ${found?.uncovered} uncovered`;
}

describe('the score of an incident', () => {
  test.each([
    ['from-line', 'the first cause is the true one', 1, '1 right, 0 missed, 0 uncovered'],
    ['from-line', 'the true cause is second', 2, '0 right, 1 missed, 0 uncovered'],
    ['from-evidence', 'the true cause is second', 2, '0 right, 1 missed, 0 uncovered'],
    ['ambiguous', 'the true cause is third', 3, '1 right, 0 missed, 0 uncovered'],
    ['ambiguous', 'the true cause is fourth', 4, '0 right, 1 missed, 0 uncovered'],
  ] as const)('%s: %s', (decidable, _, place, expected) => {
    const others = ['upstream-crash', 'upstream-timeout', 'premature-close'].slice(0, place - 1);
    const ids = [...others, 'idle-drop'];
    const causes = Object.fromEntries(ids.map((id): [string, Verdict] => [id, 'possible']));
    const answer = { asked: incident({ decidable }), report: report(diagnosis(causes)) };
    expect(figures(incidentTallies([answer], ALL), decidable)).toBe(expected);
  });

  test('no diagnosis is a miss that names the case and what was expected', () => {
    const [tally] = incidentTallies([{ asked: incident({}), report: report() }], ALL);
    expect(tally?.misses).toEqual(['case-a  expected idle-drop  got no diagnosis']);
  });

  test('a cause without a rule is not counted', () => {
    const answer = { asked: incident({}), report: report() };
    expect(figures(incidentTallies([answer], new Set()), 'from-line')).toBe(
      '0 right, 0 missed, 1 uncovered',
    );
  });

  test('the cause of a case with the same text is accepted', () => {
    const said = report(diagnosis({ 'upstream-crash': 'likely' }));
    const answers = [
      { asked: incident({ same_input_as: ['case-b'] }), report: said },
      { asked: incident({ id: 'case-b', cause: 'upstream-crash' }), report: said },
    ];
    expect(figures(incidentTallies(answers, ALL), 'from-line')).toBe(
      '2 right, 0 missed, 0 uncovered',
    );
  });

  test('a true cause that was ruled out is a miss', () => {
    const said = report(diagnosis({ 'upstream-crash': 'likely' }, { ruledOut: ['idle-drop'] }));
    const tallies = incidentTallies([{ asked: incident({}), report: said }], ALL);
    expect(figures(tallies, 'ruled-out')).toBe('0 right, 1 missed, 0 uncovered');
  });

  test('another cause confirmed is a miss, even in the second diagnosis and without rule for the true one', () => {
    const said = report(
      diagnosis({ 'idle-drop': 'likely' }),
      diagnosis({ 'upstream-crash': 'confirmed' }),
    );
    const tallies = incidentTallies([{ asked: incident({}), report: said }], new Set());
    expect(figures(tallies, 'wrong-confirmed')).toBe('0 right, 1 missed, 0 uncovered');
  });

  test('a confirmed cause of something that only follows is no miss', () => {
    const said = report(
      diagnosis({ 'idle-drop': 'confirmed' }),
      diagnosis({ 'upstream-crash': 'confirmed' }, { consequenceOf: 'k1:0123456789abcdef' }),
    );
    const tallies = incidentTallies([{ asked: incident({}), report: said }], ALL);
    expect(figures(tallies, 'wrong-confirmed')).toBe('1 right, 0 missed, 0 uncovered');
  });
});

describe('the score of a negative', () => {
  test.each([
    ['no diagnosis', report()],
    ['the client went away', report(diagnosis({ 'client-abort': 'likely' }))],
  ])('right: %s', (_, said) => expect(blamesNoUpstream('neg', said)).toBe('right'));

  test.each([
    ['an upstream is blamed', report(diagnosis({ 'upstream-crash': 'possible' }))],
    ['an error is shown without a cause', report(diagnosis({}))],
    [
      'the client and an upstream are blamed',
      report(diagnosis({ 'client-abort': 'likely', 'idle-drop': 'possible' })),
    ],
  ])('missed: %s', (_, said) => expect(blamesNoUpstream('neg', said)).toHaveProperty('miss'));
});

describe('the score of a format', () => {
  const format = (expect_fields: Format['expect_fields']): Format => ({
    id: 'fmt',
    source: '',
    shape: 'plain',
    input: RESET,
    expect_fields,
  });
  const lines = parseText(RESET);

  test('right when every expected field was read, and null where there is none', () => {
    const expected = format({ errno: 104, level: 'error', syscall: 'recv', host: null });
    expect(judgeFormat(expected, lines)).toBe('right');
  });

  test('missed when a field differs, or is there and should not be', () => {
    expect(judgeFormat(format({ errno: 111, level: null }), lines)).toEqual({
      miss: 'fmt  plain: errno expected 111 got 104; level expected null got "error"',
    });
  });

  test('missed when no line was read', () => {
    expect(judgeFormat(format({}), [])).toHaveProperty('miss');
  });
});

describe('the score of a capture', () => {
  const lab = (asked: Capture, said: Report, kind = 'lab'): string =>
    figures(labTallies([{ asked, report: said }], ALL), kind);
  const other = diagnosis({ 'upstream-crash': 'confirmed' }, { ruledOut: ['idle-drop'] });

  test('right when one of its diagnoses names the label', () => {
    const said = report(other, diagnosis({ 'idle-drop': 'possible' }));
    expect(lab(capture({ errorLog: RESET }), said)).toBe('1 right, 0 missed, 0 uncovered');
  });

  test('missed when there was an error and none of them does', () => {
    expect(lab(capture({ errorLog: RESET }), report())).toBe('0 right, 1 missed, 0 uncovered');
  });

  test('without an error line silence is right and blaming an upstream is not', () => {
    const quiet = capture({ errorLog: INFO });
    expect(lab(quiet, report())).toBe('1 right, 0 missed, 0 uncovered');
    expect(lab(quiet, report(other))).toBe('0 right, 1 missed, 0 uncovered');
  });

  test('a healthy run must stay without a diagnosis whatever it logged', () => {
    const healthy = capture({ errorLog: RESET, scenario: 'healthy' });
    expect(lab(healthy, report(diagnosis({ 'idle-drop': 'possible' })))).toBe(
      '0 right, 1 missed, 0 uncovered',
    );
  });

  test.each(['lab-ruled-out', 'lab-wrong-confirmed'])('%s sees the false claim', (kind) => {
    const asked = capture({ errorLog: RESET });
    expect(lab(asked, report(other), kind)).toBe('0 right, 1 missed, 0 uncovered');
    expect(lab(asked, report(diagnosis({ 'idle-drop': 'confirmed' })), kind)).toBe(
      '1 right, 0 missed, 0 uncovered',
    );
  });
});

describe('the floor', () => {
  const tallies = [
    tallyOf('formats', ['right', 'right', { miss: 'fmt-1' }, 'uncovered', undefined]),
  ];

  test('is kept by the figures it was written from', () => {
    expect(floorOf(tallies)).toEqual({ formats: { right: 2, misses: 1 } });
    expect(regressionsOf(tallies, floorOf(tallies))).toEqual([]);
  });

  test.each([
    ['fewer are right', { formats: { right: 3, misses: 1 } }],
    ['more are missed', { formats: { right: 2, misses: 0 } }],
    ['a measure has no floor', {}],
    ['a measure is gone', { formats: { right: 2, misses: 1 }, lab: { right: 1, misses: 0 } }],
  ])('is broken when %s', (_, floor) => {
    expect(regressionsOf(tallies, floor)).toHaveLength(1);
  });

  test.each(['ruled-out', 'wrong-confirmed', 'lab-ruled-out', 'lab-wrong-confirmed', 'negatives'])(
    'never allows a miss of %s',
    (kind) => {
      const missed = [tallyOf(kind, [{ miss: 'case-a' }])];
      expect(regressionsOf(missed, floorOf(missed))).toHaveLength(1);
    },
  );

  test('lists each measure with its misses below it', () => {
    expect(tallyLines(tallies)).toEqual([
      'formats              2 / 3   (1 more: their label names no cause with a rule)',
      '    fmt-1',
    ]);
  });
});

test(
  'the product is right on the corpus at least as often as before',
  async () => {
    expect(regressionsOf(await measure(), readFloor())).toEqual([]);
  },
  WHOLE_CORPUS_MS,
);
