import { expect, test } from 'vitest';
import { parseText } from '../../src/log/parse-text.ts';

const LINE =
  '2026/11/22 09:14:03 [error] 1#1: *7 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 1.2.3.4, server: s, request: "GET /a HTTP/1.1", upstream: "http://10.0.3.17:8080/a", host: "s"';

test.each([
  [
    'docker json-file',
    JSON.stringify({ log: `${LINE}\n`, stream: 'stderr', time: '2026-11-22T09:14:03Z' }),
  ],
  ['CloudWatch', JSON.stringify({ '@timestamp': 'x', '@logStream': 'y', '@message': LINE })],
  ['Loki', JSON.stringify({ stream: { app: 'nginx' }, values: [['1790000000000000000', LINE]] })],
  ['Elasticsearch', JSON.stringify({ _source: { message: LINE, host: { name: 'edge' } } })],
  ['one field of a printed document', `    "message": ${JSON.stringify(LINE)},`],
])('finds the line inside %s', (_, text) => {
  expect(parseText(text)).toMatchObject([
    { errno: 'ECONNRESET', upstream: 'http://10.0.3.17:8080/a', host: 's' },
  ]);
});

test('takes no line from a field that a client wrote', () => {
  expect(parseText(JSON.stringify({ time: 'x', status: 200, http_user_agent: LINE }))).toEqual([]);
});

test('leaves what only looks like JSON alone', () => {
  expect(parseText('{"log": "unfinished')).toEqual([]);
});
