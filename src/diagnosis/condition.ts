import { z } from 'zod';
import type { FactName, Facts, FactValue } from '../facts/vocabulary.ts';

/**
 * A json-rules-engine condition with our operators only. `all` and `any` are never empty (the engine takes an empty one
 * for true), never siblings, and there is no `not`: every operator is false on an unknown fact, so a rule cannot speak
 * because something is missing.
 */
export const OPERATORS = ['is', 'is-not', 'one-of', 'at-least', 'below'] as const;
export type OperatorName = (typeof OPERATORS)[number];

export type Leaf = {
  readonly fact: FactName;
  readonly operator: OperatorName;
  readonly value: FactValue | readonly FactValue[];
};
export type Condition =
  | Leaf
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const leaf = z.strictObject({
  fact: z.string(),
  operator: z.enum(OPERATORS),
  value: z.union([scalar, z.array(scalar).min(1)]),
});

/** Shape of a condition in a rule file; facts and values are checked by the linter, which knows the vocabulary. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    // The cast holds after the linter: it refuses every fact name that is not in the vocabulary.
    leaf as unknown as z.ZodType<Leaf>,
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
  ]),
);

/** What our operators say of a known value; versions compare part by part. */
export function holds(operator: OperatorName, value: FactValue, wanted: Leaf['value']): boolean {
  switch (operator) {
    case 'is':
      return value === wanted;
    case 'is-not':
      return value !== wanted;
    case 'one-of':
      return Array.isArray(wanted) && wanted.includes(value);
    case 'at-least':
      return !Array.isArray(wanted) && compare(value, wanted as FactValue) >= 0;
    case 'below':
      return !Array.isArray(wanted) && compare(value, wanted as FactValue) < 0;
  }
}

function compare(left: FactValue, right: FactValue): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const parts = [left, right].map((version) => String(version).split('.').map(Number));
  for (let at = 0; at < 4; at += 1) {
    const difference = (parts[0]?.[at] ?? 0) - (parts[1]?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** True, false, or unknown while a fact that could decide is missing. */
export type Truth = 'true' | 'false' | 'unknown';

/** Reads a condition without the engine: what it would say, and whether it still could say otherwise. */
export function truthOf(condition: Condition, facts: Facts): Truth {
  if ('all' in condition) return every(condition.all.map((part) => truthOf(part, facts)));
  if ('any' in condition) return some(condition.any.map((part) => truthOf(part, facts)));
  const fact = facts.get(condition.fact);
  if (fact === undefined) return 'unknown';
  return holds(condition.operator, fact.value, condition.value) ? 'true' : 'false';
}

function every(parts: readonly Truth[]): Truth {
  if (parts.includes('false')) return 'false';
  return parts.includes('unknown') ? 'unknown' : 'true';
}

function some(parts: readonly Truth[]): Truth {
  if (parts.includes('true')) return 'true';
  return parts.includes('unknown') ? 'unknown' : 'false';
}

/** The leaves of a condition, in the order they are written. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  return [condition];
}
