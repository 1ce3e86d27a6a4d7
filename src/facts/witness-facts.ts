import { isCrash } from '../log/witness-kinds.ts';
import { evidenceId } from './evidence-id.ts';
import type { Fact, FactName } from './vocabulary.ts';
import type { Joined } from './witness-join.ts';

/** What other programs' lines say about the end of the backend behind a group, by its strongest witness. */
export function crashFacts(joined: readonly Joined[]): ReadonlyMap<FactName, Fact> {
  const crashes = joined.filter((one) => isCrash(one.witness.about));
  // Of those tied equally well the one that says the most: systemd has "killed" where the kernel has the reason.
  const [best] = crashes
    .filter((one) => one.how === crashes[0]?.how)
    .toSorted((left, right) => tellingOf(left) - tellingOf(right));
  if (best === undefined) return new Map();
  const evidence = evidenceOf(best, crashes);
  return new Map<FactName, Fact>([
    ['crash-kind', { value: best.witness.about, evidence }],
    ['crash-joined', { value: best.how, evidence }],
  ]);
}

/** What living backends say of their trouble: a fact for each kind, its value how the line is tied to the failures. */
export function sayingFacts(joined: readonly Joined[]): ReadonlyMap<FactName, Fact> {
  const facts = new Map<FactName, Fact>();
  for (const one of joined) {
    const { about } = one.witness;
    if (isCrash(about) || facts.has(`said-${about}`)) continue;
    facts.set(`said-${about}`, { value: one.how, evidence: evidenceOf(one, joined) });
  }
  return facts;
}

const BY_TELLING: readonly string[] = [
  'oom-kill',
  'segfault',
  'worker-timeout',
  'killed',
  'unhandled-exception',
  'restart-deploy',
];

function tellingOf({ witness }: Joined): number {
  return BY_TELLING.indexOf(witness.about);
}

const MOST_LINES = 3;

function evidenceOf(best: Joined, joined: readonly Joined[]): readonly string[] {
  return joined
    .filter((one) => one.how === best.how && one.witness.about === best.witness.about)
    .slice(0, MOST_LINES)
    .map((one) => evidenceId(one.witness.at));
}
