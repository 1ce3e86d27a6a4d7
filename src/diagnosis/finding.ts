import type { Rule } from './rule-file.ts';

export type Verdict = 'confirmed' | 'likely' | 'possible';
export type Because = { readonly text: string; readonly evidence: readonly string[] };

/** A cause that the facts admit, and how sure they make it. */
export type Finding = {
  readonly rule: Rule;
  readonly verdict: Verdict;
  readonly variant: string | undefined;
  /** Possible, and less so than other causes of the same symptom. */
  readonly isLowered: boolean;
  readonly because: readonly Because[];
};
export type RuledOut = { readonly rule: Rule; readonly because: readonly Because[] };
export type Verdicts = {
  readonly causes: readonly Finding[];
  readonly ruledOut: readonly RuledOut[];
};
