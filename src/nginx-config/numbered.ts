const NUMBER = /^[ \t]{0,12}(\d{1,7})(?:[:|][ \t]?|[ \t]{1,8}|\r?$)/;
const STARTS_WITH_NUMBER = /^\s*\d/;
const FEWEST_LINES = 3;

/**
 * The text with the line numbers of `cat -n`, `grep -n` or an editor blanked out, so that every place stays where it is;
 * undefined unless all lines with anything on them carry a number one above the last.
 */
export function withoutNumbers(text: string): string | undefined {
  if (!STARTS_WITH_NUMBER.test(text)) return undefined;
  const lines = text.split('\n');
  const blanked: string[] = [];
  let last: number | undefined;
  let count = 0;
  for (const line of lines) {
    const found = NUMBER.exec(line);
    if (found === null) {
      if (line.trim() !== '') return undefined;
      blanked.push(line);
      continue;
    }
    const number = Number(found[1]);
    // "nl" counts no empty lines, so they may stand between.
    if (last !== undefined && number !== last + 1) return undefined;
    last = number;
    count += 1;
    blanked.push(' '.repeat(found[0].length) + line.slice(found[0].length));
  }
  return count < FEWEST_LINES ? undefined : blanked.join('\n');
}
