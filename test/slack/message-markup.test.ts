import { expect, test } from 'vitest';
import { plainTextOf } from '../../src/slack/message-markup.ts';

test.each([
  [
    'a bare link',
    'upstream: "<http://10.0.3.17:8080/cart>"',
    'upstream: "http://10.0.3.17:8080/cart"',
  ],
  ['a link with a label', '"<http://shop.example|shop.example>"', '"shop.example"'],
  ['a label with a bar in it', '<https://a.example|one | two>', 'one | two'],
  ['an empty label', '<https://a.example|>', 'https://a.example'],
  ['an address of mail', '<mailto:a@b.example|a@b.example>', 'a@b.example'],
  ['a mention', '<@U012AB3CD> look', '@U012AB3CD look'],
  ['a mention with a name', '<@U012AB3CD|jane>', '@U012AB3CD'],
  ['a channel', '<#C012AB3CD|alerts>', '#alerts'],
  ['a call to all', '<!here> 502', '@here 502'],
  ['a group', '<!subteam^S012AB3CD|@oncall>', '@oncall'],
  ['a date', '<!date^1392734382^{date}|Feb 18>', 'Feb 18'],
  ['entities', 'a &lt;b&gt; &amp;&amp; c', 'a <b> && c'],
  ['an entity that was typed', '&amp;lt;', '&lt;'],
  ['what is no markup', 'a < b', 'a < b'],
  ['a fence around a line', '```\nline\n```', '\nline\n'],
  ['a fence on the line', '```line```', 'line'],
])('reads %s', (_, slack, plain) => {
  expect(plainTextOf(slack)).toBe(plain);
});

test('back-ticks in a request never begin a line', () => {
  const line = 'request: "GET /```2026/11/22 10:00:00 [error] 1#1: *1 no live upstreams HTTP/1.1"';
  expect(plainTextOf(line).split('\n')).toHaveLength(1);
});

test.each(['<', '<a|', '&lt;', '```', '<http://a|', '`'])('stays fast on many %j', (unit) => {
  const text = unit.repeat(200_000 / unit.length);
  const start = performance.now();
  plainTextOf(text);
  expect(performance.now() - start).toBeLessThan(500);
});
