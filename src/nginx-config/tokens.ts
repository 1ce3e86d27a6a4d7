import { luaEnd } from './lua.ts';

/** A word, a `;`, a brace or a comment of nginx.conf with its place; offsets in UTF-16 units, lines from 1. */
export type Token = {
  readonly kind: 'word' | ';' | '{' | '}' | 'comment';
  /** Words without their quotes and escapes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
};

const LONGEST_TOKEN = 4096;
// What stands between the files and the lines of a paste: a fence of Markdown, and what "nginx -T" says beside the dump.
const AROUND =
  /^(?:[ \t]*(?:`{3,9}|~{3,9})[\w.-]{0,20}[ \t\r]*|nginx: (?:\[[a-z]{1,8}\] .*|(?:the )?configuration file .{1,4096} (?:syntax is ok|test is successful|test failed)\r?))$/;
const LONGEST_AROUND = 5000;
const LUA_BLOCK = /^[a-z_]{2,40}_by_lua_block$/;

/** Cuts a configuration into tokens the way src/core/ngx_conf_file.c ngx_conf_read_token does; never throws. */
export function tokensOf(config: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  // The first word since the last ";" or brace: the directive's name.
  let name: Token | undefined;
  while (at < config.length) {
    const code = config.charCodeAt(at);
    if (code === LF) line += 1;
    if (isBlank(code)) {
      at += 1;
      continue;
    }
    const token = lineAround(config, at, line) ?? tokenAt(config, at, line);
    tokens.push(token);
    const end = token.kind === '{' ? bodyStart(config, token, name) : token.end;
    line += newlinesIn(config, at, end);
    at = end;
    if (token.kind === 'word') name ??= token;
    else if (token.kind !== 'comment') name = undefined;
  }
  return tokens;
}

/** Where to read on behind a "{". The body of a Lua block is no configuration: its "}" and "#" mean other things. */
function bodyStart(config: string, { end }: Token, name: Token | undefined): number {
  return LUA_BLOCK.test(name?.text ?? '') ? luaEnd(config, end) : end;
}

function lineAround(config: string, start: number, line: number): Token | undefined {
  const code = config.charCodeAt(start);
  if (code !== BACKTICK && code !== TILDE && !config.startsWith('nginx: ', start)) return undefined;
  const from = lineStart(config, start);
  if (from === undefined) return undefined;
  const end = lineEnd(config, start);
  if (end - from > LONGEST_AROUND || !AROUND.test(config.slice(from, end))) return undefined;
  return { kind: 'comment', text: config.slice(start, end), start, end, line };
}

function tokenAt(config: string, start: number, line: number): Token {
  const character = config.charAt(start);
  if (character === ';' || character === '{' || character === '}') {
    return { kind: character, text: character, start, end: start + 1, line };
  }
  if (character === '#') {
    const end = lineEnd(config, start);
    return { kind: 'comment', text: config.slice(start, end), start, end, line };
  }
  if (character === '"' || character === "'") return quotedWord(config, start, line);
  return plainWord(config, start, line);
}

function quotedWord(config: string, start: number, line: number): Token {
  const quote = config.charAt(start);
  let at = start + 1;
  while (at < config.length && config.charAt(at) !== quote)
    at += config.charAt(at) === '\\' ? 2 : 1;
  const end = Math.min(at + 1, config.length);
  return { kind: 'word', text: wordText(config.slice(start + 1, at)), start, end, line };
}

function plainWord(config: string, start: number, line: number): Token {
  let at = start;
  while (at < config.length && !isBlank(config.charCodeAt(at)) && !endsWord(config, at)) {
    // "${name}" belongs to the word.
    if (config.startsWith('${', at)) {
      const close = config.indexOf('}', at);
      at = close === -1 ? config.length : close + 1;
    } else {
      at += config.charAt(at) === '\\' ? 2 : 1;
    }
  }
  const end = Math.min(at, config.length);
  return { kind: 'word', text: wordText(config.slice(start, at)), start, end, line };
}

function endsWord(config: string, at: number): boolean {
  const character = config.charAt(at);
  return character === ';' || character === '{' || character === '}';
}

const ESCAPED = /\\(["'\\ tnr])/g;

function wordText(raw: string): string {
  const text = raw.length > LONGEST_TOKEN ? raw.slice(0, LONGEST_TOKEN) : raw;
  return text.includes('\\') ? text.replace(ESCAPED, '$1') : text;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || code === LF || code === CR;
}

/** Where the line begins; undefined where more than blanks stand before the place, so that no long line is gone back over twice. */
function lineStart(config: string, start: number): number | undefined {
  let at = start;
  while (config.charCodeAt(at - 1) === SPACE || config.charCodeAt(at - 1) === TAB) at -= 1;
  return at === 0 || config.charCodeAt(at - 1) === LF ? at : undefined;
}

function lineEnd(config: string, from: number): number {
  const end = config.indexOf('\n', from);
  return end === -1 ? config.length : end;
}

function newlinesIn(config: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (config.charCodeAt(at) === LF) count += 1;
  return count;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const BACKTICK = 96;
const TILDE = 126;
