import type { Dialect, IngressName } from './dialect-file.ts';
import type { Backend, Check, Order, Proof, Rule } from './rule-file.ts';

/** All rules and tables, checked. `digest` changes with any byte of them. */
export type RuleBook = {
  readonly rules: readonly Rule[];
  readonly order: readonly Order[];
  readonly checks: readonly Check[];
  readonly backends: readonly Backend[];
  readonly proofs: readonly Proof[];
  readonly dialects: readonly Dialect[];
  readonly ingress: readonly IngressName[];
  readonly digest: string;
};

/** One thing wrong with one rule file: where, what it is, and what would be allowed. */
export type RuleFault = { readonly file: string; readonly path: string; readonly fault: string };
