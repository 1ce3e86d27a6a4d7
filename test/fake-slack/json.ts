/** A JSON object that came over a wire. */
export type Json = Readonly<Record<string, unknown>>;

export const asJson = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? // A JSON object has string keys.
      (value as Json)
    : {};

export const listOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.map(asJson) : [];

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The value behind a JSON text; undefined when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without the fields that are undefined: Slack leaves them out. */
export const present = (record: Json): Json =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
