/** Deepest and widest that an envelope is searched; Loki's values stand three levels down. */
const DEEPEST = 8;
const MOST_VALUES = 5000;
const LONGEST_ENVELOPE = 65_536;

/** A line inside an envelope; `isCertain` where it must be what the program wrote, and not a value that it wrote about. */
export type Carried = { readonly text: string; readonly isCertain: boolean };

/**
 * The texts inside a line of JSON: Docker's json-file, CloudWatch, Loki, Elasticsearch and Fluentd all carry the line as a
 * string somewhere in it. Undefined for a line that is no envelope; texts keep their order.
 */
export function textsInEnvelope(line: string): readonly Carried[] | undefined {
  const text = line.trim();
  if (text.length > LONGEST_ENVELOPE || !looksLikeJson(text)) return undefined;
  const field = FIELD.exec(text)?.[1];
  const whole = parsed(field ?? text.replace(TRAILING_COMMA, ''));
  if (whole === undefined) return undefined;
  const value = field === undefined ? whole : [whole];
  const texts: string[] = [];
  const named = new Set<string>();
  collectTexts(value, { texts, named }, DEEPEST);
  // A program that logs JSON may write a client's text into a second field, or a line break of the client's into the first.
  const isOne = named.size <= 1;
  return texts
    .flatMap((one) => one.split('\n').map((text, at) => ({ text, isCertain: isOne && at === 0 })))
    .filter((one) => one.text.trim() !== '');
}

// One field of a document that was printed over many lines: "log": "…",
const FIELD =
  /^"@?(?:log|message|msg|line|text|event|_raw|textPayload)"\s{0,4}:\s{0,4}("(?:[^"\\]|\\.){1,60000}")\s{0,4},?$/;
const JSON_LIST = /^\[\s{0,4}["{[]/;
const TRAILING_COMMA = /,$/;

function looksLikeJson(text: string): boolean {
  const first = text.charAt(0);
  return (
    (first === '{' && text.includes('"')) ||
    (first === '[' && JSON_LIST.test(text)) ||
    (first === '"' && FIELD.test(text))
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON after all: a line like any other.
    return undefined;
  }
}

// Where collectors put the line. Other fields, a user agent or a URI in a JSON access log, are what a client wrote.
const CARRIES_LINE =
  /^@?(?:log|message|msg|line|text|event|body|content|raw|_raw|original|value|textPayload|stdout|stderr)$/i;

type Texts = { readonly texts: string[]; readonly named: Set<string> };

function collectTexts(value: unknown, found: Texts, depth: number): void {
  const { texts, named } = found;
  if (texts.length >= MOST_VALUES || depth === 0 || value === null || typeof value !== 'object')
    return;
  const isList = Array.isArray(value);
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'string') collectTexts(inner, found, depth - 1);
    else if (isList || CARRIES_LINE.test(key)) {
      texts.push(inner);
      if (!isList) named.add(inner.trimEnd());
    }
  }
}
