import type { Directive } from './tree.ts';

/** One block's own directives, found by name. */
export type Level = {
  /** Directives without a block, in the order they are written. */
  readonly byName: ReadonlyMap<string, readonly Directive[]>;
  /** An include that could not be followed may set more here. */
  readonly isOpen: boolean;
};

/** Files that hold types, parameters of other protocols or modules, whatever the distribution. */
const HARMLESS =
  /(?:^|\/)(?:mime\.types|(?:fastcgi|uwsgi|scgi)_params|fastcgi\.conf|modules-enabled\/[^/]*)$/;

/** The level that a block makes. Most are never asked, so what they hold is found when it is. */
export function levelOf(block: readonly Directive[]): Level {
  let byName: Level['byName'] | undefined;
  let isOpen: boolean | undefined;
  return {
    get byName() {
      byName ??= Map.groupBy(
        block.filter((directive) => directive.block === undefined),
        (directive) => directive.name,
      );
      return byName;
    },
    get isOpen() {
      isOpen ??= block.some(isForeignInclude);
      return isOpen;
    },
  };
}

/** An include that was not followed and may hold anything. */
export function isForeignInclude({ name, parameters, block }: Directive): boolean {
  return name === 'include' && block === undefined && !HARMLESS.test(parameters[0] ?? '');
}

/** What is in force at a place: a directive, nginx's default, or what the text cannot tell. */
export type Setting =
  | { readonly kind: 'set'; readonly directive: Directive }
  | { readonly kind: 'default' }
  | { readonly kind: 'unknown' };

/** The levels around a place, the innermost first, and whether there may be more outside of the text. */
export type Surroundings = {
  readonly levels: readonly Level[];
  /** `nothing`: the text reaches up to `http`; `fragment`: it does not; `unknown`: it is torn, or included by nobody knows whom. */
  readonly outside: 'nothing' | 'fragment' | 'unknown';
};

/** A directive of one value: the innermost level that writes it wins. */
export function settingAt({ levels, outside }: Surroundings, name: string): Setting {
  for (const level of levels) {
    const directive = level.byName.get(name)?.at(-1);
    if (directive !== undefined) return { kind: 'set', directive };
    if (level.isOpen) return { kind: 'unknown' };
  }
  return { kind: outside === 'nothing' ? 'default' : 'unknown' };
}

/**
 * A request header: `proxy_set_header` is inherited only by a level that writes none of its own (ngx_conf_merge_ptr_value of
 * headers_source), so the innermost level that has any decides.
 */
export function headerAt(
  { levels, outside }: Surroundings,
  { directive: name, header }: { readonly directive: string; readonly header: string },
): Setting {
  for (const level of levels) {
    const written = level.byName.get(name);
    const found = written?.findLast(({ parameters }) => parameters[0]?.toLowerCase() === header);
    if (found !== undefined) return { kind: 'set', directive: found };
    if (level.isOpen) return { kind: 'unknown' };
    if (written !== undefined) return { kind: 'default' };
  }
  return { kind: outside === 'nothing' ? 'default' : 'unknown' };
}

/** The same surroundings, where a fragment is taken for all that there is. */
export function withFragmentAsWhole(around: Surroundings): Surroundings {
  return around.outside === 'fragment' ? { ...around, outside: 'nothing' } : around;
}
