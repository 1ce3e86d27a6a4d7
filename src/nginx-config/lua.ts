const LONG_OPEN = /\[(={0,16})\[/y;
const INTERESTING = /[{}"'[\n]|--/g;

/**
 * Where the body of a `*_by_lua_block` that begins at `start` ends: at the "}" that closes it, which is left for the caller,
 * or at the end of the text. Strings and comments of Lua may hold braces that do not count.
 */
export function luaEnd(text: string, start: number): number {
  let depth = 1;
  let at = start;
  while (at < text.length) {
    INTERESTING.lastIndex = at;
    const found = INTERESTING.exec(text);
    if (found === null) return text.length;
    const mark = found[0];
    if (mark === '{') depth += 1;
    if (mark === '}') depth -= 1;
    if (depth === 0) return found.index;
    at = afterMark(text, mark, found.index);
  }
  return text.length;
}

function afterMark(text: string, mark: string, at: number): number {
  switch (mark) {
    case '"':
    case "'":
      return afterString(text, mark, at + 1);
    case '[':
      return afterLong(text, at) ?? at + 1;
    case '--':
      return afterLong(text, at + 2) ?? lineEnd(text, at);
    default:
      return at + mark.length;
  }
}

/** A string of one line: one that is never closed ends there, so that a typing error hides no more than its line. */
function afterString(text: string, quote: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\n') return at;
    if (character === '\\') at += 1;
    if (character === quote) return at + 1;
  }
  return text.length;
}

/** Behind `[[ … ]]` or `[==[ … ]==]`; undefined where none begins. */
function afterLong(text: string, at: number): number | undefined {
  LONG_OPEN.lastIndex = at;
  const open = LONG_OPEN.exec(text);
  if (open === null) return undefined;
  const close = `]${open[1] ?? ''}]`;
  const end = text.indexOf(close, at);
  return end === -1 ? text.length : end + close.length;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
