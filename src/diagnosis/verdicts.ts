import type { FactName, Facts } from '../facts/vocabulary.ts';
import { fillSentence } from '../text/template.ts';
import { leavesOf, truthOf } from './condition.ts';
import { type Asked, conditionsThatHold, type Held } from './engine.ts';
import type { Because, Finding, RuledOut, Verdict, Verdicts } from './finding.ts';
import { byCommonness, ranked } from './ranking.ts';
import type { RuleBook } from './rule-book.ts';
import type { Rule, RuleReason } from './rule-file.ts';

/** Judges every rule by the facts of one diagnosis; the most probable cause comes first. */
export async function verdictsOf(facts: Facts, book: RuleBook): Promise<Verdicts> {
  const { admitted, held } = await answersFor(facts, book);
  const judged = admitted.map((rule) => {
    const own = held.filter((one) => one.id.rule === rule);
    const said = (kind: Kind): readonly Said[] =>
      own
        .filter((one) => one.id.kind === kind)
        .map((one) => sayingOf(one.id.reason, one.facts, facts));
    return judge(
      rule,
      {
        symptom: own.find((one) => one.id.kind === 'applies')?.facts ?? [],
        'ruled-out': said('ruled-out'),
        likely: said('likely'),
        confirmed: said('confirmed'),
        remarks: said('remarks'),
      },
      facts,
    );
  });
  return {
    causes: ranked(
      judged.filter((one): one is Finding => 'verdict' in one),
      facts,
      book.order,
    ),
    ruledOut: byCommonness(
      judged.filter((one): one is RuledOut => !('verdict' in one)),
      facts,
      book.order,
    ),
  };
}

type Answers = {
  readonly admitted: readonly Rule[];
  readonly held: readonly Held<Question>[];
};
type Memory = {
  readonly facts: readonly FactName[];
  readonly answers: Map<string, Promise<Answers>>;
};

const MOST_REMEMBERED = 4096;
const memories = new WeakMap<RuleBook, Memory>();

/**
 * What the rules answer, asked once for the same values: a thousand symptoms of a thousand servers differ in little that a
 * rule asks for. Which facts those are is read from the rules.
 */
function answersFor(facts: Facts, book: RuleBook): Promise<Answers> {
  const memory = memories.get(book) ?? { facts: factsAskedBy(book), answers: new Map() };
  memories.set(book, memory);
  const key = JSON.stringify(memory.facts.map((name) => facts.get(name)?.value ?? null));
  const known = memory.answers.get(key);
  if (known !== undefined) return known;
  const answers = ask(facts, book);
  if (memory.answers.size < MOST_REMEMBERED) memory.answers.set(key, answers);
  return answers;
}

async function ask(facts: Facts, book: RuleBook): Promise<Answers> {
  const admitted = book.rules.filter((rule) => truthOf(rule.applies, facts) === 'true');
  return { admitted, held: await conditionsThatHold(admitted.flatMap(questionsOf), facts) };
}

function factsAskedBy(book: RuleBook): readonly FactName[] {
  const conditions = book.rules.flatMap(questionsOf).map((question) => question.when);
  return [...new Set(conditions.flatMap(leavesOf).map((leaf) => leaf.fact))].sort();
}

type Kind = 'applies' | 'ruled-out' | 'likely' | 'confirmed' | 'remarks';
type Question = {
  readonly rule: Rule;
  readonly kind: Kind;
  readonly reason: RuleReason | undefined;
};
type Said = Because & { readonly variant: string | undefined; readonly lowers: boolean };

function questionsOf(rule: Rule): readonly Asked<Question>[] {
  const reasons = (['ruled-out', 'likely', 'confirmed', 'remarks'] as const).flatMap((kind) =>
    rule[kind].map((reason) => ({ id: { rule, kind, reason }, when: reason.when })),
  );
  return [{ id: { rule, kind: 'applies', reason: undefined }, when: rule.applies }, ...reasons];
}

type Judged = Readonly<Record<Exclude<Kind, 'applies'>, readonly Said[]>> & {
  readonly symptom: readonly FactName[];
};

function judge(rule: Rule, said: Judged, facts: Facts): Finding | RuledOut {
  const against = said['ruled-out'];
  if (said.confirmed.length > 0 && against.length > 0) {
    // Two proofs that contradict each other prove nothing; both are shown.
    const because = [...said.confirmed, ...against].map((one) => ({
      ...one,
      text: `the evidence contradicts itself: ${one.text}`,
    }));
    return finding(rule, 'possible', because);
  }
  if (against.length > 0) return { rule, because: against.map(withoutVariant) };
  const { confirmed, likely, remarks } = said;
  if (confirmed.length > 0)
    return finding(rule, 'confirmed', [...confirmed, ...likely, ...remarks]);
  if (likely.length > 0) return finding(rule, 'likely', [...likely, ...remarks]);
  const symptom = {
    text: isStatusOnly(facts) ? 'the status alone admits it' : rule.summary,
    evidence: evidenceOf(said.symptom, facts),
    variant: undefined,
    lowers: false,
  };
  return finding(rule, 'possible', [symptom, ...remarks]);
}

/** No line of the failure was seen, so that no sentence about it is true yet. */
function isStatusOnly(facts: Facts): boolean {
  return String(facts.get('message')?.value).startsWith('status-');
}

function finding(rule: Rule, verdict: Verdict, said: readonly Said[]): Finding {
  return {
    rule,
    verdict,
    variant: said.find((one) => one.variant !== undefined)?.variant,
    isLowered: said.some(({ lowers }) => lowers),
    because: said.map(withoutVariant),
  };
}

function withoutVariant({ text, evidence }: Said): Because {
  return { text, evidence };
}

function sayingOf(reason: RuleReason | undefined, names: readonly FactName[], facts: Facts): Said {
  const values = new Map([...facts].map(([name, fact]) => [name, String(fact.value)]));
  return {
    text: fillSentence(reason?.because ?? '', values),
    evidence: evidenceOf(names, facts),
    variant: reason?.variant,
    lowers: reason !== undefined && 'lowers' in reason && reason.lowers === true,
  };
}

function evidenceOf(names: readonly FactName[], facts: Facts): readonly string[] {
  return [...new Set(names.flatMap((name) => facts.get(name)?.evidence ?? []))];
}
