import { plainBlocks } from '../../../src/console/plain-blocks.ts';
import type { Actions, Block, Button } from '../../../src/reply/block-kit.ts';

type Blocks = readonly { readonly type: string }[];

/** What a reader sees, line by line, without the buttons: `•` before an item of a list, `│` before a quotation. */
export function shownLines(blocks: Blocks): readonly string[] {
  const read = blocks.filter(({ type }) => type !== 'actions');
  return plainBlocks(read, (_, text) => text).map((line) => line.trim());
}

/** The labels of the buttons, in their order; of a menu its placeholder. */
export function buttonLabels(blocks: readonly Block[]): readonly string[] {
  return elementsOf(blocks).map(labelOf);
}

function labelOf(element: Actions['elements'][number]): string {
  switch (element.type) {
    case 'button':
      return element.text.text;
    case 'static_select':
      return element.placeholder.text;
    case 'overflow':
      return '…';
  }
}

/** The value of the button with this action. */
export function valueIn(blocks: readonly Block[], action: string): string | undefined {
  return elementsOf(blocks).find(
    (element): element is Button => element.type === 'button' && element.action_id === action,
  )?.value;
}

function elementsOf(blocks: readonly Block[]): readonly Actions['elements'][number][] {
  return blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
}
