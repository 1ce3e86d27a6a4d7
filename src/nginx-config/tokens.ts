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

/** Cuts a configuration into tokens the way src/core/ngx_conf_file.c ngx_conf_read_token does; never throws. */
export function tokensOf(config: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  while (at < config.length) {
    const character = config.charAt(at);
    if (character === '\n') line += 1;
    if (isBlank(character)) {
      at += 1;
      continue;
    }
    const token = tokenAt(config, at, line);
    tokens.push(token);
    line += newlinesIn(config, at, token.end);
    at = token.end;
  }
  return tokens;
}

function tokenAt(config: string, start: number, line: number): Token {
  const character = config.charAt(start);
  if (character === ';' || character === '{' || character === '}') {
    return { kind: character, text: character, start, end: start + 1, line };
  }
  if (character === '#') {
    const end = config.indexOf('\n', start);
    const stop = end === -1 ? config.length : end;
    return { kind: 'comment', text: config.slice(start, stop), start, end: stop, line };
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
  return { ...word(config.slice(start + 1, at)), start, end, line };
}

function plainWord(config: string, start: number, line: number): Token {
  let at = start;
  while (at < config.length && !isBlank(config.charAt(at)) && !ENDS_WORD.has(config.charAt(at))) {
    // "${name}" belongs to the word.
    if (config.startsWith('${', at)) {
      const close = config.indexOf('}', at);
      at = close === -1 ? config.length : close + 1;
    } else {
      at += config.charAt(at) === '\\' ? 2 : 1;
    }
  }
  return { ...word(config.slice(start, at)), start, end: Math.min(at, config.length), line };
}

const ENDS_WORD = new Set([';', '{', '}']);
const ESCAPED = /\\(["'\\ tnr])/g;

function word(raw: string): Pick<Token, 'kind' | 'text'> {
  return { kind: 'word', text: raw.slice(0, LONGEST_TOKEN).replace(ESCAPED, '$1') };
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}

function newlinesIn(config: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (config.charCodeAt(at) === LF) count += 1;
  return count;
}

const LF = 10;
