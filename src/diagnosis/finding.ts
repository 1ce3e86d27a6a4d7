import type { Rule } from './rule-file.ts';

export type Verdict = 'confirmed' | 'likely' | 'possible';
export type Because = { readonly text: string; readonly evidence: readonly string[] };

/** A cause that the facts admit, and how sure they make it. */
export type Finding = {
  readonly rule: Rule;
  readonly verdict: Verdict;
  readonly variant: string | undefined;
  readonly because: readonly Because[];
};
export type RuledOut = { readonly rule: Rule; readonly because: readonly Because[] };
export type Verdicts = {
  readonly causes: readonly Finding[];
  readonly ruledOut: readonly RuledOut[];
};
