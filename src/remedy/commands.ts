import type { Dialect } from '../diagnosis/dialect-file.ts';
import { fillCommand, type HoleValues } from '../text/template.ts';
import { inDialect } from './dialect.ts';

export type Command = { readonly run: string };

/** What a command of the rules is completed with. */
export type Words = { readonly values: HoleValues; readonly dialects: readonly Dialect[] };

/** The commands in the platform's words with their holes filled; those that the platform does by itself are left out. */
export function commandsIn(
  commands: readonly Command[],
  { values, dialects }: Words,
): readonly Command[] {
  return commands
    .map((command) => inDialect(command.run, dialects))
    .filter((run) => run !== undefined)
    .map((run) => ({ run: fillCommand(run, values) }));
}
