import { parseErrorLine } from './error-line.ts';
import type { ErrorLine, LogLine } from './line.ts';
import type { NumberedLine } from './wrapped-lines.ts';

/** A question is no longer than this; in a longer text a quoted phrase is what some program recorded. */
const LAST_LINE = 60;
const MOST_PHRASES = 8;

type Phrase = NumberedLine & { readonly said: ErrorLine };

/**
 * People ask: I keep getting "recv() failed (104: …) while …". Words of nginx between straight quotes count only where
 * the whole text holds no record, so lines with such a phrase wait until one comes or the text ends.
 */
export function quotedPhrases(onLine: (line: NumberedLine) => void): {
  readonly push: (line: NumberedLine) => void;
  /** A record was read that did not come this way. */
  readonly close: () => void;
  readonly end: () => void;
} {
  let isOpen = true;
  let waiting: Phrase[] = [];
  const close = (): void => {
    isOpen = false;
    for (const { line, text, number } of waiting) onLine({ line, text, number });
    waiting = [];
  };
  return {
    push(one) {
      if (isOpen && !isQuestion(one.line, one.number)) close();
      const said = isOpen && waiting.length < MOST_PHRASES ? phraseIn(one.text) : undefined;
      if (said === undefined) onLine(one);
      else waiting.push({ ...one, said });
    },
    close() {
      if (isOpen) close();
    },
    end() {
      for (const { said, text, number } of waiting) onLine({ line: said, text, number });
      waiting = [];
    },
  };
}

function isQuestion(line: LogLine, number: number): boolean {
  return line.kind === 'unknown-line' && number <= LAST_LINE;
}

// From quote to quote, behind a blank, a bracket or a letter of a script without blanks: no value of JSON or of key=value.
const QUOTED = /(?:^|[\s(\u0080-\uffff])"([^"]{15,600})"(?!\s{0,2}:)/g;
// A record of another program: JSON, or a request that it served.
const OF_A_PROGRAM = /^\s{0,40}[[{]| HTTP\/\d|":/;
const LONGEST_TEXT = 4096;

function phraseIn(text: string): ErrorLine | undefined {
  if (text.length > LONGEST_TEXT || !text.includes('"') || OF_A_PROGRAM.test(text))
    return undefined;
  for (const [, phrase = ''] of text.matchAll(QUOTED)) {
    const said = parseErrorLine(phrase);
    // All of it is nginx's, from its first word on.
    if (said?.prefix.trim() === '') return said;
  }
  return undefined;
}
