/** The place behind a quoted text that starts at `open`, where a backslash hides a quote; undefined when none ends it. */
export function endOfQuoted(text: string, open: number): number | undefined {
  let close = text.indexOf('"', open + 1);
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close === -1 ? undefined : close + 1;
}

const BACKSLASH = 92;

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1;
  return slashes % 2 === 1;
}
