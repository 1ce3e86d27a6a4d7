import type { Incident } from '../../incident/incident.ts';
import type { Content } from '../block-kit.ts';

/** A message whose first block says which incident it is about, so that a try that arrived unseen can be found. */
export function named({ id }: Incident, { text, blocks }: Content): Content {
  const [first, ...rest] = blocks;
  const isRich = first?.type === 'rich_text';
  return { text, blocks: isRich ? [{ ...first, block_id: `answer-${id}` }, ...rest] : blocks };
}
