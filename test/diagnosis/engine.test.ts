import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Condition, leavesOf, truthOf } from '../../src/diagnosis/condition.ts';
import { conditionsThatHold } from '../../src/diagnosis/engine.ts';
import type { Fact, FactName, Facts, FactValue } from '../../src/facts/vocabulary.ts';
import { RULE_BOOK } from '../diagnose-text.ts';

const conditions: readonly Condition[] = RULE_BOOK.rules.flatMap((rule) => [
  rule.applies,
  ...[...rule['ruled-out'], ...rule.likely, ...rule.confirmed].map((reason) => reason.when),
]);
// Every value that a rule asks for, and one that none does; each fact known or not.
const valuesOf = new Map<FactName, Set<FactValue>>();
for (const leaf of conditions.flatMap(leavesOf)) {
  const values = valuesOf.get(leaf.fact) ?? new Set<FactValue>();
  const asked = Array.isArray(leaf.value) ? leaf.value : [leaf.value];
  for (const value of asked) values.add(value as FactValue).add(otherThan(value as FactValue));
  valuesOf.set(leaf.fact, values);
}
function otherThan(value: FactValue): FactValue {
  if (typeof value === 'number') return value - 1;
  return value === true ? false : 'other';
}

const anyFacts: fc.Arbitrary<Facts> = fc
  .record(
    Object.fromEntries(
      [...valuesOf].map(([name, values]) => [name, fc.constantFrom(undefined, ...values)]),
    ),
  )
  .map(
    (record) =>
      new Map(
        Object.entries(record)
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => [name as FactName, { value, evidence: [] } as Fact]),
      ),
  );

/** What json-rules-engine says of every condition when it is asked for all of them, without the compiled reading before it. */
async function engineAlone(facts: Facts): Promise<readonly number[]> {
  const { Engine, Operator } = await import('json-rules-engine');
  const { holds, OPERATORS } = await import('../../src/diagnosis/condition.ts');
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const name of OPERATORS)
    engine.addOperator(
      new Operator(
        name,
        (value: FactValue | undefined, wanted: FactValue) =>
          value !== undefined && holds(name, value, wanted),
      ),
    );
  for (const [at, when] of conditions.entries())
    engine.addRule({
      conditions: JSON.parse(JSON.stringify('fact' in when ? { all: [when] } : when)),
      event: { type: String(at) },
    });
  const { results } = await engine.run(
    Object.fromEntries([...facts].map(([name, fact]) => [name, fact.value])),
  );
  return results.map((result) => Number(result.event?.type)).sort((left, right) => left - right);
}

test('the compiled reading and the engine agree on every shipped condition', async () => {
  await fc.assert(
    fc.asyncProperty(anyFacts, async (facts) => {
      const held = await conditionsThatHold(
        conditions.map((when, id) => ({ id, when })),
        facts,
      );
      expect(held.map((one) => one.id)).toEqual(await engineAlone(facts));
    }),
    { numRuns: 60 },
  );
});

test('no condition holds while nothing is known', () => {
  expect(conditions.filter((when) => truthOf(when, new Map()) === 'true')).toEqual([]);
});

test.each([
  ['is', 'ECONNRESET'],
  ['is-not', 'ECONNRESET'],
  ['one-of', ['ECONNRESET']],
] as const)('"%s" is false on a fact that is not known', async (operator, value) => {
  const when: Condition = { fact: 'errno', operator, value };
  expect(await conditionsThatHold([{ id: 'x', when }], new Map())).toEqual([]);
});

test.each([
  ['1.29.7', '1.29.7', true],
  ['1.30.0', '1.29.7', true],
  ['1.9.15', '1.29.7', false],
  ['1.29.6', '1.29.7', false],
])('version %s at least %s: %s', (value, wanted, expected) => {
  const facts: Facts = new Map([['nginx-version', { value, evidence: [] }]]);
  expect(truthOf({ fact: 'nginx-version', operator: 'at-least', value: wanted }, facts)).toBe(
    expected ? 'true' : 'false',
  );
});
