/** What a column of JSON holds; undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller reports the row as one that cannot be read.
    return undefined;
  }
}
