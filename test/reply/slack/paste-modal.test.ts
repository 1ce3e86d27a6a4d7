import { expect, test } from 'vitest';
import { pasteModal } from '../../../src/reply/slack/paste-modal.ts';

const NOWHERE = { channel: undefined, incident: undefined, responseUrl: undefined };
const inputsOf = (about: Parameters<typeof pasteModal>[0]): readonly string[] =>
  pasteModal(about).blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []));

test('it asks for lines, files, backend, version and configuration', () => {
  expect(inputsOf({ ...NOWHERE, channel: 'C1' })).toEqual([
    'text',
    'files',
    'backend',
    'version',
    'config',
  ]);
});

test('without a channel it asks where the answer goes, in a way that gives a response_url', () => {
  expect(inputsOf(NOWHERE).at(-1)).toBe('channel');
  expect(pasteModal(NOWHERE).blocks.at(-1)).toMatchObject({
    element: { type: 'conversations_select', action_id: 'value', response_url_enabled: true },
  });
});

test('for an answer that stands it does not ask where', () => {
  expect(inputsOf({ ...NOWHERE, incident: 'i0123456789ab' })).not.toContain('channel');
});

test('it remembers what it is about', () => {
  const about = {
    channel: 'C1',
    incident: 'i0123456789ab',
    responseUrl: 'https://hooks.slack.com/x',
  };
  expect(JSON.parse(pasteModal(about).private_metadata ?? '')).toEqual(about);
});

test('an address that Slack could not carry is left out', () => {
  const about = { channel: 'C1', incident: undefined, responseUrl: 'x'.repeat(5000) };
  expect(JSON.parse(pasteModal(about).private_metadata ?? '')).toEqual({ channel: 'C1' });
});

test('everything but the channel may be left empty, since lines or a file are enough', () => {
  const required = pasteModal(NOWHERE).blocks.flatMap((block) =>
    block.type === 'input' && block.optional !== true ? [block.block_id] : [],
  );
  expect(required).toEqual(['channel']);
});
