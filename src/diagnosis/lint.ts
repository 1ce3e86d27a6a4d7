import { isFactName, VOCABULARY } from '../facts/vocabulary.ts';
import { holesOf, PLACEHOLDERS } from '../text/template.ts';
import { type Condition, type Leaf, leavesOf } from './condition.ts';
import type { RuleBook, RuleFault } from './rule-book.ts';
import type { Rule, RuleReason } from './rule-file.ts';

/** What the schema cannot see: names that must exist, values that can occur, holes that can be filled, loops. */
export function lintRuleBook(book: Omit<RuleBook, 'digest'>): readonly RuleFault[] {
  return [
    ...book.rules.flatMap((rule) => lintRule(rule, book)),
    ...book.order.flatMap((entry, at) => lintCondition('_order.yml', `${at}.when`, entry.when)),
    ...book.checks.flatMap((check, at) => [
      ...check.facts
        .filter((name) => !isFactName(name))
        .map((name) => unknownFact('_checks.yml', `${at}.facts`, name)),
      ...(check.when === undefined ? [] : lintCondition('_checks.yml', `${at}.when`, check.when)),
      ...[check, ...(check.prepare?.apply ?? []), ...(check.prepare?.undo ?? [])].flatMap((one) =>
        lintCommand('_checks.yml', `${at}.run`, one.run),
      ),
    ]),
    ...doubles(
      '_checks.yml',
      book.checks.map((check) => check.id),
    ),
    ...doubles(
      '_proofs.yml',
      book.proofs.map((proof) => proof.id),
    ),
    ...doubles(
      '_backends.yml',
      book.backends.flatMap((one) => [one.backend, ...one.names]),
    ),
    ...doubles(
      '_ingress.yml',
      book.ingress.map((one) => one.directive),
    ),
    ...book.dialects.flatMap((dialect, at) =>
      dialect.words
        .filter(({ to }) => to !== '')
        .flatMap(({ to }) => lintCommand('_dialects.yml', `${at}.words`, to)),
    ),
    ...loops(book.rules),
  ];
}

function lintRule(rule: Rule, book: Omit<RuleBook, 'digest'>): readonly RuleFault[] {
  const file = `${rule.id}.yml`;
  const reasons = (['ruled-out', 'likely', 'confirmed', 'remarks'] as const).flatMap((kind) =>
    rule[kind].flatMap((reason, at) => lintReason(file, `${kind}.${at}`, reason)),
  );
  const proofs = new Set(book.proofs.map((proof) => proof.id));
  const cited = [...rule.fixes, ...rule.warnings]
    .map((one) => one.proof)
    .filter((id) => id !== undefined);
  return [
    ...lintCondition(file, 'applies', rule.applies),
    ...reasons,
    ...(rule.confirmed.length === 0 && rule.unprovable === undefined
      ? [
          {
            file,
            path: 'confirmed',
            fault: 'is empty, so "unprovable" must say why nothing proves this cause',
          },
        ]
      : []),
    ...cited
      .filter((id) => !proofs.has(id))
      .map((id) => ({ file, path: 'proof', fault: `"${id}" is not in _proofs.yml` })),
    ...rule.fixes.flatMap((fix, at) => lintFix(file, `fixes.${at}`, fix)),
    ...rule.warnings.flatMap((warning, at) =>
      [warning.when, warning.unless].flatMap((condition) =>
        condition ? lintCondition(file, `warnings.${at}`, condition) : [],
      ),
    ),
    ...rule.verify.flatMap((one, at) => [
      ...lintCommand(file, `verify.${at}.run`, one.run),
      ...(one.when ? lintCondition(file, `verify.${at}.when`, one.when) : []),
    ]),
    ...doubles(
      file,
      rule.fixes.map((fix) => fix.id),
    ),
  ];
}

function lintReason(file: string, path: string, reason: RuleReason): readonly RuleFault[] {
  const facts = new Set<string>(leavesOf(reason.when).map((leaf) => leaf.fact));
  return [
    ...lintCondition(file, `${path}.when`, reason.when),
    ...holesOf(reason.because)
      .filter((hole) => !facts.has(hole))
      .map((hole) => ({
        file,
        path: `${path}.because`,
        fault: `{${hole}} is not a fact of its condition (${[...facts].join(', ')})`,
      })),
  ];
}

