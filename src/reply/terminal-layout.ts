/** Column where the text beside a label starts. */
export const LABEL_WIDTH = 12;
const WIDTH = 96;

/** A label with its text beside it, wrapped under itself. */
export function block(
  label: string,
  texts: readonly string[],
  paint: (text: string) => string = (text) => text,
): readonly string[] {
  return texts.flatMap((text, at) => {
    const [first = '', ...rest] = wrapped(text, LABEL_WIDTH);
    const head = at === 0 ? label : '';
    return [
      `${paint(head)}${' '.repeat(Math.max(LABEL_WIDTH - head.length, 0))}${first.trimStart()}`,
      ...rest,
    ];
  });
}

/** Text broken at blanks to the width of a terminal, indented; `hanging` more for all but the first line. */
export function wrapped(text: string, indent: number, hanging = 0): readonly string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let isFirstWord = true;
  for (const word of text.split(' ')) {
    if (!isFirstWord && line.length + 1 + visibleLength(word) > WIDTH) {
      lines.push(line);
      line = ' '.repeat(indent + hanging) + word;
    } else {
      line += isFirstWord ? word : ` ${word}`;
    }
    isFirstWord = false;
  }
  return [...lines, line];
}

// Colour takes no room on the screen.
const COLOUR = /\u001b\[[0-9;]{1,8}m/g;

function visibleLength(text: string): number {
  return text.replace(COLOUR, '').length;
}

/** Lines to copy: never wrapped, so that they stay one command. */
export function verbatim(text: string, indent: number): readonly string[] {
  return text.split('\n').map((line) => `${' '.repeat(indent)}${line}`);
}
