import { type Condition, leavesOf, truthOf } from '../diagnosis/condition.ts';
import type { Finding, Verdicts } from '../diagnosis/finding.ts';
import type { Check, RuleReason } from '../diagnosis/rule-file.ts';
import type { Facts } from '../facts/vocabulary.ts';
import { fillCommand, fillSnippet } from '../text/template.ts';
import { type Command, commandsIn, type Words } from './commands.ts';
import { inDialect, placeIn } from './dialect.ts';
import type { Known } from './known.ts';

/** A command that makes an unknown fact known, and which causes its answer can raise or rule out. */
type CheckStep = {
  readonly id: string;
  readonly run: string;
  readonly where: string;
  readonly why: string;
  readonly confirms: readonly string[];
  readonly refutes: readonly string[];
  readonly prepare: Prepare | undefined;
  readonly isFirst: boolean;
};

/** A change that only makes things visible, with its way back. */
export type Prepare = {
  readonly syntax: string;
  readonly snippet: string;
  readonly apply: readonly Command[];
  readonly undo: readonly Command[];
};
export type CheckPlan = {
  readonly checks: readonly CheckStep[];
  readonly next: string | undefined;
};

/**
 * The checks worth running: those whose fact is unknown and stands in a condition that could still come true. The next one
 * is the first, in the table's order from cheap to dear, that can move the first two causes apart.
 */
export function checkPlan(verdicts: Verdicts, { facts, book, values, dialects }: Known): CheckPlan {
  const open = verdicts.causes.map((finding) => ({
    id: finding.rule.id,
    ...openFacts(finding, facts),
  }));
  // The default log of ingress-nginx has the fields that such a check would add.
  const isPrepared = facts.get('platform')?.value === 'ingress-nginx';
  const steps = book.checks
    .filter((check) => check.prepare === undefined || !isPrepared)
    .filter((check) => check.when === undefined || truthOf(check.when, facts) === 'true')
    .map((check) => stepOf(check, open, { values, dialects }))
    .filter((step) => step !== undefined)
    .filter((step) => step.confirms.length + step.refutes.length > 0);
  return { checks: steps, next: nextOf(steps, verdicts.causes)?.id };
}

type OpenFacts = { readonly raising: ReadonlySet<string>; readonly refuting: ReadonlySet<string> };

function openFacts(finding: Finding, facts: Facts): OpenFacts {
  const { rule } = finding;
  const undecided = (reasons: readonly RuleReason[]): ReadonlySet<string> =>
    new Set(reasons.flatMap((reason) => unknownIn(reason.when, facts)));
  const raising =
    finding.verdict === 'possible' ? [...rule.likely, ...rule.confirmed] : rule.confirmed;
  return { raising: undecided(raising), refuting: undecided(rule['ruled-out']) };
}

function unknownIn(condition: Condition, facts: Facts): readonly string[] {
  if (truthOf(condition, facts) !== 'unknown') return [];
  return leavesOf(condition)
    .map((leaf) => leaf.fact)
    .filter((name) => !facts.has(name));
}

function stepOf(
  check: Check,
  open: readonly (OpenFacts & { readonly id: string })[],
  { values, dialects }: Words,
): CheckStep | undefined {
  const run = inDialect(check.run, dialects);
  if (run === undefined) return undefined;
  const has = (names: ReadonlySet<string>): boolean => check.facts.some((fact) => names.has(fact));
  return {
    id: check.id,
    run: fillCommand(run, values),
    // A command that the platform has no words for is run where it stands in the rules: beside nginx, not where kubectl is.
    where: run === check.run ? check.where : placeIn(check.where, dialects),
    why: check.why,
    confirms: open.filter((one) => has(one.raising)).map((one) => one.id),
    refutes: open.filter((one) => has(one.refuting)).map((one) => one.id),
    isFirst: check.first,
    prepare: check.prepare && prepareOf(check.prepare, { values, dialects }),
  };
}

function prepareOf(
  { syntax, snippet, apply, undo }: NonNullable<Check['prepare']>,
  words: Words,
): Prepare {
  return {
    syntax,
    snippet: fillSnippet(snippet, words.values).trimEnd(),
    apply: commandsIn(apply, words),
    undo: commandsIn(undo, words),
  };
}

/** A likely cause is to be confirmed or refuted; between possible ones the check must move one and not the other alike. */
function nextOf(steps: readonly CheckStep[], causes: readonly Finding[]): CheckStep | undefined {
  const [first, second] = causes.map((finding) => finding.rule.id);
  if (first === undefined || causes[0]?.verdict === 'confirmed') return undefined;
  const moves = (step: CheckStep, id: string | undefined): number =>
    id === undefined
      ? 0
      : Number(step.confirms.includes(id)) + 2 * Number(step.refutes.includes(id));
  const before = steps.find((step) => step.isFirst);
  if (before !== undefined) return before;
  const onFirst = steps.find((step) => moves(step, first) > 0);
  if (causes[0]?.verdict === 'likely' && onFirst !== undefined) return onFirst;
  return steps.find((step) => moves(step, first) !== moves(step, second)) ?? onFirst;
}
