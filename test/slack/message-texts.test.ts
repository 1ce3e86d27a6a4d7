import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsOfMessage } from '../../src/slack/message-parts.ts';
import { textsOfMessage } from '../../src/slack/message-texts.ts';
import { LINE, TIMEOUT } from './written-messages.ts';

const textOf = (message: unknown): string =>
  textsOfMessage(message)
    .map(({ text }) => text)
    .join('\n---\n');
const richText = (...elements: readonly object[]): object => ({ type: 'rich_text', elements });
const say = (text: string): object => ({ type: 'text', text });

test.each<[string, object]>([
  ['the text', { text: LINE }],
  ['a pretext', { attachments: [{ pretext: LINE }] }],
  ['a title', { attachments: [{ title: LINE }] }],
  ['the text of an attachment', { attachments: [{ text: LINE }] }],
  ['the name of a field', { attachments: [{ fields: [{ title: LINE }] }] }],
  ['the value of a field', { attachments: [{ fields: [{ title: 'log', value: LINE }] }] }],
  ['a fallback', { attachments: [{ fallback: LINE }] }],
  ['a footer', { attachments: [{ footer: LINE }] }],
  [
    'blocks of an attachment',
    { attachments: [{ blocks: [{ type: 'section', text: { type: 'mrkdwn', text: LINE } }] }] },
  ],
  ['a section', { blocks: [{ type: 'section', text: { type: 'plain_text', text: LINE } }] }],
  [
    'a field of a section',
    { blocks: [{ type: 'section', fields: [{ type: 'mrkdwn', text: LINE }] }] },
  ],
  ['a header', { blocks: [{ type: 'header', text: { type: 'plain_text', text: LINE } }] }],
  ['a context', { blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: LINE }] }] }],
  ['a markdown block', { blocks: [{ type: 'markdown', text: LINE }] }],
  ['a table', { blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: LINE }]] }] }],
  ['code', { blocks: [richText({ type: 'rich_text_preformatted', elements: [say(LINE)] })] }],
  ['a quote', { blocks: [richText({ type: 'rich_text_quote', elements: [say(LINE)] })] }],
  [
    'a list',
    {
      blocks: [
        richText({
          type: 'rich_text_list',
          elements: [
            { type: 'rich_text_section', elements: [say('x')] },
            { type: 'rich_text_section', elements: [say(LINE)] },
          ],
        }),
      ],
    },
  ],
  [
    'a message that was passed on',
    {
      attachments: [
        {
          message_blocks: [
            {
              message: { blocks: [richText({ type: 'rich_text_section', elements: [say(LINE)] })] },
            },
          ],
        },
      ],
    },
  ],
  [
    'a block of a kind that is not known yet',
    { blocks: [{ type: 'new', deep: [{ in: { type: 'mrkdwn', text: LINE } }] }] },
  ],
])('a line in %s is found on a line of its own', (_, message) => {
  expect(textOf(message).split('\n')).toContain(LINE);
});

test('pieces of rich text are joined exactly', () => {
  const elements = [
    say('upstream: "'),
    { type: 'link', url: 'http://10.0.3.17:8080/cart' },
    say('", host: "'),
    { type: 'link', url: 'http://shop.example', text: 'shop.example' },
    say('", at [::1]'),
    { type: 'emoji', name: '443' },
    say('0 &lt;x&gt;'),
  ];
  expect(textOf({ blocks: [richText({ type: 'rich_text_section', elements })] })).toBe(
    'upstream: "http://10.0.3.17:8080/cart", host: "shop.example", at [::1]:443:0 &lt;x&gt;',
  );
});

test('of what a person typed the blocks count, not the text with markup in it', () => {
  const blocks = [richText({ type: 'rich_text_section', elements: [say('a <http://b> c')] })];
  expect(textOf({ user: 'U1', text: 'a &lt;<http://b>&gt; c and more', blocks })).toBe(
    'a <http://b> c',
  );
});

test('buttons and menus say nothing', () => {
  const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Resolve' } };
  const section = { type: 'section', text: { type: 'mrkdwn', text: 'x' }, accessory: button };
  expect(textOf({ blocks: [section, { type: 'actions', elements: [button] }] })).toBe('x');
});

