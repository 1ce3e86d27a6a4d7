import type { Configuration } from './configuration.ts';
import type { Directive } from './tree.ts';

/** What variables can hold, as far as `set` and `map` say. */
export type Variables = {
  /** All values a variable can have, by its name without `$`; undefined where something else may decide. */
  readonly valuesOf: (name: string) => readonly string[] | undefined;
  /** The value for a request without an Upgrade header. */
  readonly withoutUpgrade: (name: string) => string | undefined;
};

type Known = {
  readonly values: Set<string>;
  /** Something other than "set" and "map" fills it. */
  isForeign: boolean;
  /** A value depends on another variable, or was not read. */
  isOpen: boolean;
  readonly maps: Directive[];
  isSet: boolean;
};

const VARIABLE = /^\$([A-Za-z0-9_]{1,100})$/;
const CAPTURE = /\(\?P?<([A-Za-z0-9_]{1,100})>/g;
const SCRIPT = /_by_lua|^js_|^perl/;
const MOST_ENTRIES = 1000;
// Of modules that fill variables by rules of their own.
const DEFINES =
  /^(?:auth_request_set|js_.+|perl_.+|geo|geoip.*|split_clients|set_.+|keyval|secure_link.*)$/;

/** Reads all `set` and `map` of a configuration. */
export function variablesOf({ directives, orphans, faults }: Configuration): Variables {
  const known = new Map<string, Known>();
  const scripted = { is: false };
  const walk = (block: readonly Directive[]): void => {
    for (const directive of block) {
      if (SCRIPT.test(directive.name)) scripted.is = true;
      note(known, directive);
      if (directive.block !== undefined && directive.name !== 'map') walk(directive.block);
    }
  };
  walk(directives);
  walk(orphans);
  const find = (name: string): Known | undefined => {
    const one = known.get(name.toLowerCase());
    // A script may write any variable that "set" created.
    const isTold = one !== undefined && faults.length === 0 && !one.isForeign;
    return isTold && !(one.isSet && scripted.is) ? one : undefined;
  };
  return {
    valuesOf: (name) => {
      const one = find(name);
      return one === undefined || one.isOpen ? undefined : [...one.values];
    },
    withoutUpgrade: (name) => {
      const one = find(name);
      return one !== undefined && !one.isSet && one.maps.length === 1
        ? valueForAbsent(one.maps[0])
        : undefined;
    },
  };
}

function note(known: Map<string, Known>, directive: Directive): void {
  const { name, parameters } = directive;
  for (const variable of capturesIn(parameters)) entryFor(known, variable).isForeign = true;
  if (name === 'set') noteSet(known, parameters);
  else if (name === 'map') noteMap(known, directive);
  else if (DEFINES.test(name)) {
    for (const variable of parameters.map(variableIn)) {
      if (variable !== undefined) entryFor(known, variable).isForeign = true;
    }
  }
}

function capturesIn(parameters: readonly string[]): readonly string[] {
  return parameters
    .filter((parameter) => parameter.includes('(?'))
    .flatMap((parameter) => [...parameter.matchAll(CAPTURE)].map((match) => match[1] ?? ''));
}

function variableIn(parameter: string): string | undefined {
  return VARIABLE.exec(parameter)?.[1];
}

function entryFor(known: Map<string, Known>, variable: string): Known {
  const key = variable.toLowerCase();
  const one = known.get(key) ?? {
    values: new Set(),
    isForeign: false,
    isOpen: false,
    maps: [],
    isSet: false,
  };
  known.set(key, one);
  return one;
}

function noteSet(known: Map<string, Known>, [target = '', value = '']: readonly string[]): void {
  const variable = variableIn(target);
  if (variable === undefined) return;
  const one = entryFor(known, variable);
  one.isSet = true;
  addValue(one, value);
}

function noteMap(known: Map<string, Known>, map: Directive): void {
  const variable = variableIn(map.parameters[1] ?? '');
  if (variable === undefined) return;
  const one = entryFor(known, variable);
  one.maps.push(map);
  const entries = entriesOf(map);
  if (entries.length > MOST_ENTRIES || entries.some(({ name }) => name === 'include'))
    one.isOpen = true;
  for (const { parameters } of entries.slice(0, MOST_ENTRIES)) addValue(one, parameters[0] ?? '');
  if (!entries.some(({ name }) => name === 'default')) one.values.add('');
}

function addValue(one: Known, value: string): void {
  if (value.includes('$')) one.isOpen = true;
  else one.values.add(value);
}

function entriesOf(map: Directive): readonly Directive[] {
  return (map.block ?? []).filter(
    ({ name, parameters }) =>
      parameters.length > 0 || (name !== 'hostnames' && name !== 'volatile'),
  );
}

/** An entry for the empty string comes before regular expressions, and these before the default (ngx_http_map_find). */
function valueForAbsent(map: Directive | undefined): string | undefined {
  if (map?.parameters[0]?.toLowerCase() !== '$http_upgrade') return undefined;
  const entries = entriesOf(map);
  if (entries.some(({ name }) => name === 'include')) return undefined;
  const exact = entries.find(({ name }) => name === '');
  const isOpen = exact === undefined && entries.some(({ name }) => name.startsWith('~'));
  if (isOpen) return undefined;
  const value = (exact ?? entries.find(({ name }) => name === 'default'))?.parameters[0] ?? '';
  return value.includes('$') ? undefined : value;
}
