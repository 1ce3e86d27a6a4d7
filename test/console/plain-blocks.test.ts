import { expect, test } from 'vitest';
import { type Paint, plainBlocks } from '../../src/console/plain-blocks.ts';

const bare: Paint = (_style, text) => text;
const tagged: Paint = (style, text) => `<${style}>${text}</${style}>`;

const said = (text: string, style?: object): object => ({ type: 'text', text, style });
const section = (...elements: readonly object[]): object => ({
  type: 'rich_text_section',
  elements,
});
const rich = (...elements: readonly object[]): object => ({ type: 'rich_text', elements });
const label = (text: string): object => ({ type: 'plain_text', text, emoji: false });

test.each([
  ['a header', { type: 'header', text: label('502s on shop') }, ['502s on shop']],
  ['a section', { type: 'section', text: { type: 'mrkdwn', text: 'a\nb' } }, ['a', 'b']],
  [
    'a context',
    { type: 'context', elements: [label('rules 1'), label('0.1.0')] },
    ['rules 1 · 0.1.0'],
  ],
  ['a line of pieces', rich(section(said('Likely: '), said('crash'))), ['Likely: crash']],
  ['lines within a piece', rich(section(said('a: '), said('b\nc'), said(' d'))), ['a: b', 'c d']],
  ['a person', rich(section({ type: 'user', user_id: 'U1' }, said(' took it'))), ['@U1 took it']],
  [
    'a link',
    rich(section({ type: 'link', url: 'https://x.example/a', text: 'the thread' })),
    ['the thread (https://x.example/a)'],
  ],
  [
    'commands to copy, each on its line',
    rich({ type: 'rich_text_preformatted', elements: [said('nginx -t\n  reload')] }),
    ['    nginx -t', '      reload'],
  ],
  [
    'a quote',
    rich({ type: 'rich_text_quote', elements: [said('recv() failed')] }),
    ['│ recv() failed'],
  ],
  [
    'a list',
    rich({
      type: 'rich_text_list',
      style: 'bullet',
      elements: [section(said('a\nb')), section(said('c'))],
    }),
    ['  • a', '    b', '  • c'],
  ],
  [
    'an ordered list further in',
    rich({
      type: 'rich_text_list',
      style: 'ordered',
      indent: 1,
      elements: [section(said('a')), section(said('b'))],
    }),
    ['    1. a', '    2. b'],
  ],
  [
    'buttons and menus',
    {
      type: 'actions',
      elements: [
        { type: 'button', text: label('Acknowledge'), value: 'i1' },
        {
          type: 'static_select',
          placeholder: label('Snooze'),
          options: [{ text: label('1 hour') }, { text: label('4 hours') }],
        },
        { type: 'overflow', options: [{ text: label('Put back') }] },
      ],
    },
    ['[Acknowledge] [Snooze: 1 hour | 4 hours] [Put back]'],
  ],
])('%s is drawn in plain text', (_name, block, lines) => {
  expect(plainBlocks([block], bare)).toEqual(lines);
});

test('what is strong, slanted or code in Slack is so on a terminal', () => {
  const pieces = [
    said('a', { bold: true }),
    said('b', { italic: true }),
    said('c', { code: true }),
  ];
  const blocks = [{ type: 'header', text: label('h') }, rich(section(...pieces))];
  expect(plainBlocks(blocks, tagged)).toEqual([
    '<bold>h</bold>',
    '<bold>a</bold><italic>b</italic><cyan>c</cyan>',
  ]);
});

const HOSTILE = 'a\u001b[31mred\u001b]0;title\u0007\u0008\r\u202eb\u200b\u009bc';

test.each([
  ['a header', { type: 'header', text: label(HOSTILE) }],
  ['a piece', rich(section(said(HOSTILE)))],
  ['a command', rich({ type: 'rich_text_preformatted', elements: [said(HOSTILE)] })],
  ['a quote', rich({ type: 'rich_text_quote', elements: [said(HOSTILE)] })],
  ['a link', rich(section({ type: 'link', url: HOSTILE, text: HOSTILE }))],
  ['a person', rich(section({ type: 'user', user_id: HOSTILE }))],
  ['a button', { type: 'actions', elements: [{ type: 'button', text: label(HOSTILE) }] }],
  ['a block that nobody knows', { type: 'later', text: label(HOSTILE) }],
])('%s sends no control character to the terminal', (_name, block) => {
  const [line] = plainBlocks([block], bare);
  expect(line).toContain('aredb');
  expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b\u202e]/);
});

test.each([
  [{}],
  [{ type: 'rich_text', elements: 'none' }],
  [{ type: 'rich_text', elements: [null, 3, { type: 'rich_text_section' }] }],
  [{ type: 'actions', elements: [{}] }],
  [{ type: 'header', text: 7 }],
  [{ type: 'context' }],
])('%j is drawn as far as it goes', (block) => {
  expect(plainBlocks([block], bare).join('').trim()).toMatch(/^(?:\[\])?$/);
});

test('a command of ten thousand characters stays whole', () => {
  const command = `grep '${'x'.repeat(10_000)}'`;
  const block = rich({ type: 'rich_text_preformatted', elements: [said(command)] });
  expect(plainBlocks([block], bare)).toEqual([`    ${command}`]);
});
