import { type Field, type Meaning, meaningOf } from './access-names.ts';

/** The fields of one line by what they are; a field that stands in it twice with two values is certain in neither. */
export type Found = {
  readonly values: Partial<Record<Field, string>>;
  readonly names: Partial<Record<Field, string>>;
  isOfNginx: boolean;
};

/** Nothing found yet. */
export function nothingFound(): Found {
  return { values: {}, names: {}, isOfNginx: false };
}

const TWICE = '\u0000';

/** Takes a named value in; comes back with what the name means. */
export function take(found: Found, name: string, value: string): Meaning {
  const meaning = meaningOf(name);
  const { field } = meaning;
  if (meaning.isOfNginx) found.isOfNginx = true;
  if (field === undefined) return meaning;
  const before = found.values[field];
  if (before === undefined) {
    found.values[field] = value;
    found.names[field] = name;
  } else if (before !== value && (found.names[field] === name || STRICT.has(field))) {
    found.values[field] = TWICE;
  }
  return meaning;
}

const OF_ATTEMPTS: ReadonlySet<Field> = new Set<Field>([
  'peers',
  'statuses',
  'seconds',
  'connectSeconds',
  'headerSeconds',
  'bytes',
]);

// What facts stand on. Of the others a format may well have two: `host` and `server_name`, `uri` and `request_uri`.
const STRICT: ReadonlySet<Field> = new Set<Field>([...OF_ATTEMPTS, 'status', 'requestSeconds']);

/** Another value may stand under this name: then none is certain, of the fields that nginx alone fills. */
export function doubt(found: Found, name: string): void {
  const { field } = meaningOf(name);
  if (field !== undefined && found.values[field] !== undefined && OF_ATTEMPTS.has(field))
    found.values[field] = TWICE;
}

/** The value of a field, where the line is certain about it. */
export function certain(found: Found, field: Field): string | undefined {
  const value = found.values[field];
  return value === TWICE ? undefined : value;
}
