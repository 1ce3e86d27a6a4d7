/** What an edit changed: lines gone and lines new, each in its order; undefined when so much changed that all is better. */
export function changedLines(
  before: readonly string[],
  after: readonly string[],
): { readonly gone: readonly string[]; readonly fresh: readonly string[] } | undefined {
  const gone = without(before, after);
  const fresh = without(after, before);
  const isMost = gone.length + fresh.length > (before.length + after.length) / 2;
  return isMost ? undefined : { gone, fresh };
}

/** The lines that the others do not have, as often as they have them less. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
