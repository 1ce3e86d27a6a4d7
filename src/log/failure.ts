const FAILURE = /\((\d{1,5}): ([^()]{0,120})/g;

/** Number and text of an error as printed; people leave out either. */
export type Failure = { readonly number: number | undefined; readonly text: string };

/** The "(104: Connection reset by peer)" that nginx puts at the end of its message; people leave out the number or the brackets. */
export function failureIn(line: string, start: number, end: number): Failure | undefined {
  const message = line.slice(start, end);
  let last: Failure | undefined;
  for (const match of message.matchAll(FAILURE)) {
    last = { number: Number(match[1]), text: match[2] ?? '' };
  }
  if (last !== undefined) return last;
  const bare = BARE_FAILURE.exec(message);
  if (bare !== null) return { number: Number(bare[1]), text: bare[2] ?? '' };
  const words = (NUMBERLESS_FAILURE.exec(message) ?? NAMED_FAILURE.exec(message))?.[1];
  return words === undefined ? undefined : { number: undefined, text: words };
}

const NUMBERLESS_FAILURE = / failed \(([A-Za-z' ]{8,80})\)/;
/** What is left of a line that begins with its error: "104: Connection reset by peer". */
export const BARE_FAILURE = /^(\d{2,5}): ([A-Za-z' ]{8,80})/;
/** And without its number: "Connection refused while connecting to upstream". */
export const NAMED_FAILURE =
  /^([Cc]onnection (?:refused|reset by peer|timed out)|[Bb]roken pipe|[Nn]o route to host)(?=\)?(?: while |$))/;
