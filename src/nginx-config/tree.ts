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
const MOST_DIRECTIVES = 100_000;

/** Reads `nginx -T` output or a fragment of any level; never throws. */
export function configTree(config: string): ConfigTree {
  const tokens = tokensOf(config);
  const reader: Reader = {
    tokens: tokens.filter((token) => token.kind !== 'comment'),
    at: 0,
    count: 0,
    faults: [],
  };
  const directives: Directive[] = [];
  while (reader.at < reader.tokens.length) {
    directives.push(...readBlock(reader, 0));
    const stray = reader.tokens[reader.at];
    if (stray === undefined) break;
    reader.faults.push(`line ${stray.line}: a "}" that closes nothing`);
    reader.at += 1;
  }
  return {
    directives,
    comments: tokens.filter((token) => token.kind === 'comment'),
    faults: reader.faults.slice(0, 8),
  };
}

type Reader = {
  readonly tokens: readonly Token[];
  at: number;
  count: number;
  readonly faults: string[];
};

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
    if (name !== undefined)
      reader.faults.push(`line ${name.line}: "${name.text.slice(0, 40)}" has no ";"`);
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
  const block = depth < DEEPEST ? readBlock(reader, depth + 1) : skipBlock(reader);
  const close = reader.tokens[reader.at];
  if (close === undefined) reader.faults.push(`line ${token.line}: a "{" that is never closed`);
  else reader.at += 1;
  return directiveOf(words, block, close?.end ?? token.end);
}

function skipBlock(reader: Reader): readonly Directive[] {
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
  const [first, ...rest] = words;
  if (first === undefined) return undefined;
  return {
    name: first.text,
    parameters: rest.map((word) => word.text),
    block,
    line: first.line,
    start: first.start,
    end,
  };
}
