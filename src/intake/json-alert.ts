import { displayText } from '../text/display.ts';
import { redact } from '../text/redact.ts';

/** What a JSON body calls itself, and its short fields that say how an alert stands and what it is about. */
export type AlertFields = {
  readonly titles: readonly string[];
  readonly fields: readonly { readonly name: string; readonly value: string }[];
};

const TITLE =
  /^(?:title|alertname|alert_?name|rule_?name|monitor_?name|subject|headline|summary)$/i;
const FIELD =
  /^(?:status|state|alert_?status|(?:current|new)_?state(?:_?value)?|severity|event_?type|action|transition|host|host_?name|instance|node|service|job|upstream|server)$/i;
const DEEPEST = 8;
const MOST = 60;
const LONGEST = 200;

/** Read level by level, so that what the whole says stands before what its parts say. */
export function alertFieldsOf(json: unknown): AlertFields {
  const titles: string[] = [];
  const fields: { name: string; value: string }[] = [];
  let level: readonly unknown[] = [json];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const entries = level.flatMap(entriesOf);
    titles.push(...named(entries, TITLE).map(({ value }) => value));
    fields.push(...named(entries, FIELD));
    level = entries.map(([, value]) => value).filter((value) => typeof value === 'object');
  }
  return { titles: titles.slice(0, MOST), fields: fields.slice(0, MOST) };
}

type Entry = readonly [string, unknown];

function named(entries: readonly Entry[], names: RegExp): { name: string; value: string }[] {
  return entries.flatMap(([name, value]) => {
    if (!names.test(name) || typeof value !== 'string' || value.length > LONGEST) return [];
    const text = displayText(redact(value), LONGEST).trim();
    return text === '' ? [] : [{ name, value: text }];
  });
}

function entriesOf(value: unknown): readonly Entry[] {
  if (Array.isArray(value)) return value.slice(0, MOST).map((item) => ['', item] as const);
  return typeof value === 'object' && value !== null
    ? Object.entries(value).slice(0, MOST * 4)
    : [];
}
