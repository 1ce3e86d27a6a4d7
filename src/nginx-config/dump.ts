import type { Token } from './tokens.ts';

/** One file of `nginx -T` output, or the whole text where it is none. */
export type DumpedFile = {
  /** As nginx prints it; undefined for what stands before the first name. */
  readonly name: string | undefined;
  /** The line behind the one that names the file, from 1. */
  readonly firstLine: number;
  readonly tokens: readonly Token[];
};

// src/core/nginx.c: "# configuration file %s:" and a newline; Windows prints a drive's letter.
const HEADER = /^# configuration file ((?:\.{0,2}\/|[A-Za-z]:[\\/]).{0,4096}):\r?$/;

/**
 * Cuts a dump into its files. Every file is balanced in itself (nginx refuses it otherwise), so a name inside of a block is a
 * comment of somebody's, unless the braces show that the text was cut.
 */
export function filesOf(text: string, tokens: readonly Token[]): readonly DumpedFile[] {
  const headers = headersIn(text, tokens);
  const [first] = headers;
  if (first === undefined) return [{ name: undefined, firstLine: 1, tokens }];
  const outer = headers.filter((header) => header.isOutside || header === first);
  const isCut = headers.some((header) => header.isTorn) || !isBalanced(tokens, outer);
  return split(tokens, isCut ? headers : outer);
}

type Header = {
  /** Index among the tokens. */
  readonly at: number;
  readonly name: string;
  readonly isOutside: boolean;
  /** Between the words of one directive. */
  readonly isTorn: boolean;
};

function headersIn(text: string, tokens: readonly Token[]): readonly Header[] {
  let from = 0;
  let depth = 0;
  return namesIn(text, tokens).map(({ at, name }, index) => {
    const behind = tokens.slice(from, at).filter(({ kind }) => kind !== 'comment');
    depth = depthBehind(behind, depth);
    from = at;
    // Words before the first name are a shell's prompt.
    const isTorn = index > 0 && depth === 0 && behind.at(-1)?.kind === 'word';
    return { at, name, isOutside: depth === 0 && !isTorn, isTorn };
  });
}

/** Comments that could name a file. Where the text was indented as a whole, all names are by the same. */
function namesIn(text: string, tokens: readonly Token[]): readonly Pick<Header, 'at' | 'name'>[] {
  const names = tokens.flatMap((token, at) => {
    const name = token.kind === 'comment' ? HEADER.exec(token.text)?.[1] : undefined;
    const indent = name === undefined ? undefined : indentOf(text, token);
    return name === undefined || indent === undefined ? [] : [{ at, name, indent }];
  });
  return names.filter(({ indent }) => indent === names[0]?.indent);
}

/** What stands before a token on its line; undefined if that is not blank. */
function indentOf(text: string, { start }: Token): string | undefined {
  const indent = start === 0 ? '' : text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return indent.trim() === '' ? indent : undefined;
}

function depthBehind(tokens: readonly Token[], before: number): number {
  let depth = before;
  for (const { kind } of tokens) {
    if (kind === '{') depth += 1;
    // A block that is closed without having been opened began before the text.
    if (kind === '}') depth = Math.max(0, depth - 1);
  }
  return depth;
}

/** True if nothing is open at the end, and no name stands where none can. */
function isBalanced(tokens: readonly Token[], outer: readonly Header[]): boolean {
  const isOutside = outer.every((header) => header.isOutside);
  return isOutside && depthBehind(tokens.slice(outer[0]?.at ?? 0), 0) === 0;
}

function split(tokens: readonly Token[], headers: readonly Header[]): readonly DumpedFile[] {
  const files = headers.map((header, index) => ({
    name: header.name,
    firstLine: (tokens[header.at]?.line ?? 0) + 1,
    tokens: tokens.slice(header.at + 1, headers[index + 1]?.at),
  }));
  const preface = tokens.slice(0, headers[0]?.at);
  // Without a ";" or a brace it is no configuration: a prompt, or what somebody wrote before the dump.
  const isText = preface.every(({ kind }) => kind === 'word' || kind === 'comment');
  return isText ? files : [{ name: undefined, firstLine: 1, tokens: preface }, ...files];
}
