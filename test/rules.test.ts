import { expect, test } from 'vitest';
import type { Report } from '../src/report.ts';
import { diagnoseText, RULE_BOOK } from './diagnose-text.ts';

type Example =
  | (typeof RULE_BOOK.rules)[number]['examples']['negative'][number]
  | (typeof RULE_BOOK.rules)[number]['examples']['positive'][number];

const told = (example: Example) => ({
  config: example.config,
  told: { nginxVersion: example['nginx-version'], backend: example.backend },
});
const positives = RULE_BOOK.rules.flatMap((rule) =>
  rule.examples.positive.map((example) => ({ rule: rule.id, name: example.name, example })),
);
const negatives = RULE_BOOK.rules.flatMap((rule) =>
  rule.examples.negative.map((example) => ({ rule: rule.id, name: example.name, example })),
);
const placesOf = (report: Report, id: string): readonly string[] =>
  report.diagnoses.flatMap((diagnosis) => [
    ...diagnosis.causes.filter((cause) => cause.id === id).map((cause) => cause.verdict),
    ...diagnosis.ruledOut.filter((cause) => cause.id === id).map(() => 'ruled-out'),
  ]);

test.each(positives)('$rule: $name', async ({ rule, example }) => {
  const report = await diagnoseText(example.input, told(example));
  expect(placesOf(report, rule)).toContain(example.verdict);
  if (example.first) expect(report.diagnoses[0]?.causes[0]?.id).toBe(rule);
});

test.each(negatives)('not $rule: $name', async ({ rule, example }) => {
  const report = await diagnoseText(example.input, told(example));
  switch (example.expect) {
    case 'ruled-out':
      expect(placesOf(report, rule)).toEqual(['ruled-out']);
      return;
    case 'not-applicable':
      expect(placesOf(report, rule)).toEqual([]);
      return;
    case 'not-first':
      expect(report.diagnoses[0]?.causes[0]?.id).not.toBe(rule);
  }
});

test('no positive example of one rule has its cause ruled out by the facts of the whole', async () => {
  const contradicted: string[] = [];
  for (const { rule, name, example } of positives) {
    const report = await diagnoseText(example.input, told(example));
    if (placesOf(report, rule).every((place) => place === 'ruled-out'))
      contradicted.push(`${rule}: ${name}`);
  }
  expect(contradicted).toEqual([]);
});

test('no example of a rule is proven to have two causes', async () => {
  const reports = await Promise.all(
    positives.map(async ({ rule, example }) => ({
      rule,
      report: await diagnoseText(example.input, told(example)),
    })),
  );
  const doubles = reports.flatMap(({ rule, report }) =>
    report.diagnoses
      .map(({ causes }) => causes.filter((cause) => cause.verdict === 'confirmed'))
      .filter((confirmed) => confirmed.length > 1)
      .map((confirmed) => `${rule}: ${confirmed.map(({ id }) => id).join(', ')}`),
  );
  expect(doubles).toEqual([]);
});
