import { displayText } from '../text/display.ts';

export type Paint = (style: 'bold' | 'dim' | 'italic' | 'cyan', text: string) => string;

type Node = Readonly<Record<string, unknown>>;

/** Block Kit as lines of a terminal: what a reader of Slack sees, without its colours and pictures. */
export function plainBlocks(blocks: readonly object[], paint: Paint): readonly string[] {
  return nodesIn(blocks).flatMap((block) => blockLines(block, paint));
}

const RULE = '─'.repeat(40);
/** Commands are long and must stay whole; Slack takes no longer text than this. */
const LONGEST_LINE = 40_000;
const INDENT = '    ';

function blockLines(block: Node, paint: Paint): readonly string[] {
  switch (block.type) {
    case 'header':
      return linesIn(textOf(block.text)).map((line) => paint('bold', line));
    case 'section':
      return [block.text, ...nodesIn(block.fields)].flatMap((one) => linesIn(textOf(one)));
    case 'context':
      return linesIn(nodesIn(block.elements).map(textOf).join(' · ')).map((line) =>
        paint('dim', line),
      );
    case 'divider':
      return [paint('dim', RULE)];
    case 'actions':
      return [nodesIn(block.elements).map(buttonOf).join(' ')];
    case 'rich_text':
      return nodesIn(block.elements).flatMap((element) => richLines(element, paint));
    default:
      return linesIn(textOf(block.text));
  }
}

function richLines(element: Node, paint: Paint): readonly string[] {
  const pieces = nodesIn(element.elements);
  switch (element.type) {
    case 'rich_text_preformatted':
      return linesIn(pieces.map(textOf).join('')).map((line) => INDENT + paint('cyan', line));
    case 'rich_text_quote':
      return inlineLines(pieces, paint).map((line) => `${paint('dim', '│')} ${line}`);
    case 'rich_text_list':
      return pieces.flatMap((item, at) => listItem(element, { item, at }, paint));
    default:
      return inlineLines(pieces, paint);
  }
}

function listItem(
  { style, indent }: Node,
  { item, at }: { readonly item: Node; readonly at: number },
  paint: Paint,
): readonly string[] {
  const mark = style === 'ordered' ? `${at + 1}. ` : '• ';
  const before = ' '.repeat(2 + (typeof indent === 'number' ? Math.min(indent, 8) * 2 : 0));
  return inlineLines(nodesIn(item.elements), paint).map(
    (line, lineAt) => before + (lineAt === 0 ? mark : ' '.repeat(mark.length)) + line,
  );
}

/** Pieces beside each other, up to the line ends within them. */
function inlineLines(pieces: readonly Node[], paint: Paint): readonly string[] {
  const lines = [''];
  for (const piece of pieces) {
    const [first = '', ...rest] = linesIn(inlineText(piece)).map((line) =>
      styled(line, piece.style, paint),
    );
    lines.push(`${lines.pop() ?? ''}${first}`, ...rest);
  }
  return lines;
}

function inlineText(piece: Node): string {
  const text = textOf(piece);
  switch (piece.type) {
    case 'user':
      return `@${wordIn(piece.user_id)}`;
    case 'link':
      return text === '' ? wordIn(piece.url) : `${text} (${wordIn(piece.url)})`;
    default:
      return text;
  }
}

function styled(line: string, style: unknown, paint: Paint): string {
  if (line === '' || !isNode(style)) return line;
  const code = style.code === true ? paint('cyan', line) : line;
  const italic = style.italic === true ? paint('italic', code) : code;
  return style.bold === true ? paint('bold', italic) : italic;
}

function buttonOf(element: Node): string {
  const options = nodesIn(element.options).map((option) => labelOf(option.text));
  const name = labelOf(element.text ?? element.placeholder);
  const words = [name, options.join(' | ')].filter((word) => word !== '');
  return `[${words.join(': ')}]`;
}

function labelOf(text: unknown): string {
  return linesIn(textOf(text)).join(' ');
}

/** The text of a text object or of a piece of rich text; a plain string is its own. */
function textOf(value: unknown): string {
  const text = isNode(value) ? value.text : value;
  return typeof text === 'string' ? text : '';
}

function wordIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Safe to look at: a terminal obeys control characters, whoever wrote them. */
function linesIn(text: string): readonly string[] {
  return text.split('\n').map((line) => displayText(line, LONGEST_LINE));
}

function nodesIn(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
