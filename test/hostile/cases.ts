import { z } from 'zod';
import { rowsOf } from '../score/corpus.ts';

const caseSchema = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  kind: z.string(),
  channel: z.string(),
  input: z.string().optional(),
  input_b64: z.string().optional(),
  gen: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  must: z.array(z.record(z.string(), z.unknown())),
});
export type HostileCase = z.infer<typeof caseSchema> & { readonly title: string };

/** The hostile cases that arrive in these ways, each with a name for its test. */
export function casesOf(...channels: readonly string[]): readonly HostileCase[] {
  return rowsOf('hostile.jsonl', caseSchema)
    .filter(({ channel }) => channels.includes(channel))
    .map((one) => ({ ...one, title: `${one.id} ${one.name ?? one.channel}` }));
}

/** What is demanded of the answer to a case, by name. */
export const demandsOf = ({ must }: HostileCase): readonly (readonly [string, unknown])[] =>
  must.flatMap((one) => Object.entries(one));
