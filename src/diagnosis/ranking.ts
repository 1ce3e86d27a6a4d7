import type { Facts } from '../facts/vocabulary.ts';
import { truthOf } from './condition.ts';
import type { Finding, RuledOut, Verdict } from './finding.ts';
import type { Order, Rule } from './rule-file.ts';

const SURENESS: Readonly<Record<Verdict, number>> = { confirmed: 0, likely: 1, possible: 2 };

/**
 * By verdict; what a remark lowers behind the rest; within one by the "outranks" pairs; then by how common a cause is for this symptom (_order.yml); then by id.
 * The pairs decide over the table, so the table's order is only a tie-break: causes are taken one by one, each time the
 * most common of those that no other remaining cause outranks.
 */
export function ranked(
  findings: readonly Finding[],
  facts: Facts,
  order: readonly Order[],
): readonly Finding[] {
  const commonness = commonnessIn(facts, order);
  const remaining = [...findings].sort(
    (left, right) =>
      SURENESS[left.verdict] - SURENESS[right.verdict] ||
      Number(left.isLowered) - Number(right.isLowered) ||
      commonness(left) - commonness(right) ||
      left.rule.id.localeCompare(right.rule.id, 'en'),
  );
  const result: Finding[] = [];
  while (remaining.length > 0) {
    const at = remaining.findIndex((finding) => !isOutranked(finding, remaining));
    // The linter refuses circles, so there is always one that nothing outranks.
    result.push(...remaining.splice(Math.max(at, 0), 1));
  }
  return result;
}

/** Those ruled out, the most common of this symptom first: what a reader would think of is worth the most. */
export function byCommonness(
  ruledOut: readonly RuledOut[],
  facts: Facts,
  order: readonly Order[],
): readonly RuledOut[] {
  const commonness = commonnessIn(facts, order);
  return ruledOut.toSorted(
    (left, right) =>
      commonness(left) - commonness(right) || left.rule.id.localeCompare(right.rule.id, 'en'),
  );
}

type Ranked = { readonly rule: Rule };

function commonnessIn(facts: Facts, order: readonly Order[]): (one: Ranked) => number {
  const causes = order.find((entry) => truthOf(entry.when, facts) === 'true')?.causes ?? [];
  return ({ rule }) => {
    const at = causes.indexOf(rule.id);
    return at === -1 ? causes.length : at;
  };
}

function isOutranked(finding: Finding, among: readonly Finding[]): boolean {
  return among.some(
    (other) =>
      other.verdict === finding.verdict &&
      other !== finding &&
      other.rule.outranks.includes(finding.rule.id),
  );
}
