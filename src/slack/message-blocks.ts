import { isRecord, listOf, recordOf, textOf } from './message-json.ts';
import { plainTextOf, plainTextOfMarkdown } from './message-markup.ts';
import { textOfRichText } from './message-rich-text.ts';

/** What a block says; a header is a title. */
export type BlockText = { readonly kind: 'header' | 'block'; readonly text: string };

/** All texts in blocks of whatever kind, those of kinds that come later included; buttons and menus say nothing. */
export function textsOfBlocks(blocks: unknown): readonly BlockText[] {
  return listOf(blocks).flatMap((block) => {
    const kind = recordOf(block).type === 'header' ? 'header' : 'block';
    return textsIn(block, DEEPEST).map((text) => ({ kind, text }) as const);
  });
}

const DEEPEST = 12;

function textsIn(node: unknown, depth: number): readonly string[] {
  if (depth === 0) return [];
  if (Array.isArray(node)) return node.flatMap((one) => textsIn(one, depth - 1));
  if (!isRecord(node)) return [];
  const object = recordOf(node);
  // Whatever has one is pressed or filled in.
  if (textOf(object.action_id) !== undefined) return [];
  const text = textOf(object.text);
  switch (object.type) {
    case 'rich_text':
      return [textOfRichText(object)];
    case 'mrkdwn':
      return text === undefined ? [] : [plainTextOf(text)];
    case 'plain_text':
    case 'raw_text':
      return text === undefined ? [] : [text];
    case 'markdown':
      return text === undefined ? [] : [plainTextOfMarkdown(text)];
    case 'actions':
    case 'input':
    case 'context_actions':
      return [];
    case 'table':
    case 'data_table':
      return [...textsIn(object.caption, depth - 1), ...rowsOf(object, depth)];
    default:
      return Object.values(object).flatMap((value) => textsIn(value, depth - 1));
  }
}

/** A row is a line, but for long cells: a line of a log keeps a line of its own. */
function rowsOf(table: Readonly<Record<string, unknown>>, depth: number): readonly string[] {
  return listOf(table.rows).map((row) => {
    const cells = listOf(isRecord(row) ? recordOf(row).cells : row).map((cell) =>
      textsIn(cell, depth - 1).join(' '),
    );
    return cells.join(cells.some((cell) => cell.length > LONG_CELL) ? '\n' : ' ');
  });
}

const LONG_CELL = 80;
