import type { Dialect } from '../diagnosis/dialect-file.ts';
import type { FactValue } from '../facts/vocabulary.ts';

/** A command of the rules as the platform has it; undefined where the platform takes that step by itself. */
export function inDialect(template: string, dialects: readonly Dialect[]): string | undefined {
  const words = dialects.flatMap((dialect) => dialect.words);
  let result = '';
  let at = 0;
  while (at < template.length) {
    const known = words.find(({ from }) => standsAt(template, from, at));
    const end = known === undefined ? wordEnd(template, at) : at + known.from.length;
    result += known === undefined ? template.slice(at, end) : known.to;
    at = end;
  }
  return result.trim() === '' ? undefined : result;
}

/** Where a command is to be run on that platform. */
export function placeIn(where: string, dialects: readonly Dialect[]): string {
  return (
    dialects.map((dialect) => dialect.where[where]).find((place) => place !== undefined) ?? where
  );
}

/** The dialect of a platform and those it is like, nearest first; none for systemd, which the rules are written for. */
export function dialectsOf(
  platform: FactValue | undefined,
  all: readonly Dialect[],
): readonly Dialect[] {
  const own = all.find((dialect) => dialect.platform === platform);
  if (own === undefined) return [];
  const like = all.find((dialect) => dialect.platform === own.like && dialect !== own);
  return like === undefined ? [own] : [own, like];
}

function standsAt(template: string, from: string, at: number): boolean {
  const end = at + from.length;
  return template.startsWith(from, at) && (end === template.length || template[end] === ' ');
}

/** The end of the word at `at` with the blank behind it. */
function wordEnd(template: string, at: number): number {
  const blank = template.indexOf(' ', at);
  return blank === -1 ? template.length : blank + 1;
}
