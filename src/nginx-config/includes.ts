import { isMask, matchesMask } from './glob.ts';
import type { Directive } from './tree.ts';

/** A file whose text is known. */
export type NamedFile = { readonly name: string; readonly directives: readonly Directive[] };

/** What is included where, by the name that nginx gives a file. */
export type Includes = {
  /** The main file's directives, with those of included files in the place of each `include` that could be followed. */
  readonly directives: readonly Directive[];
  readonly used: ReadonlySet<string>;
  readonly faults: readonly string[];
};

const DEEPEST = 16;
const MOST_DIRECTIVES = 1_000_000;
const MOST_COMPARISONS = 2_000_000;

/**
 * Puts the files of a dump together as ngx_conf_include does. An include that cannot be followed stays in its place, as do all
 * behind a loop or beyond the limits. `isFull` says that a mask without a match matched nothing on the machine either.
 */
export function withIncludes(
  main: NamedFile,
  files: ReadonlyMap<string, NamedFile>,
  isFull: boolean,
): Includes {
  const expander: Expander = {
    files,
    names: [...files.keys()].sort(byBytes),
    folder: main.name.slice(0, main.name.lastIndexOf('/') + 1),
    isFull,
    done: new Map(),
    masks: new Map(),
    faults: new Set(),
    left: MOST_DIRECTIVES,
    comparisonsLeft: MOST_COMPARISONS,
  };
  const { directives } = expandFile(expander, main, []);
  return { directives, used: new Set(expander.done.keys()), faults: [...expander.faults] };
}

type Expanded = { readonly directives: readonly Directive[]; readonly size: number };
type Expander = {
  readonly files: ReadonlyMap<string, NamedFile>;
  readonly names: readonly string[];
  readonly folder: string;
  readonly isFull: boolean;
  /** Files are read once and shared by all places that include them. */
  readonly done: Map<string, Expanded>;
  readonly masks: Map<string, readonly string[] | undefined>;
  readonly faults: Set<string>;
  left: number;
  comparisonsLeft: number;
};

function expandFile(expander: Expander, file: NamedFile, around: readonly string[]): Expanded {
  const known = expander.done.get(file.name);
  if (known !== undefined) return known;
  const expanded = expandBlock(expander, file.directives, [...around, file.name]);
  expander.done.set(file.name, expanded);
  return expanded;
}

function expandBlock(
  expander: Expander,
  block: readonly Directive[],
  around: readonly string[],
): Expanded {
  const directives: Directive[] = [];
  let size = 0;
  for (const directive of block) {
    const expanded = expandDirective(expander, directive, around);
    if (expanded === undefined) directives.push(directive);
    else for (const one of expanded.directives) directives.push(one);
    size += expanded?.size ?? 1;
  }
  return { directives, size };
}

/** Undefined for a directive that stays as it is. */
function expandDirective(
  expander: Expander,
  directive: Directive,
  around: readonly string[],
): Expanded | undefined {
  if (directive.block !== undefined) {
    const inner = expandBlock(expander, directive.block, around);
    return { directives: [{ ...directive, block: inner.directives }], size: 1 + inner.size };
  }
  if (directive.name !== 'include') return undefined;
  const files = filesFor(expander, directive, around);
  return files && joined(expander, files, around);
}

/** The files that an `include` stands for; undefined where it cannot be followed. */
function filesFor(
  expander: Expander,
  { parameters, line }: Directive,
  around: readonly string[],
): readonly NamedFile[] | undefined {
  const names = namesFor(expander, parameters[0] ?? '');
  if (names === undefined) return undefined;
  const fault = (text: string): undefined => {
    expander.faults.add(`line ${line}: ${text}`);
  };
  if (names.some((name) => around.includes(name))) return fault('a file that includes itself');
  if (around.length > DEEPEST) return fault(`more than ${DEEPEST} files in one another`);
  const files = names.map((name) => expander.files.get(name));
  return files.filter((file) => file !== undefined);
}

function joined(
  expander: Expander,
  files: readonly NamedFile[],
  around: readonly string[],
): Expanded {
  const directives: Directive[] = [];
  let size = 0;
  for (const file of files) {
    const expanded = expandFile(expander, file, around);
    // Files are shared, so what counts is how large the whole would be, written out.
    if (expanded.size > expander.left) {
      expander.faults.add('more is included than can be read');
      break;
    }
    expander.left -= expanded.size;
    size += expanded.size;
    for (const one of expanded.directives) directives.push(one);
  }
  return { directives, size };
}

function namesFor(expander: Expander, parameter: string): readonly string[] | undefined {
  const mask = ABSOLUTE.test(parameter) ? parameter : `${expander.folder}${parameter}`;
  if (!isMask(mask)) return expander.files.has(mask) ? [mask] : undefined;
  if (!expander.masks.has(mask)) expander.masks.set(mask, matching(expander, mask));
  return expander.masks.get(mask);
}

/** Names that match a mask; undefined where the text cannot say. */
function matching(expander: Expander, mask: string): readonly string[] | undefined {
  expander.comparisonsLeft -= expander.names.length;
  if (expander.comparisonsLeft < 0) {
    expander.faults.add('more masks are included than can be followed');
    return undefined;
  }
  const names = expander.names.filter((name) => matchesMask(name, mask));
  return names.length > 0 || expander.isFull ? names : undefined;
}

const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/])/;

/** glob(3) sorts by bytes where no locale was set, as in nginx. */
function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
