import { expect, test, vi } from 'vitest';
import { WEB_LIMITS } from '../../src/intake/server.ts';
import { ERROR_LINE, post, runningServer } from './running-server.ts';

test('lines of a log are taken in for the channel of the address and answered with 202', async () => {
  await using server = await runningServer();
  const response = await post(server, ERROR_LINE, {}, '/webhooks/generic/C0ALERTS');
  expect([response.status, await response.json(), server.accepted.map((one) => one.body)]).toEqual([
    202,
    { accepted: 1 },
    [
      {
        kind: 'webhook',
        source: 'generic',
        channel: 'C0ALERTS',
        texts: [{ name: 'webhook', text: ERROR_LINE }],
      },
    ],
  ]);
});

test('an address without a channel means the default channel', async () => {
  await using server = await runningServer();
  await post(server, ERROR_LINE);
  expect(server.accepted[0]?.body).toMatchObject({ channel: 'C0DEFAULT' });
});

test.each([
  ['no channel and no default', '/webhooks/generic', /set DEFAULT_CHANNEL/],
  ['a channel that is not configured', '/webhooks/generic/C0OTHER', /SLACK_ALERT_CHANNELS/],
  ['a field of every object', '/webhooks/generic/__proto__', /SLACK_ALERT_CHANNELS/],
])('%s gives 404 and says what to do', async (_name, path, sentence) => {
  await using server = await runningServer({ defaultChannel: undefined });
  const response = await post(server, ERROR_LINE, {}, path);
  expect([response.status, server.accepted.length]).toEqual([404, 0]);
  expect(await response.text()).toMatch(sentence);
});

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

test.each([
  ['Bearer', { authorization: 'Bearer right-token' }, ''],
  ['bearer in small letters', { authorization: 'bearer right-token' }, ''],
  ['Api-Key as a scheme', { authorization: 'Api-Key right-token' }, ''],
  ['Api-Key as a header', { authorization: '', 'api-key': 'right-token' }, ''],
  ['the password of Basic', { authorization: basic('anyone:right-token') }, ''],
  ['the address', { authorization: '' }, '?token=right-token'],
])('the token may come as %s', async (_name, headers, query) => {
  await using server = await runningServer();
  const response = await post(server, ERROR_LINE, headers, `/webhooks/generic${query}`);
  expect(response.status).toBe(202);
});

test.each([
  ['none', { authorization: '' }, ''],
  ['a wrong one', { authorization: 'Bearer wrong' }, ''],
  ['the beginning of it', { authorization: 'Bearer right' }, ''],
  ['the user of Basic', { authorization: basic('right-token:') }, ''],
  ['two in the address', { authorization: '' }, '?token=right-token&token=x'],
  ['an empty one', { authorization: 'Bearer ' }, '?token='],
])('a delivery with %s is refused with a sentence', async (_name, headers, query) => {
  await using server = await runningServer();
  const response = await post(server, ERROR_LINE, headers, `/webhooks/generic${query}`);
  expect([response.status, server.accepted.length]).toEqual([401, 0]);
  expect(await response.text()).toMatch(/WEBHOOK_TOKEN/);
});

test('the token stands in no log, however it came', async () => {
  await using server = await runningServer({ token: 'right-token' });
  await post(server, ERROR_LINE, { authorization: '' }, '/webhooks/generic?token=right-token');
  await post(server, ERROR_LINE, { authorization: '' }, '/webhooks/generic?token=wrong-token');
  await post(server, ERROR_LINE, {}, '/webhooks/nowhere?token=right-token');
  expect(server.logged).toEqual([
    'took in a webhook {"source":"generic","channel":"C0DEFAULT","bytes":280}',
    'refused a request {"status":401,"method":"POST","route":"/webhooks/generic/:channel?"}',
    'refused a request {"status":404,"method":"POST","route":"unknown"}',
  ]);
});

test('without a token a program on this machine may send', async () => {
  await using server = await runningServer({ token: undefined, defaultChannel: 'local' });
  expect((await post(server, ERROR_LINE, { authorization: '' })).status).toBe(202);
});

test.each([
  ['a page in a browser', 'Host: localhost\r\nOrigin: http://evil.example\r\n'],
  ['a page without an origin', 'Host: localhost\r\nOrigin: null\r\n'],
  ['a name that was bound to this machine', 'Host: evil.example:3000\r\n'],
  ['a name that begins like ours', 'Host: localhost.evil.example\r\n'],
  ['a proxy that sends for others', 'Host: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n'],
])('without a token %s may not', async (_name, headers) => {
  await using server = await runningServer({ token: undefined });
  const answer = await server.raw(
    `POST /webhooks/generic HTTP/1.1\r\n${headers}Connection: close\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\ntext`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 401[\s\S]*set WEBHOOK_TOKEN/);
});