test.each<[string, object]>([
  ['a fallback', { attachments: [{ text: LINE, fallback: LINE }] }],
  ['a label before it', { attachments: [{ text: LINE, fallback: `Triggered #47: ${LINE}` }] }],
  [
    'a label in both',
    { attachments: [{ title: `CRITICAL: ${LINE}`, fallback: `Triggered #47: ${LINE}` }] },
  ],
  ['an end that is cut off', { text: `*${LINE.slice(0, 120)}…*`, attachments: [{ text: LINE }] }],
  [
    'fences around it',
    { bot_id: 'B1', text: `\`\`\`${LINE}\`\`\``, attachments: [{ text: LINE }] },
  ],
])('a line that comes twice is read once: %s', (_, message) => {
  expect(textOf(message).split('connect() failed')).toHaveLength(2);
  expect(textOf(message)).toContain(LINE.slice(20));
});

test('different lines stay, and repeats within one text', () => {
  expect(textOf({ attachments: [{ text: LINE }, { text: TIMEOUT }] })).toBe(`${LINE}\n${TIMEOUT}`);
  expect(textOf({ text: `${LINE}\n${LINE}` })).toBe(`${LINE}\n${LINE}`);
});

test('secrets are masked', () => {
  expect(textOf({ text: 'GET /?token=hunter2 HTTP/1.1' })).not.toContain('hunter2');
});

test('what is too much is cut', () => {
  const attachments = Array.from({ length: 100 }, (_, n) => ({ text: `${n} `.repeat(5000) }));
  expect(textOf({ attachments }).length).toBeLessThanOrEqual(200 * 1024);
});

test.each([
  ['a blank', ' '],
  ['a line break', '\n'],
])('what is too much is cut at %s, so that no secret loses the end that tells it', (_, gap) => {
  const before = `${'x'.repeat(99)}${gap}`.repeat(2048).slice(0, 200 * 1024 - 40);
  const secret = `${gap}https://deploy:hunter2-${'s'.repeat(60)}@registry.example/`;

  expect(textOf({ text: before + secret })).not.toContain('hunter2');
});

test('one word that is too much is left out', () => {
  expect(textOf({ text: 'hunter2'.repeat(40_000) })).toBe('');
});

const LONG = 'a value that is longer than what proves nothing';
const many = (count: number, one: (index: number) => object): readonly object[] =>
  Array.from({ length: count }, (_, index) => one(index));
const linesOf = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

test.each<[string, object]>([
  [
    'fields',
    {
      attachments: many(1000, (a) => ({
        fields: many(150, (f) => ({ title: `name ${f}`, value: `${LONG}: ${a} of ${f}` })),
      })),
    },
  ],
  ['blocks', { blocks: many(20_000, (n) => ({ type: 'markdown', text: `${LONG}: ${n}` })) }],
  [
    'lines',
    {
      attachments: many(5, (a) => ({ text: linesOf(1000, (n) => `${a} ${n} ${'ab'.repeat(15)}`) })),
    },
  ],
  [
    'lines that are almost the same',
    {
      attachments: many(5, (a) => ({
        text: linesOf(1300, () => `${'a'.repeat(15 + a)}b${'a'.repeat(13 - a)}`),
      })),
    },
  ],
])('a message of very many %s is read at once', (_, message) => {
  const start = performance.now();
  const texts = textsOfMessage({ bot_id: 'B1', ...message });

  expect(performance.now() - start).toBeLessThan(300);
  expect(texts).toHaveLength(1);
});

test('of very many fields the first are read', () => {
  const fields = many(1000, (n) => ({ title: `name ${n}`, value: 'x' }));
  const { parts, fields: named } = partsOfMessage({ attachments: [{ fields }] });

  expect(parts).toHaveLength(300);
  expect(named[0]).toEqual({ name: 'name 0', value: 'x' });
  expect(named).toHaveLength(300);
});

test('deep nesting ends', () => {
  let node: object = { type: 'mrkdwn', text: 'deep' };
  for (let depth = 0; depth < 5000; depth += 1) node = { elements: [node] };
  expect(textsOfMessage({ text: 'x', blocks: [node] })).toEqual([{ name: 'message', text: 'x' }]);
});

test('any JSON gives texts', () => {
  const block = fc.record(
    {
      type: fc.constantFrom(
        'rich_text',
        'section',
        'table',
        'mrkdwn',
        'text',
        'link',
        'rich_text_list',
      ),
      text: fc.jsonValue(),
      elements: fc.jsonValue(),
      rows: fc.jsonValue(),
      fields: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const message = fc.record(
    {
      text: fc.oneof(fc.string(), fc.jsonValue()),
      blocks: fc.oneof(fc.array(block), fc.jsonValue()),
      attachments: fc.oneof(
        fc.array(fc.record({ blocks: fc.array(block), fields: fc.jsonValue() })),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(message, fc.jsonValue()), (one) => {
      for (const { name, text } of textsOfMessage(one)) {
        expect(name).toBe('message');
        expect(text).not.toBe('');
      }
    }),
    { numRuns: 300 },
  );
});