function lintFix(file: string, path: string, fix: Rule['fixes'][number]): readonly RuleFault[] {
  const faults: RuleFault[] = [];
  if ((fix.snippet === undefined) !== (fix.syntax === undefined)) {
    faults.push({ file, path, fault: 'has only one of "snippet" and "syntax"' });
  }
  if (fix.syntax === 'nginx' && fix.context === undefined) {
    faults.push({
      file,
      path: `${path}.context`,
      fault: 'is missing: main, http, server or location',
    });
  }
  for (const hole of holesOf(fix.snippet ?? '')) {
    if (!PLACEHOLDERS.has(hole))
      faults.push({
        file,
        path: `${path}.snippet`,
        fault: `{${hole}} ${allowed([...PLACEHOLDERS.keys()])}`,
      });
  }
  return [
    ...faults,
    ...(fix.when ? lintCondition(file, `${path}.when`, fix.when) : []),
    ...(fix.unless ? lintCondition(file, `${path}.unless`, fix.unless) : []),
    ...[...fix.apply, ...fix.cost.undo].flatMap((one) => lintCommand(file, `${path}.run`, one.run)),
  ];
}

function lintCondition(file: string, path: string, condition: Condition): readonly RuleFault[] {
  return leavesOf(condition).flatMap((leaf) => lintLeaf(file, path, leaf));
}

function lintLeaf(file: string, path: string, leaf: Leaf): readonly RuleFault[] {
  if (!isFactName(leaf.fact)) return [unknownFact(file, path, String(leaf.fact))];
  const type: { type: keyof typeof JSON_TYPE; values?: readonly string[] } = VOCABULARY[leaf.fact];
  const values = Array.isArray(leaf.value) ? leaf.value : [leaf.value];
  const fault = (text: string): RuleFault[] => [
    { file, path: `${path}: ${leaf.fact}`, fault: text },
  ];
  if ((leaf.operator === 'one-of') !== Array.isArray(leaf.value)) {
    return fault(
      `"${leaf.operator}" and its value do not fit: a list goes with one-of, and only with it`,
    );
  }
  const isOrdered = leaf.operator === 'at-least' || leaf.operator === 'below';
  if (isOrdered && type.type !== 'number' && type.type !== 'version')
    return fault(`"${leaf.operator}" needs a number or a version`);
  const wanted = JSON_TYPE[type.type];
  const misfit = values.find((value) => typeof value !== wanted);
  if (misfit !== undefined) return fault(`"${String(misfit)}" is no ${wanted}`);
  const foreign = values.find(
    (value) => type.values !== undefined && !type.values.includes(String(value)),
  );
  return foreign === undefined ? [] : fault(`"${String(foreign)}" ${allowed(type.values ?? [])}`);
}

const JSON_TYPE = { flag: 'boolean', number: 'number', text: 'string', version: 'string' } as const;

// What may stand in a command that people paste into a root shell: plain or single-quoted words, pipes and "&&".
const COMMAND =
  /^(?:(?:[A-Za-z0-9_@%+=:,./{}-]+|'[^'\n]*')+(?: (?=\S)|$)|(?:\||&&|2>&1|>\/dev\/null|2>\/dev\/null)(?: (?=\S)|$))+$/;

function lintCommand(file: string, path: string, run: string): readonly RuleFault[] {
  const holes = holesOf(run).filter((hole) => !PLACEHOLDERS.has(hole));
  return [
    ...holes.map((hole) => ({
      file,
      path,
      fault: `{${hole}} ${allowed([...PLACEHOLDERS.keys()])}`,
    })),
    ...(COMMAND.test(run)
      ? []
      : [{ file, path, fault: `"${run}" has a word that is neither plain nor in single quotes` }]),
  ];
}

function doubles(file: string, ids: readonly string[]): readonly RuleFault[] {
  const seen = new Set<string>();
  return ids
    .filter((id) => seen.size === seen.add(id).size)
    .map((id) => ({ file, path: 'id', fault: `"${id}" stands twice` }));
}

/** "outranks" must not run in a circle: then no order would satisfy it. */
function loops(rules: readonly Rule[]): readonly RuleFault[] {
  const below = new Map<string, readonly string[]>(rules.map((rule) => [rule.id, rule.outranks]));
  const reaches = (from: string, to: string, seen: ReadonlySet<string>): boolean =>
    (below.get(from) ?? []).some(
      (next) => next === to || (!seen.has(next) && reaches(next, to, new Set([...seen, next]))),
    );
  return rules
    .filter((rule) => reaches(rule.id, rule.id, new Set()))
    .map((rule) => ({ file: `${rule.id}.yml`, path: 'outranks', fault: 'leads back to itself' }));
}

function unknownFact(file: string, path: string, name: string): RuleFault {
  return { file, path, fault: `"${name}" ${allowed(Object.keys(VOCABULARY))}` };
}

function allowed(names: readonly string[]): string {
  return `is not allowed; allowed are ${names.join(', ')}`;
}