test('202 is not said before the store has it', async () => {
  const stored = Promise.withResolvers<void>();
  const accept = vi.fn(() => stored.promise);
  await using server = await runningServer({ accept });
  const order: string[] = [];
  const answer = post(server, ERROR_LINE).then((response) => order.push(`${response.status}`));
  await vi.waitFor(() => expect(accept).toHaveBeenCalled());
  await fetch(`${server.url}/healthz`);
  order.push('stored');
  stored.resolve();
  await answer;
  expect(order).toEqual(['stored', '202']);
});

test('a store that fails gives 503, to be sent again, and a line in the log without its text', async () => {
  await using server = await runningServer({
    accept: async () => {
      throw new Error('disk full');
    },
  });
  const response = await post(server, ERROR_LINE);
  expect([response.status, response.headers.get('retry-after'), server.logged[0]]).toEqual([
    503,
    '5',
    'a webhook was not stored {"source":"generic","reason":"disk full"}',
  ]);
});

test('a store that hangs gives 503 in time', async () => {
  await using server = await runningServer({
    accept: () => new Promise(() => {}),
    limits: { ...WEB_LIMITS, storeTimeoutMs: 50 },
  });
  expect((await post(server, ERROR_LINE)).status).toBe(503);
});

test('more than may wait for the store get 503, and a place is free again afterwards', async () => {
  const stored = Promise.withResolvers<void>();
  const accept = vi.fn(() => stored.promise);
  await using server = await runningServer({ accept, limits: { ...WEB_LIMITS, mostWaiting: 2 } });
  const waiting = [post(server, 'one'), post(server, 'two')];
  await vi.waitFor(() => expect(accept).toHaveBeenCalledTimes(2));
  const third = await post(server, 'three');
  stored.resolve();
  const first = await Promise.all(waiting);
  const fourth = await post(server, 'four');
  expect([third, ...first, fourth].map((response) => response.status)).toEqual([
    503, 202, 202, 202,
  ]);
});

test.each([
  ['a form', 'application/x-www-form-urlencoded'],
  ['a page', 'text/html'],
  ['bytes', 'application/octet-stream'],
  ['what is no type', 'nonsense'],
])('%s is refused with 415 and the way to send it', async (_name, type) => {
  await using server = await runningServer();
  const response = await post(server, ERROR_LINE, { 'content-type': type });
  expect(response.status).toBe(415);
  expect(await response.text()).toMatch(/text\/plain/);
});

test('a compressed body is refused', async () => {
  await using server = await runningServer();
  const response = await post(server, ERROR_LINE, { 'content-encoding': 'gzip' });
  expect(response.status).toBe(415);
});

test.each([
  ['nothing', 'text/plain', ''],
  ['blanks', 'text/plain', ' \n\t'],
  ['an empty object', 'application/json', '{}'],
  ['numbers', 'application/json', '[1,2,null,true]'],
])('%s is refused, since there is nothing to read', async (_name, type, body) => {
  await using server = await runningServer();
  const response = await post(server, body, { 'content-type': type });
  expect([response.status, await response.json()]).toEqual([
    400,
    { error: 'there is no text in the body to read' },
  ]);
});

test('more than 200 KB of text is cut at the end of a line, and the sender is told', async () => {
  await using server = await runningServer();
  const response = await post(server, `${ERROR_LINE}\n`.repeat(2000));
  const body = server.accepted[0]?.body;
  const text = body?.kind === 'webhook' ? (body.texts[0]?.text ?? '') : '';
  expect(await response.json()).toEqual({
    accepted: 1,
    note: 'only the first 200 KB of text, 32 levels deep, were read',
  });
  expect([
    text.length > 200_000,
    text.length <= 204_800,
    text.endsWith('host: "shop.example"'),
  ]).toEqual([true, true, true]);
});

test('secrets are masked before the store sees them', async () => {
  await using server = await runningServer();
  await post(server, `password=hunter2hunter2 ${ERROR_LINE}`);
  await post(server, JSON.stringify({ text: 'Authorization: Bearer abcdef0123456789' }), {
    'content-type': 'application/json',
  });
  expect(JSON.stringify(server.accepted)).not.toMatch(/hunter2|abcdef0123456789/);
});
