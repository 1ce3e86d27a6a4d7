/** An object of Slack's JSON; anything else is an empty one, so that reading never fails. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  // The cast holds since the value is an object and no list, whose entries are read as unknown.
  return isRecord(value) ? (value as Readonly<Record<string, unknown>>) : NOTHING;
}

export function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The entries of a list; anything else has none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that is there and not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const NOTHING: Readonly<Record<string, unknown>> = {};
