import type { Report } from '../../src/report.ts';

/** A case of the corpus and what the product says to it. */
export type Answer<Asked> = { readonly asked: Asked; readonly report: Report };

/** What one measure found: how many cases were right, and a line for each that was not. */
export type Tally = {
  readonly kind: string;
  readonly right: number;
  readonly misses: readonly string[];
  /** Cases that say nothing yet, since no rule stands for their cause. */
  readonly uncovered: number;
};

/** One case judged: undefined when it does not count for this measure. */
export type Judgement = 'right' | 'uncovered' | { readonly miss: string } | undefined;

/** Measures that allow no miss at all: claims that are wrong do more harm than claims that are missing. */
const NEVER_MISSED = [
  'ruled-out',
  'wrong-confirmed',
  'lab-ruled-out',
  'lab-wrong-confirmed',
  'negatives',
];

export type Floor = Readonly<Record<string, { readonly right: number; readonly misses: number }>>;

/** Counts judgements. */
export function tallyOf(kind: string, judgements: readonly Judgement[]): Tally {
  return {
    kind,
    right: judgements.filter((one) => one === 'right').length,
    uncovered: judgements.filter((one) => one === 'uncovered').length,
    misses: judgements.flatMap((one) => (typeof one === 'object' ? [one.miss] : [])),
  };
}

/** What fell below the committed floor, or is never allowed; empty when all is well. */
export function regressionsOf(tallies: readonly Tally[], floor: Floor): readonly string[] {
  const measured = tallies.flatMap(({ kind, right, misses }) => {
    const least = floor[kind];
    const faults: string[] = [];
    if (least === undefined) faults.push(`${kind}: has no floor; run with --write-floor`);
    else if (right < least.right)
      faults.push(`${kind}: ${right} right, the floor is ${least.right}`);
    else if (misses.length > least.misses)
      faults.push(`${kind}: ${misses.length} missed, the floor allows ${least.misses}`);
    if (NEVER_MISSED.includes(kind) && misses.length > 0)
      faults.push(`${kind}: ${misses.length} missed, none ever may be`);
    return faults;
  });
  const kinds = new Set(tallies.map((one) => one.kind));
  const gone = Object.keys(floor).filter((kind) => !kinds.has(kind));
  return [...measured, ...gone.map((kind) => `${kind}: is in the floor but was not measured`)];
}

/** The floor that these tallies stand on. */
export function floorOf(tallies: readonly Tally[]): Floor {
  return Object.fromEntries(
    tallies.map(({ kind, right, misses }) => [kind, { right, misses: misses.length }]),
  );
}

/** The figures, one line a measure, and below each its misses. */
export function tallyLines(tallies: readonly Tally[]): readonly string[] {
  return tallies.flatMap(({ kind, right, misses, uncovered }) => {
    const waiting =
      uncovered === 0 ? '' : `   (${uncovered} more: their label names no cause with a rule)`;
    return [
      `${kind.padEnd(20)} ${right} / ${right + misses.length}${waiting}`,
      ...misses.map((miss) => `    ${miss}`),
    ];
  });
}

/** The causes that a diagnosis names first, with their verdicts: `keepalive-mismatch (likely), idle-drop (possible)`. */
export function causesShown(diagnosis: Report['diagnoses'][number] | undefined): string {
  if (diagnosis === undefined) return 'no diagnosis';
  const shown = diagnosis.causes.slice(0, 3).map((cause) => `${cause.id} (${cause.verdict})`);
  return shown.length === 0 ? 'no cause' : shown.join(', ');
}
