import type { Dialect } from '../diagnosis/dialect-file.ts';
import type { RuleBook } from '../diagnosis/rule-book.ts';
import type { Facts } from '../facts/vocabulary.ts';
import type { HoleValues } from '../text/template.ts';

/** What a remedy is made from beside the verdicts: the facts, the rules, and the values that holes may take. */
export type Known = {
  readonly facts: Facts;
  readonly book: RuleBook;
  readonly values: HoleValues;
  /** What the platform calls things; empty for systemd. */
  readonly dialects: readonly Dialect[];
};
