import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseText } from '../../src/log/parse-text.ts';
import { kinds, reset } from './reading.ts';

test('puts a line together that was wrapped at any width', () => {
  fc.assert(
    fc.property(fc.integer({ min: 44, max: 200 }), (width) => {
      const pieces = reset().match(new RegExp(`.{1,${width}}`, 'gu')) ?? [];
      expect(parseText(pieces.join('\n'))).toMatchObject([
        { errno: 'ECONNRESET', upstream: 'http://10.0.3.17:8080/a', host: 'shop.example' },
      ]);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['a code fence', (line: string) => `\`\`\`\n${line}\n\`\`\``],
  ['a quotation', (line: string) => `> ${line}`],
  ['entities', (line: string) => line.replaceAll('"', '&quot;')],
  ['smart quotes', (line: string) => line.replaceAll('"', '”')],
  [
    'a Slack link',
    (line: string) => line.replace('http://10.0.3.17:8080/a', '<http://10.0.3.17:8080/a>'),
  ],
  ['inline code in prose', (line: string) => `prod is down: \`${line}\` any idea?`],
])('undoes %s', (_, wrap) => {
  expect(parseText(wrap(reset()))).toMatchObject([
    { upstream: 'http://10.0.3.17:8080/a', host: 'shop.example' },
  ]);
});

const BROKEN = reset()
  .replace('by peer', 'by\npeer')
  .replace(', upstream', ',\nupstream')
  .split('\n');

test.each([
  ['with a mark', '> '],
  ['with two marks', '>> '],
  ['with a mark that is an entity', '&gt; '],
  ['with the name of a container', 'nginx-1  | '],
])('puts a line together that was broken at blanks, each part %s', (_, mark) => {
  expect(parseText(BROKEN.map((part) => mark + part).join('\n'))).toMatchObject([
    {
      errno: 'ECONNRESET',
      request: 'GET /a HTTP/1.1',
      upstream: 'http://10.0.3.17:8080/a',
      host: 'shop.example',
    },
  ]);
});

test('undoes the escapes of Markdown', () => {
  const escaped = reset()
    .replace('[error]', '\\[error\\]')
    .replace('*7', '\\*7')
    .replace('p://', 'p\\://');
  expect(parseText(escaped)).toMatchObject([
    { level: 'error', connection: '7', upstream: 'http://10.0.3.17:8080/a', host: 'shop.example' },
  ]);
});

test('leaves a backslash in a URI alone', () => {
  expect(parseText(reset('10.0.3.17:8080', '/a\\[b\\]'))).toMatchObject([
    { request: 'GET /a\\[b\\] HTTP/1.1' },
  ]);
});

test.each([
  ['a whole line', reset()],
  ['a line whose head was left out', reset().slice(reset().indexOf('recv()'))],
])('reads %s of which each field stands on a line of its own, with its comma', (_, line) => {
  const fields = line.replaceAll(/, (?=client|server|request|upstream|host)/g, ',\n');
  expect(parseText(fields)).toMatchObject([
    {
      errno: 'ECONNRESET',
      client: '1.2.3.4',
      request: 'GET /a HTTP/1.1',
      upstream: 'http://10.0.3.17:8080/a',
      host: 'shop.example',
    },
  ]);
});

test('reads a message that was cut at its comma before the fields', () => {
  const text =
    'epoll_wait() reported that client prematurely closed connection,\nso upstream connection is closed too while connecting to upstream,\nclient: 192.0.2.7,\nrequest: "PUT /v2/items HTTP/1.1",\nupstream: "https://10.0.3.17:8443/items"';
  expect(parseText(text)).toMatchObject([
    {
      message: 'client-closed',
      phase: 'connecting to upstream',
      client: '192.0.2.7',
      upstream: 'https://10.0.3.17:8443/items',
    },
  ]);
});

const RESET_WORDS = 'recv() failed (104: Connection reset by peer) while reading upstream';

test.each([
  ['I keep getting', `I keep getting "${RESET_WORDS}" since Monday`],
  ['brackets', `502s all day ("${RESET_WORDS}")\nany idea?`],
  ['another quotation', `The "Bad Gateway" page comes with "${RESET_WORDS}".`],
  ['a script without blanks', `日志里有"${RESET_WORDS}"这个错误。`],
])('reads words of nginx between straight quotes in a question with %s', (_, text) => {
  expect(parseText(text)).toMatchObject([{ errno: 'ECONNRESET', phase: 'reading upstream' }]);
});

test('counts a line that was read so only once', () => {
  expect(kinds(`why?\n"${RESET_WORDS}"\nthanks`)).toEqual([
    'unknown-line',
    'unknown-line',
    'error-line',
  ]);
});
