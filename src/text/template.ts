/**
 * Commands and snippets are templates of ours with `{name}` holes. A hole takes a value of a proven type, or keeps
 * the readable placeholder `<your-…>`, so that nothing untrusted is ever part of what people paste.
 */
export type HoleValues = ReadonlyMap<string, string>;

const HOLE = /\{([a-z][a-z-]*)\}/g;
const SAFE_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** What a hole shows while its value is unknown. */
export const PLACEHOLDERS: ReadonlyMap<string, string> = new Map([
  ['upstream', '<your-upstream>'],
  ['servers', 'server 127.0.0.1:8080;  # <your-backend>: your own server lines stay'],
  ['keepalive', '32'],
  ['keepalive-timeout', '4s'],
  ['backend-unit', '<your-backend>'],
  ['peer', '<your-backend>:<port>'],
  ['peer-address', '<your-backend>'],
  ['peer-port', '<port>'],
  ['socket-path', '<your-socket>'],
  ['server', '<your-host>'],
  ['backend-container', '<backend-container>'],
  ['backend-deployment', 'deployment/<your-backend>'],
  ['backend-pod', '<backend-pod>'],
  ['nginx-container', '<nginx-container>'],
  ['nginx-pod', '<nginx-pod>'],
  ['since-stamp', '<start>'],
  ['until-stamp', '<end>'],
  ['since', '<start>'],
  ['until', '<end>'],
  ['error-log', '/var/log/nginx/error.log'],
  ['access-log', '/var/log/nginx/access.log'],
]);

/** The command with every hole filled; filled words are quoted for a POSIX shell. Throws on a hole without a placeholder: a bug in a rule. */
export function fillCommand(template: string, values: HoleValues): string {
  // A hole inside single quotes of the template takes the bare value, which cannot hold a quote by its type.
  return template
    .split("'")
    .map((part, index) => fill(part, (name) => wordFor(name, values, index % 2 === 1)))
    .join("'");
}

/** The snippet with every hole filled by a proven value or its placeholder. */
export function fillSnippet(template: string, values: HoleValues): string {
  return fill(template, (name) => values.get(name) ?? placeholderOf(name));
}

/** A sentence of a rule with `{hole}` values; a value that is not known reads as such. */
export function fillSentence(template: string, values: HoleValues): string {
  return fill(template, (name) => values.get(name) ?? PLACEHOLDERS.get(name) ?? 'unknown');
}

/** Names of the holes in a template, for the linter. */
export function holesOf(template: string): readonly string[] {
  return [...template.matchAll(HOLE)].map((match) => match[1] ?? '');
}

function fill(template: string, valueFor: (name: string) => string): string {
  return template.replace(HOLE, (_, name: string) => valueFor(name));
}

function wordFor(name: string, values: HoleValues, isQuoted: boolean): string {
  const value = values.get(name) ?? placeholderOf(name);
  if (value.includes("'"))
    throw new Error(`hole {${name}} holds a quote, so it is of no proven type`);
  return isQuoted || SAFE_WORD.test(value) ? value : `'${value}'`;
}

function placeholderOf(name: string): string {
  const placeholder = PLACEHOLDERS.get(name);
  if (placeholder === undefined) throw new Error(`no placeholder for hole {${name}}`);
  return placeholder;
}
