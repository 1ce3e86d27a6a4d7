import { expect, test } from 'vitest';
import { blockKitFaults, blocksLength, type Surface } from './block-kit-faults.ts';

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
const rich = (...elements: readonly object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const button = (action_id: string) => ({
  type: 'button',
  action_id,
  text: plain('Go'),
  value: 'i1',
});
const many = (count: number) => Array.from({ length: count }, () => ({ type: 'divider' }));
const input = (element: object) => ({
  type: 'input',
  block_id: 'text',
  label: plain('Log'),
  element,
});

const right: readonly (readonly [Surface, readonly object[]])[] = [
  [
    'message',
    [
      { type: 'header', text: plain('Upstream refused') },
      rich(
        { type: 'text', text: '*7 <!channel>', style: { code: true } },
        { type: 'user', user_id: 'U1' },
      ),
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'nginx -T' }] },
        ],
      },
      { type: 'context', elements: [plain('i1')] },
      { type: 'actions', elements: [button('acknowledge'), button('snooze')] },
    ],
  ],
  [
    'modal',
    [
      input({ type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 3_000 }),
      { ...input({ type: 'file_input', action_id: 'value', max_files: 10 }), block_id: 'files' },
    ],
  ],
  ['home', many(100)],
];

test.each(right)('right blocks of a %s have no fault', (surface, blocks) => {
  expect(blockKitFaults(blocks, surface)).toEqual([]);
});

const wrong: readonly (readonly [string, Surface, unknown])[] = [
  ['must be an array [/blocks]', 'message', {}],
  ['no more than 50 items', 'message', many(51)],
  ['no more than 100 items', 'modal', many(101)],
  ['unsupported type: input', 'message', [input({ type: 'plain_text_input' })]],
  ['unsupported type: constructor', 'message', [{ type: 'constructor' }]],
  ['file_input is for modals', 'home', [input({ type: 'file_input' })]],
  ['must be less than 151', 'message', [{ type: 'header', text: plain('x'.repeat(151)) }]],
  ['must be more than 0', 'message', [{ type: 'header', text: plain('') }]],
  [
    'must be one of plain_text',
    'message',
    [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
  ],
  ['must be more than 0', 'message', [rich({ type: 'text', text: '' })]],
  ['unsupported type: mrkdwn', 'message', [rich({ type: 'mrkdwn', text: 'x' })]],
  ['no fewer than 1 items', 'message', [rich()]],
  ['invalid url', 'message', [rich({ type: 'link', url: 'javascript:x', text: 'x' })]],
  [
    'invalid additional property: style',
    'message',
    [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_preformatted',
            elements: [{ type: 'text', text: 'x', style: { bold: true } }],
          },
        ],
      },
    ],
  ],
  [
    'initial_option is none of the options',
    'modal',
    [
      input({
        type: 'static_select',
        action_id: 'value',
        options: [{ text: plain('PHP-FPM'), value: 'php' }],
        initial_option: { text: plain('uWSGI'), value: 'uwsgi' },
      }),
    ],
  ],
  [
    'invalid additional property: response_url_enabled',
    'message',
    [
      {
        type: 'actions',
        elements: [{ type: 'conversations_select', action_id: 'a', response_url_enabled: true }],
      },
    ],
  ],
  ['needs one of text, fields', 'message', [{ type: 'section' }]],
  ['must be less than 3001', 'message', [{ type: 'section', text: plain('x'.repeat(3_001)) }]],
  ['no more than 10 items', 'message', [{ type: 'context', elements: Array(11).fill(plain('x')) }]],
  [
    'no more than 25 items',
    'message',
    [{ type: 'actions', elements: Array.from({ length: 26 }, (_, index) => button(`a${index}`)) }],
  ],
  [
    'action_id already exists: a',
    'message',
    [{ type: 'actions', elements: [button('a'), button('a')] }],
  ],
  ['block_id already exists: b', 'message', Array(2).fill({ type: 'divider', block_id: 'b' })],
  [
    'must be less than 76',
    'message',
    [{ type: 'actions', elements: [{ ...button('a'), text: plain('x'.repeat(76)) }] }],
  ],
  ['invalid additional property: label', 'message', [{ type: 'divider', label: 'x' }]],
  ['missing required field: text', 'message', [{ type: 'header' }]],
  [
    'no more than 5 items',
    'message',
    [
      {
        type: 'actions',
        elements: [{ type: 'overflow', options: Array(6).fill({ text: plain('x'), value: 'x' }) }],
      },
    ],
  ],
  [
    'only_one_table_allowed',
    'message',
    Array(2).fill({ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }),
  ],
];

test.each(wrong)('says: %s', (fault, surface, blocks) => {
  expect(blockKitFaults(blocks, surface).join('\n')).toContain(fault);
});

test('says when a message is over our budget, though Slack might take it', () => {
  const blocks = Array.from({ length: 5 }, () => rich({ type: 'text', text: 'x'.repeat(2_400) }));

  expect(blocksLength(blocks)).toBeGreaterThan(12_000);
  expect(blockKitFaults(blocks, 'message')).toEqual([
    `over our budget: ${blocksLength(blocks)} of 12000 characters`,
  ]);
});
