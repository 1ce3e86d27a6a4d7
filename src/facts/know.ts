import type { FactName, FactValue } from './vocabulary.ts';

/** Takes a fact in; a value that is not known is none. Without lines of its own it stands on the group's first ones. */
export type Know = (
  name: FactName,
  value: FactValue | undefined,
  lines?: readonly string[],
) => void;
