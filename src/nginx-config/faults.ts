import type { Token } from './tokens.ts';
import type { Directive } from './tree.ts';

// In these every entry is data, or belongs to a module with words of its own.
const NAMED_BLOCKS = new Set([
  '',
  'http',
  'events',
  'server',
  'location',
  'upstream',
  'stream',
  'if',
  'limit_except',
]);
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,100}$/;
// A value of one of these directives that is a directive's name by itself: the ";" before it was lost.
const READ =
  /^(?:(?:proxy|fastcgi|uwsgi|scgi|grpc)_(?!params$|temp$|cache$|store$)[a-z_]{3,40}|keepalive(?:_timeout)?|include)$/;

/** What in a text can be no configuration, though its braces fit: lines that were numbered, quoted or cut. */
export function textFaults(
  tokens: readonly Token[],
  directives: readonly Directive[],
): readonly string[] {
  return [...swallowed(tokens), ...misnamed(directives)];
}

/** Names that stand first on their line and are read as values of the directive before. */
function swallowed(tokens: readonly Token[]): readonly string[] {
  const faults: string[] = [];
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1];
    if (token.kind !== 'word' || before?.kind !== 'word') continue;
    if (before.line !== token.line && READ.test(token.text))
      faults.push(`line ${before.line}: no ";" before the next line`);
  }
  return faults;
}

function misnamed(directives: readonly Directive[]): readonly string[] {
  return directives.flatMap(({ name, block, line }) => {
    const inner = block !== undefined && NAMED_BLOCKS.has(name) ? misnamed(block) : [];
    // An empty name with a block is ours: the block whose beginning is missing.
    if (NAME.test(name) || (name === '' && block !== undefined)) return inner;
    return [`line ${line}: no name of a directive`, ...inner];
  });
}
