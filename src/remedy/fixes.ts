import { type Condition, holds, truthOf } from '../diagnosis/condition.ts';
import type { IngressName } from '../diagnosis/dialect-file.ts';
import type { Finding, Verdicts } from '../diagnosis/finding.ts';
import type { Proof, RuleFix } from '../diagnosis/rule-file.ts';
import { STATUS_MESSAGES } from '../facts/status-only.ts';
import type { Facts } from '../facts/vocabulary.ts';
import { fillSentence, fillSnippet } from '../text/template.ts';
import { type Command, commandsIn, type Words } from './commands.ts';
import { ingressChange } from './ingress.ts';
import type { Known } from './known.ts';

/** A change that helps with one cause; `apply` is empty while that cause is only possible. */
export type Fix = {
  readonly id: string;
  readonly cause: string;
  readonly kind: 'mitigation' | 'fix';
  readonly title: string;
  readonly where: string;
  readonly syntax: string | undefined;
  readonly snippet: string | undefined;
  readonly apply: readonly Command[];
  readonly cost: {
    readonly apply: string;
    readonly drops: string;
    readonly repeatsPost: boolean;
    readonly versions: string | undefined;
    readonly undo: readonly Command[];
  };
  readonly proof: Proof | undefined;
};
export type Warning = {
  readonly about: string;
  readonly text: string;
  readonly proof: string | undefined;
};
export type Verification = { readonly run: string; readonly expect: string };

/** Fixes for these many causes at most are shown: those that the reader may have to choose between. */
const MOST_CAUSES = 3;

/** What to do about the first causes: of a sure one all it has, of merely possible ones the fixes without steps to apply. */
export function fixesFor(
  verdicts: Verdicts,
  { facts, book, values, dialects }: Known,
): readonly Fix[] {
  const isIngress = facts.get('platform')?.value === 'ingress-nginx';
  const proofs = new Map(book.proofs.map((proof) => [proof.id, proof]));
  return causesToTreat(verdicts, facts).flatMap((finding) =>
    finding.rule.fixes
      .filter((fix) => isOffered(fix, facts, finding))
      .sort((left, right) => Number(left.kind === 'fix') - Number(right.kind === 'fix'))
      .map((fix) => fixOf(fix, finding, { proofs, values, dialects }))
      .map((fix) => (isIngress ? forIngress(fix, book.ingress) : fix)),
  );
}

/** Popular changes that do nothing or do harm here. */
export function warningsFor(verdicts: Verdicts, facts: Facts): readonly Warning[] {
  const warnings = causesToTreat(verdicts, facts)
    .flatMap((finding) => finding.rule.warnings)
    .filter(({ when, unless }) => holdsOrAbsent(when, facts) && !isTrue(unless, facts))
    .map(({ about, text, proof }) => ({ about, text, proof }));
  return warnings.filter(
    (warning, at) => warnings.findIndex((one) => one.about === warning.about) === at,
  );
}

/** How to see that the first cause is gone. */
export function verificationsFor(
  verdicts: Verdicts,
  { facts, values, dialects }: Known,
): readonly Verification[] {
  const [first] = causesToTreat(verdicts, facts);
  return (first?.rule.verify ?? [])
    .filter((one) => holdsOrAbsent(one.when, facts) && isReadable(one.run, facts))
    .flatMap((one) =>
      commandsIn([one], { values, dialects }).map(({ run }) => ({ run, expect: one.expect })),
    );
}

/** None while only a status is known: nothing may be changed for a cause that nobody has seen a line of. */
function causesToTreat(verdicts: Verdicts, facts: Facts): readonly Finding[] {
  if (STATUS_MESSAGES.has(String(facts.get('message')?.value))) return [];
  const [first] = verdicts.causes;
  if (first?.verdict === 'confirmed')
    return verdicts.causes.filter((finding) => finding.verdict === 'confirmed');
  const likely = verdicts.causes.filter((finding) => finding.verdict !== 'possible');
  return (likely.length > 0 ? likely : verdicts.causes).slice(0, MOST_CAUSES);
}

function isOffered(fix: RuleFix, facts: Facts, finding: Finding): boolean {
  if (fix.syntax === 'systemd' && hasNoUnits(facts)) return false;
  if (!isForVersion(fix.cost.versions, facts)) return false;
  if (
    fix.variants !== undefined &&
    (finding.variant === undefined || !fix.variants.includes(finding.variant))
  )
    return false;
  if (fix.when !== undefined && truthOf(fix.when, facts) !== 'true') return false;
  return !isTrue(fix.unless, facts);
}

const VERSIONS = /^(>=|<)(\d{1,2}(?:\.\d{1,3}){1,2})$/;
/** The oldest nginx that distributions still ship in number; what it refuses is offered only to a version that is known. */
const OLDEST_IN_USE = '1.22.1';

/** Whether nginx takes the change, by its version, or by the oldest one in use where that is not known. */
function isForVersion(versions: string | undefined, facts: Facts): boolean {
  const [, sign, limit = ''] = VERSIONS.exec(versions ?? '') ?? [];
  if (sign === undefined) return true;
  const known = facts.get('nginx-version')?.value;
  if (sign === '<') return known === undefined || holds('below', known, limit);
  return holds('at-least', known ?? OLDEST_IN_USE, limit);
}

/** Where containers run the backend there is no unit to change. */
function hasNoUnits(facts: Facts): boolean {
  const platform = facts.get('platform')?.value;
  return platform !== undefined && platform !== 'systemd';
}

function fixOf(
  fix: RuleFix,
  finding: Finding,
  { proofs, ...words }: Words & { readonly proofs: ReadonlyMap<string, Proof> },
): Fix {
  const isSure = finding.verdict !== 'possible';
  return {
    id: fix.id,
    cause: finding.rule.id,
    kind: fix.kind,
    title: fix.title,
    where: fillSentence(fix.where, words.values),
    syntax: fix.syntax,
    snippet:
      fix.snippet === undefined ? undefined : fillSnippet(fix.snippet, words.values).trimEnd(),
    apply: isSure ? commandsIn(fix.apply, words) : [],
    cost: {
      apply: fix.cost.apply,
      drops: fix.cost.drops,
      repeatsPost: fix.cost['repeats-post'],
      versions: fix.cost.versions,
      undo: isSure ? commandsIn(fix.cost.undo, words) : [],
    },
    proof: fix.proof === undefined ? undefined : proofs.get(fix.proof),
  };
}

/** As annotations or keys of the ConfigMap, where they exist; nginx.conf of the controller is written by nobody else. */
function forIngress(fix: Fix, names: readonly IngressName[]): Fix {
  if (fix.syntax !== 'nginx' || fix.snippet === undefined) return fix;
  const change = ingressChange(fix.snippet, names);
  if (change !== undefined) return { ...fix, ...change };
  return { ...fix, where: `${fix.where}; ingress-nginx has no annotation for all of it` };
}

/** A stream writes nothing to the access log of http, so that a count in it would look like success. */
function isReadable(run: string, facts: Facts): boolean {
  return facts.get('protocol')?.value !== 'stream' || !run.includes('{access-log}');
}

function isTrue(condition: Condition | undefined, facts: Facts): boolean {
  return condition !== undefined && truthOf(condition, facts) === 'true';
}

function holdsOrAbsent(when: Condition | undefined, facts: Facts): boolean {
  return when === undefined || truthOf(when, facts) === 'true';
}
