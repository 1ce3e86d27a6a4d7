import { expect, test } from 'vitest';
import { parseText } from '../../src/log/parse-text.ts';
import { recordReader } from '../../src/log/records.ts';

const LINE =
  '2026/11/22 09:14:03 [error] 1#1: *7 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 1.2.3.4, server: s, request: "GET /a HTTP/1.1", upstream: "http://10.0.3.17:8080/a", host: "s"';

const kindsIn = (text: string): readonly string[] => {
  const kinds: string[] = [];
  const records = recordReader((line) => kinds.push(line.kind));
  records.push(text);
  records.end();
  return kinds;
};

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

const WITNESS = '[2026-11-22 09:14:03 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)';

test.each([
  ['a second line of a message', { level: 'warn', msg: `no such path: /x\n${WITNESS}` }],
  ['a second field', { msg: 'request', body: WITNESS }],
  [
    'a field further down',
    { message: 'request', http: { request: { body: { content: WITNESS } } } },
  ],
])('takes no witness from %s, where a client’s text may stand', (_, value) => {
  expect(kindsIn(JSON.stringify(value))).not.toContain('witness-line');
});

test.each([
  ['docker json-file', { log: `${WITNESS}\n`, stream: 'stderr', time: '2026-11-22T09:14:03Z' }],
  ['Elasticsearch', { message: WITNESS, event: { original: WITNESS } }],
  ['Loki', { stream: { app: 'shop' }, values: [['1790000000000000000', WITNESS]] }],
])('takes a witness from %s', (_, value) => {
  expect(kindsIn(JSON.stringify(value))).toContain('witness-line');
});

test('leaves what only looks like JSON alone', () => {
  expect(parseText('{"log": "unfinished')).toEqual([]);
});
