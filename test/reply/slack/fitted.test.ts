import { expect, test } from 'vitest';
import type { Block } from '../../../src/reply/block-kit.ts';
import { fitted } from '../../../src/reply/slack/fitted.ts';
import { line, said } from '../../../src/reply/slack/rich-text.ts';

const block = (text: string): Block => ({ type: 'rich_text', elements: [line(said(text))] });
const PARTS = [
  { rank: 0, block: block('symptom') },
  { rank: 2, block: block('fix') },
  { rank: 1, block: block('check') },
  { rank: 9, block: block('note') },
];
const BUTTONS: Block = { type: 'actions', elements: [] };
const MORE = block('more');
const WIDE = { characters: 12_000, blocks: 50 };
const shown = (blocks: readonly Block[]): readonly string[] =>
  blocks.map((one) => /"text":"(\w+)"/.exec(JSON.stringify(one))?.[1] ?? one.type);

test('what fits keeps its order, and nothing is said about more', () => {
  expect(shown(fitted(PARTS, WIDE, MORE))).toEqual(['symptom', 'fix', 'check', 'note']);
});

test('a part without a block takes no room', () => {
  expect(fitted([{ rank: 0, block: undefined }], WIDE, MORE)).toEqual([]);
});

test.each([
  [4, ['symptom', 'fix', 'check', 'note']],
  [3, ['symptom', 'check', 'more']],
  [2, ['symptom', 'more']],
])('in room for %i blocks the highest rank goes first', (blocks, left) => {
  expect(shown(fitted(PARTS, { ...WIDE, blocks }, MORE))).toEqual(left);
});

test('room for characters counts what stands between the blocks as well', () => {
  const length = JSON.stringify(fitted(PARTS, WIDE, MORE)).length;
  const fittedIn = (characters: number): readonly Block[] =>
    fitted(PARTS, { ...WIDE, characters }, MORE);
  expect(fittedIn(length + 1)).toHaveLength(4);
  expect(JSON.stringify(fittedIn(length - 1)).length).toBeLessThan(length);
});

test('what always stays does so without room, and more is said before the buttons', () => {
  const parts = [...PARTS, { rank: 0, block: BUTTONS }];
  expect(shown(fitted(parts, { characters: 10, blocks: 1 }, MORE))).toEqual([
    'symptom',
    'more',
    'actions',
  ]);
});
