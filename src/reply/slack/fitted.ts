import type { Block } from '../block-kit.ts';

/** A piece of a message. Rank 0 stays whatever the room; of the others the highest is dropped first. */
export type Part = { readonly rank: number; readonly block: Block | undefined };

export type Room = {
  /** Characters of JSON: what Slack limits. */
  readonly characters: number;
  readonly blocks: number;
};

/**
 * Slack refuses a message near 13,200 characters (bolt-js issue 2509) and takes 50 blocks. We stop at 12,000, of which 50 are
 * left for the name of the first block (named.ts).
 */
export const MESSAGE_ROOM: Room = { characters: 11_950, blocks: 50 };

/** The parts that fit, in their order; where some do not, `more` says so before the last part that always stays. */
export function fitted(parts: readonly Part[], room: Room, more: Block): readonly Block[] {
  const sized = parts.flatMap(({ rank, block }, at) =>
    block === undefined ? [] : [{ rank, block, at, size: sizeOf(block) }],
  );
  const kept = new Set(sized);
  let characters = sized.reduce((sum, { size }) => sum + size, 2);
  if (isWithin(characters, kept.size, room)) return sized.map(({ block }) => block);

  characters += sizeOf(more);
  const droppable = sized
    .filter(({ rank }) => rank > 0)
    .sort((left, right) => right.rank - left.rank || right.at - left.at);
  for (const part of droppable) {
    if (isWithin(characters, kept.size + 1, room)) break;
    kept.delete(part);
    characters -= part.size;
  }
  return withMore([...kept], more);
}

function isWithin(characters: number, blocks: number, room: Room): boolean {
  return characters <= room.characters && blocks <= room.blocks;
}

/** With the comma that stands behind it. */
function sizeOf(block: Block): number {
  return JSON.stringify(block).length + 1;
}

/** Before the buttons, which are looked for at the end. */
function withMore(kept: readonly { readonly block: Block }[], more: Block): readonly Block[] {
  const blocks = kept.map(({ block }) => block);
  const last = blocks.at(-1);
  return last?.type === 'actions' ? [...blocks.slice(0, -1), more, last] : [...blocks, more];
}
