import { textFaults } from './faults.ts';
import { type Token, tokensOf } from './tokens.ts';

/** One directive with its place; `block` is undefined for one that ends in `;`. */
export type Directive = {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly block: readonly Directive[] | undefined;
  readonly line: number;
  readonly start: number;
  readonly end: number;
};

/** A configuration, or a part of one. `faults` says in words what did not fit together; the rest is still read. */
export type ConfigTree = {
  readonly directives: readonly Directive[];
  readonly comments: readonly Token[];
  readonly faults: readonly string[];
};

const DEEPEST = 32;
const MOST_DIRECTIVES = 500_000;
const MOST_FAULTS = 8;

/** Reads one file, or a fragment of any level; never throws. */
export function configTree(config: string): ConfigTree {
  return treeOf(tokensOf(config));
}

/** The same from tokens that were cut already. */
export function treeOf(tokens: readonly Token[]): ConfigTree {
  const reader: Reader = {
    tokens: tokens.filter((token) => token.kind !== 'comment'),
    at: 0,
    count: 0,
    faults: [],
  };
  const directives = readAll(reader);
  if (reader.count > MOST_DIRECTIVES)
    reader.faults.push(`only the first ${MOST_DIRECTIVES} directives were read`);
  return {
    directives,
    comments: tokens.filter((token) => token.kind === 'comment'),
    faults: [...reader.faults, ...textFaults(reader.tokens, directives)].slice(0, MOST_FAULTS),
  };
}

type Reader = {
  readonly tokens: readonly Token[];
  at: number;
  count: number;
  readonly faults: string[];
};

function readAll(reader: Reader): readonly Directive[] {
  let directives = readBlock(reader, 0);
  for (let strays = 1; reader.at < reader.tokens.length; strays += 1) {
    const stray = reader.tokens[reader.at] as Token; // the loop's condition says that there is one
    reader.faults.push(`line ${stray.line}: a "}" that closes nothing`);
    reader.at += 1;
    // What came before belongs to a block whose beginning is not in the text: it is not in force behind its end.
    const before = directives.length === 0 || strays > DEEPEST ? [] : [headless(directives, stray)];
    directives = [...before, ...readBlock(reader, 0)];
  }
  return directives;
}

function headless(block: readonly Directive[], close: Token): Directive {
  const { start, line } = block[0] ?? close;
  return { name: '', parameters: [], block, line, start, end: close.end };
}

/** Directives up to the closing brace, which is left for the caller. */
function readBlock(reader: Reader, depth: number): readonly Directive[] {
  const directives: Directive[] = [];
  while (reader.at < reader.tokens.length && reader.tokens[reader.at]?.kind !== '}') {
    const directive = readDirective(reader, depth);
    reader.count += 1;
    if (directive !== undefined && reader.count <= MOST_DIRECTIVES) directives.push(directive);
  }
  return directives;
}

function readDirective(reader: Reader, depth: number): Directive | undefined {
  const words = readWords(reader);
  const token = reader.tokens[reader.at];
  if (token === undefined || token.kind === '}') {
    const [name] = words;
    if (name !== undefined) reader.faults.push(`line ${name.line}: a directive has no ";"`);
    return directiveOf(words, undefined, words.at(-1)?.end ?? 0);
  }
  reader.at += 1;
  return token.kind === ';'
    ? directiveOf(words, undefined, token.end)
    : readBlockOf(reader, { words, token, depth });
}

function readWords(reader: Reader): readonly Token[] {
  const from = reader.at;
  while (reader.tokens[reader.at]?.kind === 'word') reader.at += 1;
  return reader.tokens.slice(from, reader.at);
}

function readBlockOf(
  reader: Reader,
  { words, token, depth }: { words: readonly Token[]; token: Token; depth: number },
): Directive | undefined {
  const block = depth < DEEPEST ? readBlock(reader, depth + 1) : skipBlock(reader, token);
  const close = reader.tokens[reader.at];
  if (close === undefined) reader.faults.push(`line ${token.line}: a "{" that is never closed`);
  else reader.at += 1;
  return directiveOf(words, block, close?.end ?? token.end);
}

function skipBlock(reader: Reader, { line }: Token): readonly Directive[] {
  reader.faults.push(`line ${line}: more than ${DEEPEST} blocks in one another`);
  for (let depth = 1; reader.at < reader.tokens.length; reader.at += 1) {
    const kind = reader.tokens[reader.at]?.kind;
    if (kind === '{') depth += 1;
    if (kind === '}') depth -= 1;
    if (depth === 0) break;
  }
  return [];
}

function directiveOf(
  words: readonly Token[],
  block: readonly Directive[] | undefined,
  end: number,
): Directive | undefined {
  const [first] = words;
  if (first === undefined) return undefined;
  return {
    name: first.text,
    parameters: words.slice(1).map((word) => word.text),
    block,
    line: first.line,
    start: first.start,
    end,
  };
}
