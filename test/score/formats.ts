import type { ErrorLine } from '../../src/log/line.ts';
import type { Format } from './corpus.ts';
import type { Judgement } from './tally.ts';

/** Compares the fields of the first line read with the expected ones; null in the corpus is undefined in code. */
export function judgeFormat(format: Format, lines: readonly ErrorLine[]): Judgement {
  const [line] = lines;
  if (line === undefined) return { miss: `${format.id}  ${format.shape}: no line was read` };
  const wrong = Object.entries(format.expect_fields).flatMap(([name, expected]) => {
    const read = fieldOf(line, name);
    if (read === (expected ?? undefined)) return [];
    return [`${name} expected ${JSON.stringify(expected)} got ${JSON.stringify(read ?? null)}`];
  });
  if (wrong.length === 0) return 'right';
  return { miss: `${format.id}  ${format.shape}: ${wrong.join('; ')}` };
}

/** The cast holds because the schema of the corpus allows only names of fields, and errno. */
function fieldOf(line: ErrorLine, name: string): unknown {
  return name === 'errno' ? line.errnoRead : line[name as keyof ErrorLine];
}
