import {
  Engine,
  Rule as EngineRule,
  type NestedCondition,
  Operator,
  type TopLevelCondition,
} from 'json-rules-engine';
import type { FactName, Facts, FactValue } from '../facts/vocabulary.ts';
import { type Condition, holds, OPERATORS, truthOf } from './condition.ts';

/** A condition that held, with the facts that made it hold: what a claim's evidence is taken from. */
export type Held<Id> = { readonly id: Id; readonly facts: readonly FactName[] };
export type Asked<Id> = { readonly id: Id; readonly when: Condition };

/**
 * Which of the conditions hold. json-rules-engine decides; a compiled reading goes before it, because the engine clones
 * every rule it is given, so that asking it only for what can hold is what keeps a thousand symptoms below 100 ms.
 */
export async function conditionsThatHold<Id>(
  asked: readonly Asked<Id>[],
  facts: Facts,
): Promise<readonly Held<Id>[]> {
  const candidates = asked.filter((one) => truthOf(one.when, facts) === 'true');
  if (candidates.length === 0) return [];
  const engine = new Engine([], { allowUndefinedFacts: true, pathResolver: propertyOf });
  for (const operator of OURS) engine.addOperator(operator);
  for (const [at, one] of candidates.entries()) engine.addRule(ruleFor(one.when, at));
  const values = Object.fromEntries([...facts].map(([name, fact]) => [name, fact.value]));
  const { results } = await engine.run(values);
  return results
    .map((result) => ({ at: Number(result.event?.type), facts: factsIn(result.conditions) }))
    .sort((left, right) => left.at - right.at)
    .flatMap(({ at, facts: names }) => {
      const one = candidates[at];
      return one === undefined ? [] : [{ id: one.id, facts: names }];
    });
}

// Ours are false on an unknown fact; the engine's own are not all of that kind.
const OURS = OPERATORS.map(
  (name) =>
    new Operator<FactValue, FactValue | readonly FactValue[]>(
      name,
      (value, wanted) => value !== undefined && holds(name, value, wanted),
    ),
);

// Rule files cannot name a path; should one get through, it reads a property and runs nothing.
function propertyOf(value: object, path: string): unknown {
  return Object.entries(value).find(([name]) => name === path)?.[1];
}

function ruleFor(when: Condition, at: number): EngineRule {
  return new EngineRule({ conditions: topLevel(when), event: { type: String(at) } });
}

function topLevel(when: Condition): TopLevelCondition {
  if ('all' in when) return { all: when.all.map(nested) };
  if ('any' in when) return { any: when.any.map(nested) };
  return { all: [nested(when)] };
}

function nested(when: Condition): NestedCondition {
  return 'fact' in when
    ? { fact: when.fact, operator: when.operator, value: when.value }
    : topLevel(when);
}

type Tree = {
  readonly all?: readonly Tree[];
  readonly any?: readonly Tree[];
  readonly fact?: string;
  readonly result?: boolean;
};

/** Facts of the leaves that held. */
function factsIn(conditions: unknown): readonly FactName[] {
  // The engine's result tree has these fields on every node; its published type has them on leaves only.
  const tree = conditions as Tree;
  const branches = tree.all ?? tree.any;
  if (branches !== undefined) return [...new Set(branches.flatMap(factsIn))];
  // The cast holds because the linter lets only names of the vocabulary into a rule.
  return tree.fact !== undefined && tree.result === true ? [tree.fact as FactName] : [];
}
