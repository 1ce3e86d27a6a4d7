import type { Content } from '../bot/ports.ts';

// Slack refuses messages whose blocks are longer than about 13,200 characters (bolt-js issue 2509).
const MOST = 10_000;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
]);
const ENTITY = /&(?:lt|gt|amp);/g;

/** The same words in the plainest block there is, for when Slack refuses the blocks. */
export function plainContent(content: Content): Content {
  const spoken = content.text.replace(ENTITY, (entity) => ENTITIES.get(entity) ?? entity);
  const text = spoken.length > MOST ? `${spoken.slice(0, MOST)}…` : spoken;
  const blockId = firstBlockId(content);
  const block = {
    type: 'rich_text',
    // Kept, since we know our own message again by it.
    ...(blockId === undefined ? {} : { block_id: blockId }),
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  };
  return { text: content.text, blocks: [block] };
}

/** Id of the first block, by which a message of ours can be told. */
export function firstBlockId(content: Content): string | undefined {
  const first = content.blocks[0];
  if (first === undefined || !('block_id' in first)) return undefined;
  return typeof first.block_id === 'string' ? first.block_id : undefined;
}
