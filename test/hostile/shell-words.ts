import { spawnSync } from 'node:child_process';

/** Plumbing that may stand between the words of a command of ours. */
const OPERATORS: readonly string[] = ['|', '&&', '2>&1', '>/dev/null', '2>/dev/null'];
// Characters a shell reads as themselves, wherever they stand. No tilde and no brace: both expand.
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;
// Controls, line and paragraph separators, bidi marks and overrides, zero-width characters, byte order mark.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

export type ShellWords =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'unsafe'; readonly why: string };

/**
 * The words a shell would pass on if the command were pasted: every one of them plain or in single quotes, so that
 * nothing in it expands, and no history event (`!`) outside of quotes. Anything else is unsafe.
 */
export function shellWords(command: string): ShellWords {
  if (HIDDEN.test(command)) return unsafe('holds a character that cannot be seen');
  const words: string[] = [];
  for (const piece of piecesOf(command)) {
    if (OPERATORS.includes(piece)) continue;
    const word = literal(piece);
    if (word === undefined) return unsafe(`the word ${JSON.stringify(piece)} is not literal`);
    words.push(word);
  }
  if (words.length === 0) return unsafe('holds no word');
  const complaint = complaintOfBash(command);
  return complaint === undefined ? { kind: 'words', words } : unsafe(complaint);
}

function unsafe(why: string): ShellWords {
  return { kind: 'unsafe', why };
}

/** Splits at blanks outside of single quotes; an open quote makes the rest one piece, which is then refused. */
function piecesOf(command: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let isQuoted = false;
  for (const character of command) {
    if (character === "'") isQuoted = !isQuoted;
    if (character === ' ' && !isQuoted) {
      if (piece !== '') pieces.push(piece);
      piece = '';
    } else piece += character;
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

/** The word that stands for itself; undefined when a part of it is neither plain nor quoted. */
function literal(piece: string): string | undefined {
  const parts = piece.split("'");
  // Quotes come in pairs, so that an odd number of parts remains; every second one was inside.
  if (parts.length % 2 === 0) return undefined;
  const isLiteral = parts.every((part, at) => at % 2 === 1 || part === '' || PLAIN.test(part));
  return isLiteral ? parts.join('') : undefined;
}

const asked = new Map<string, string | undefined>();

/** What bash says when it only reads the command; each command is asked about once. */
function complaintOfBash(command: string): string | undefined {
  if (!asked.has(command)) {
    const bash = spawnSync('bash', ['--noprofile', '--norc', '-n', '-c', command], {
      encoding: 'utf8',
      timeout: 10_000,
    });
    asked.set(command, bash.status === 0 ? undefined : `bash does not read it: ${bash.stderr}`);
  }
  return asked.get(command);
}
