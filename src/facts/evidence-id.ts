import type { LineAt } from './groups.ts';

/** The id that evidence is referred to by until the report numbers it: `source:line`. */
export function evidenceId(at: LineAt): string {
  return `${at.source}:${at.number}`;
}
