import { createHmac } from 'node:crypto';
import { HTTPReceiver, LogLevel } from '@slack/bolt';
import { expect, test } from 'vitest';
import { WEB_LIMITS } from '../../src/intake/server.ts';
import { post, runningServer } from './running-server.ts';

test.each(['/healthz', '/readyz', '/healthz/'])(
  '%s answers 200 while all is well',
  async (path) => {
    await using server = await runningServer();
    expect((await fetch(server.url + path)).status).toBe(200);
  },
);

test.each([
  ['says no', async () => false],
  [
    'fails',
    async () => {
      throw new Error('database is locked');
    },
  ],
])('/readyz answers 503 and /healthz 200 while the store %s', async (_name, isReady) => {
  await using server = await runningServer({ isReady });
  const statuses = await Promise.all(
    ['/readyz', '/healthz'].map(async (path) => (await fetch(server.url + path)).status),
  );
  expect(statuses).toEqual([503, 200]);
});

test.each([
  '/',
  '/webhooks',
  '/webhooks/other',
  '/webhooks/generic/a/b',
  '/slack/events',
  '/__proto__',
])('POST %s finds nothing', async (path) => {
  await using server = await runningServer();
  const response = await post(server, 'text', {}, path);
  expect([response.status, await response.json()]).toEqual([
    404,
    { error: 'nothing is here; alerts go to POST /webhooks/generic' },
  ]);
});

test.each([
  ['GET', '/webhooks/generic', 'POST'],
  ['PUT', '/webhooks/generic/C0ALERTS', 'POST'],
  ['DELETE', '/healthz', 'GET, HEAD'],
  ['POST', '/readyz', 'GET, HEAD'],
])('%s %s is refused and told what the address takes', async (method, path, allow) => {
  await using server = await runningServer();
  const response = await fetch(server.url + path, { method });
  expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
});

test('no answer names the server or its stack', async () => {
  await using server = await runningServer({
    accept: async () => {
      throw new Error('boom');
    },
  });
  const response = await post(server, 'text');
  const said = JSON.stringify([...response.headers]) + (await response.text());
  expect(said).not.toMatch(/fastify|node|\bat \/|boom|"server"|x-powered-by/i);
});

test.each([
  [
    'a body that stops',
    'POST /webhooks/generic HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer right-token\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nhalf',
  ],
  ['headers that stop', 'POST /webhooks/generic HTTP/1.1\r\nHost: h\r\n'],
])('%s is given up in time', async (_name, bytes) => {
  await using server = await runningServer({
    limits: { ...WEB_LIMITS, requestMs: 100, checkMs: 20 },
  });
  const answer = await server.raw(bytes);
  expect([answer.slice(0, 12), server.accepted.length]).toEqual(['HTTP/1.1 408', 0]);
});

test.each([
  ['what is no HTTP', '\u0000\u0001\u0002\r\n\r\n'],
  [
    'a broken escape in the address',
    'GET /webhooks/%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
  ],
  [
    'an address in the wrong encoding',
    'GET /webhooks/generic/%ff HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
  ],
  [
    'two lengths',
    'POST /webhooks/generic HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
  ],
  [
    'a length and chunks',
    'POST /webhooks/generic HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
])('%s is a bad request', async (_name, bytes) => {
  await using server = await runningServer();
  expect((await server.raw(bytes)).slice(0, 12)).toBe('HTTP/1.1 400');
});

const SECRET = 'signing-secret';

function boltReceiver(): { readonly receiver: HTTPReceiver; readonly seen: unknown[] } {
  const seen: unknown[] = [];
  const receiver = new HTTPReceiver({ signingSecret: SECRET, logLevel: LogLevel.ERROR });
  receiver.init({
    processEvent: async (event: { body: unknown; ack: () => Promise<void> }) => {
      seen.push(event.body);
      await event.ack();
    },
  } as unknown as Parameters<HTTPReceiver['init']>[0]);
  return { receiver, seen };
}

function signed(body: string): RequestInit {
  const time = String(Math.floor(Date.now() / 1000));
  const hash = createHmac('sha256', SECRET).update(`v0:${time}:${body}`).digest('hex');
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': time,
      'x-slack-signature': `v0=${hash}`,
    },
  };
}

test.each([
  ['small', 10],
  ['larger than a webhook may be', 2_000_000],
])('a signed request of Slack reaches Bolt with its body unread: %s', async (_name, size) => {
  const { receiver, seen } = boltReceiver();
  await using server = await runningServer({ slackListener: receiver.requestListener });
  const event = { type: 'event_callback', event: { type: 'message', text: 'x'.repeat(size) } };
  const response = await fetch(`${server.url}/slack/events`, signed(JSON.stringify(event)));
  expect([response.status, seen]).toEqual([200, [event]]);
});

test('a form of Slack reaches Bolt as well', async () => {
  const { receiver, seen } = boltReceiver();
  await using server = await runningServer({ slackListener: receiver.requestListener });
  const form = signed('command=%2Fnginx&text=help');
  const response = await fetch(`${server.url}/slack/events?x=1`, {
    ...form,
    headers: { ...form.headers, 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect([response.status, seen]).toEqual([200, [{ command: '/nginx', text: 'help' }]]);
});

test('a request to Slack’s address with a wrong signature is refused by Bolt', async () => {
  const { receiver, seen } = boltReceiver();
  await using server = await runningServer({ slackListener: receiver.requestListener });
  const request = signed('{}');
  const response = await fetch(`${server.url}/slack/events`, { ...request, body: '{"a":1}' });
  expect([response.status, seen]).toEqual([401, []]);
});

test('a listener for Slack that throws gives 500 and a line in the log', async () => {
  await using server = await runningServer({
    slackListener: () => {
      throw new Error('no app');
    },
  });
  const response = await fetch(`${server.url}/slack/events`, { method: 'POST', body: '{}' });
  expect([response.status, server.logged]).toEqual([
    500,
    ['the listener for Slack failed {"reason":"no app"}'],
  ]);
});
