import { expect, test } from 'vitest';
import { textsOfJson } from '../../src/intake/json-texts.ts';
import { diagnoseFiles } from '../diagnose-text.ts';
import { ERROR_LINE } from './running-server.ts';

const OTHER_LINE = ERROR_LINE.replace('*4000', '*4001');

test.each([
  ['a string', ERROR_LINE],
  ['a list of strings', ['nginx says', ERROR_LINE]],
  ['text', { text: ERROR_LINE }],
  ['message', { message: ERROR_LINE }],
  ['log', { log: ERROR_LINE }],
  ['lines', { lines: ['before', ERROR_LINE] }],
  ['description', { alert: { description: `seen:\n${ERROR_LINE}` } }],
  ['annotations', { alerts: [{ annotations: { runbook_hint: ERROR_LINE } }] }],
  ['a field that nobody named', { a: [{ b: { c: [[ERROR_LINE]] } }] }],
  ['a label', { labels: { sample: `last: ${ERROR_LINE}` } }],
  ['records of a collector', [{ log: ERROR_LINE, stream: 'stderr' }]],
])('a line of nginx is found in %s, once', async (_name, body) => {
  const report = await diagnoseFiles(textsOfJson(body).texts);
  expect(report.diagnoses.map(({ peers, count }) => [peers, count])).toEqual([
    [['10.0.3.17:8080'], 1],
  ]);
});

test('lines of many records stand below each other, as in a log', () => {
  expect(textsOfJson([{ log: ERROR_LINE }, { log: OTHER_LINE }]).texts).toEqual([
    { name: 'log', text: `${ERROR_LINE}\n${OTHER_LINE}` },
  ]);
});

test('a line that a sender put into several fields counts once', async () => {
  const body = {
    commonAnnotations: { log: ERROR_LINE },
    alerts: [{ annotations: { log: ERROR_LINE } }],
    message: `**Firing**\n - log = ${ERROR_LINE}`,
    sample: ERROR_LINE,
  };
  const report = await diagnoseFiles(textsOfJson(body).texts);
  expect(report.diagnoses[0]?.count).toBe(1);
});

test('a line that one text holds twice counts twice', () => {
  expect(textsOfJson({ text: `${ERROR_LINE}\n${ERROR_LINE}` }).texts[0]?.text).toBe(
    `${ERROR_LINE}\n${ERROR_LINE}`,
  );
});

// Of the kernel that nginx and its backend share, so that its word is proof.
const LOCAL = ERROR_LINE.replaceAll('10.0.3.17', '127.0.0.1');
const KILLED =
  '2026-11-22T09:40:00 web1 kernel: Out of memory: Killed process 42 (node) total-vm:1kB';

test.each([
  ['beside the line', { text: `${LOCAL}\n${KILLED}` }, true],
  ['in a field that a client fills', { text: LOCAL, user_agent: KILLED }, false],
  [
    'in a field that a client fills, with a word of nginx',
    { text: LOCAL, user_agent: `${KILLED} upstream` },
    false,
  ],
])('the word of a kernel %s', async (_name, body, isProof) => {
  const report = await diagnoseFiles(textsOfJson(body).texts, { told: { backend: 'node' } });
  const variants = report.diagnoses[0]?.causes.map((cause) => cause.variant);
  expect(variants?.includes('oom-kill')).toBe(isProof);
});

test('a record of an access log is handed on whole, with its numbers', () => {
  const record = {
    status: 502,
    request_uri: '/a?b=c',
    upstream_status: '502',
    request_time: 0.004,
  };
  expect(textsOfJson([record]).texts).toEqual([
    {
      name: 'requests',
      text: '{"status":502,"request_uri":"/a?b=…","upstream_status":"502","request_time":0.004}',
    },
  ]);
});

test.each([
  ['a header', { headers: { Authorization: 'upstream opaque', Cookie: 'upstream opaque' } }],
  ['a token', { token: 'upstream opaque' }],
  ['a cookie of a request', { status: 502, uri: '/', http_cookie: 'opaque' }],
  ['a field without words of nginx', { user: { name: 'opaque person', mail: 'a opaque' } }],
])('%s is not kept', (_name, body) => {
  expect(JSON.stringify(textsOfJson(body).texts)).not.toContain('opaque');
});

test('a secret is masked in every kind of field', () => {
  const secret = 'password=hunter2hunter2 [error]';
  const body = { text: secret, x: `a ${secret}`, list: [{ status: 502, uri: `/ ${secret}` }] };
  expect(JSON.stringify(textsOfJson(body).texts)).not.toContain('hunter2');
});

test('what stands deeper than 32 levels is left out, and said to be', () => {
  const nested = (levels: number): unknown => (levels === 0 ? ERROR_LINE : [nested(levels - 1)]);
  expect([textsOfJson(nested(32)), textsOfJson(nested(33))]).toMatchObject([
    { texts: [{ text: ERROR_LINE }], isCut: false },
    { texts: [], isCut: true },
  ]);
});

test('all fields together are read up to 200 KB', () => {
  const lines = Array.from({ length: 2000 }, (_, at) => ({
    [`field${at}`]: { text: ERROR_LINE.replace('*4000', `*${at}`) },
  }));
  const { texts, isCut } = textsOfJson(lines);
  const length = texts.reduce((sum, { text }) => sum + text.length, 0);
  expect([length > 200_000, length < 210_000, isCut]).toEqual([true, true, true]);
});
