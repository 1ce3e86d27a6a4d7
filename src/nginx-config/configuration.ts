import { type DumpedFile, filesOf } from './dump.ts';
import { isMask } from './glob.ts';
import { type NamedFile, withIncludes } from './includes.ts';
import { withoutNumbers } from './numbered.ts';
import { tokensOf } from './tokens.ts';
import { type Directive, treeOf } from './tree.ts';

/** Everything a text says of a configuration: a dump of `nginx -T`, or a fragment of any level. */
export type Configuration = {
  /** The main file with all that it includes, or the fragment. */
  readonly directives: readonly Directive[];
  /** Of files that nothing in the text includes: what is in force around them is not known. */
  readonly orphans: readonly Directive[];
  /** Where files begin, in the order of the text. */
  readonly files: readonly FileStart[];
  /** What did not fit together. Nothing may be concluded from a missing directive while there is a fault. */
  readonly faults: readonly string[];
};

export type FileStart = { readonly name: string | undefined; readonly firstLine: number };

const MOST_FAULTS = 8;

/** Reads what an on-call person hands in; never throws. */
export function configurationOf(handedIn: string): Configuration {
  const unnumbered = withoutNumbers(handedIn);
  const text = unnumbered ?? handedIn;
  const read = filesOf(text, tokensOf(text)).map(treeOfFile);
  const named = new Map<string, NamedFile>();
  const words = new Map<string, string>();
  const faults = read.flatMap((file) => file.faults);
  for (const { name, directives } of read) {
    if (name === undefined) continue;
    const said = wordsOf(directives);
    if (!named.has(name)) {
      named.set(name, { name, directives });
      words.set(name, said);
    } else if (words.get(name) !== said)
      faults.push('there are two texts of one file: perhaps of two machines');
  }
  const whole = together(read, named, faults.length === 0);
  return {
    directives: whole.directives,
    orphans: whole.orphans,
    files: read.map(({ name, firstLine }) => ({ name, firstLine })),
    faults: [...new Set([...faults, ...whole.faults])].slice(0, MOST_FAULTS),
  };
}

/** The file that a line of the text belongs to, and its number there; undefined where no file is named. */
export function placeInFile(
  files: readonly FileStart[],
  line: number,
): { readonly file: string; readonly line: number } | undefined {
  const start = files.findLast(({ firstLine }) => firstLine <= line);
  if (start?.name === undefined) return undefined;
  return { file: start.name, line: line - start.firstLine + 1 };
}

type ReadFile = FileStart & {
  readonly directives: readonly Directive[];
  readonly faults: readonly string[];
};

function treeOfFile({ name, firstLine, tokens }: DumpedFile): ReadFile {
  const { directives, faults } = treeOf(tokens);
  return { name, firstLine, directives, faults };
}

/** What a file says, without its places. */
function wordsOf(directives: readonly Directive[]): string {
  const words = (block: readonly Directive[]): unknown =>
    block.map((one) => [one.name, one.parameters, one.block && words(one.block)]);
  return JSON.stringify(words(directives));
}

function together(
  read: readonly ReadFile[],
  named: ReadonlyMap<string, NamedFile>,
  isSound: boolean,
): Pick<Configuration, 'directives' | 'orphans' | 'faults'> {
  const [first] = read;
  if (first?.name !== undefined && first.directives.some(({ name }) => OF_MAIN.has(name))) {
    const isFull = isSound && named.size > 1 && isComplete(first.name, named);
    const main = { name: first.name, directives: first.directives };
    const { directives, used, faults } = withIncludes(main, named, isFull);
    const orphans = [...named.values()].filter(({ name }) => !used.has(name));
    return { directives, orphans: orphans.flatMap((file) => file.directives), faults };
  }
  // Some files, or a text without a name: what no other includes stands at the level of the fragment.
  const all = { name: '', directives: read.flatMap((file) => file.directives) };
  const { used, ...rest } = withIncludes(all, named, false);
  if (used.size <= 1) return { ...rest, orphans: [] };
  const outer = read.filter(({ name }) => name === undefined || !used.has(name));
  const fragment = { name: '', directives: outer.flatMap((file) => file.directives) };
  return { ...withIncludes(fragment, named, false), orphans: [] };
}

const OF_MAIN = new Set(['http', 'events', 'stream', 'mail']);

/** True if every include of one certain file is in the text, as in all that `nginx -T` prints. */
function isComplete(main: string, named: ReadonlyMap<string, NamedFile>): boolean {
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const isThere = ({ name, parameters, block }: Directive): boolean => {
    const target = parameters[0] ?? '';
    if (name === 'include' && !isMask(target))
      return named.has(target) || named.has(folder + target);
    return block === undefined || block.every(isThere);
  };
  return [...named.values()].every(({ directives }) => directives.every(isThere));
}
