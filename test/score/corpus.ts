import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const CORPUS = join(import.meta.dirname, '../corpus');

const text = z.string();

export const incidentSchema = z.strictObject({
  id: text,
  source: text,
  input: text,
  config: text,
  backend: text,
  cause: text,
  sub: text,
  also_plausible: z.array(text),
  decidable: z.enum(['from-line', 'from-evidence', 'ambiguous']),
  confirmed_by: z.enum(['reporter', 'maintainer', 'upvoted']),
  family104: z.boolean(),
  same_input_as: z.array(text),
  fragment: z.boolean(),
});
export type Incident = z.infer<typeof incidentSchema>;

export const negativeSchema = z.strictObject({
  id: text,
  source: text,
  input: text,
  expect: z.enum(['client-side', 'ignore']),
});
export type Negative = z.infer<typeof negativeSchema>;

export const formatSchema = z.strictObject({
  id: text,
  source: text,
  shape: text,
  input: text,
  expect_fields: z.partialRecord(
    z.enum([
      'level',
      'phase',
      'errno',
      'syscall',
      'upstream',
      'client',
      'server',
      'request',
      'host',
    ]),
    z.union([text, z.number()]).nullable(),
  ),
});
export type Format = z.infer<typeof formatSchema>;

const labelSchema = z.strictObject({ scenario: text, cause: text, sub: text, nginx: text });
export type Capture = z.infer<typeof labelSchema> & {
  readonly id: string;
  readonly config: string;
  readonly logs: readonly { readonly name: string; readonly text: Buffer }[];
};

/** The rows of a file of the corpus; throws on a row of another shape. */
export function rowsOf<Row>(file: string, schema: z.ZodType<Row>): readonly Row[] {
  return readFileSync(join(CORPUS, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

/** Every capture of the lab, in the order of versions and names. */
export function captures(): readonly Capture[] {
  const lab = join(CORPUS, 'lab');
  return readdirSync(lab)
    .sort()
    .flatMap((version) =>
      readdirSync(join(lab, version))
        .sort()
        .map((scenario) => captureIn(join(lab, version, scenario), `${version}/${scenario}`)),
    );
}

function captureIn(directory: string, id: string): Capture {
  const read = (file: string): Buffer => readFileSync(join(directory, file));
  const logs = readdirSync(directory)
    .filter((file) => file.endsWith('.log'))
    .sort()
    .map((name) => ({ name, text: read(name) }));
  return {
    id,
    ...labelSchema.parse(JSON.parse(read('label.json').toString())),
    config: read('nginx.conf').toString(),
    logs,
  };
}
