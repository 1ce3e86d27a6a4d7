import { describe, expect, test } from 'vitest';
import {
  fallback,
  line,
  link,
  person,
  plain,
  richText,
  said,
  toCopy,
} from '../../../src/reply/slack/rich-text.ts';

test('text shows no control or bidi character and no lone half of a pair', () => {
  expect(said('a\u202eb\u0007c\ud800d').text).toBe('abc\ufffdd');
});

test('text is cut with a mark', () => {
  expect(said('abcdef', 4).text).toBe('abc…');
});

test('text to copy keeps its lines and is never cut', () => {
  const command = `a \\\n  ${'b'.repeat(9000)}`;
  expect(toCopy(command).elements[0]?.text).toBe(command);
});

test.each(['', '!channel', 'U1', 'U024BE7LH>', 'S024BE7LH', 'u024be7lh'])(
  '%j is no id of a person',
  (id) => {
    expect(person(id)).toEqual(said('somebody'));
  },
);

test.each([
  'javascript:alert(1)',
  'http://acme.slack.com/',
  'https://acme.slack.com/|x',
  'https://acme.slack.com/ x',
  'https://user@acme.slack.com/',
])('%s is no permalink, and its label stands alone', (url) => {
  expect(link(url, 'message')).toEqual(said('message'));
});

test('pieces, lines and blocks without text are left out', () => {
  expect(line(said(''), said(' '), said('a')).elements).toEqual([said('a')]);
  expect(richText(line(said('')), undefined, toCopy('\n'))).toBeUndefined();
});

test('a label that would be empty is a mark, since Slack refuses an empty one', () => {
  expect(plain('\u200b', 10).text).toBe('…');
});

describe('the words of a notification', () => {
  test('are escaped', () => {
    expect(fallback('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
  });

  test('are cut between entities, never within one', () => {
    const text = fallback('&'.repeat(300));
    expect(text).toMatch(/^(?:&amp;)+…$/);
    expect(text.length).toBeGreaterThan(290);
  });

  test.each(['', ' ', '\n'])('are never empty: %j', (text) => {
    expect(fallback(text)).toBe('…');
  });
});
