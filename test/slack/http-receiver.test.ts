import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { App, ReceiverEvent } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boltLog } from '../../src/slack/bolt-log.ts';
import { httpReceiver, slackListener } from '../../src/slack/http-receiver.ts';
import { recordingLog } from './recording-log.ts';

const SECRET = 'a-secret';

let server: Server;
let origin: string;
let seen: unknown[];
let answer: (event: ReceiverEvent) => Promise<void>;
let log: ReturnType<typeof recordingLog>;

beforeEach(async () => {
  seen = [];
  answer = async (event) => await event.ack();
  log = recordingLog();
  const clock = { now: () => Date.now(), sleep: async () => {} };
  const receiver = httpReceiver({ signingSecret: SECRET, clock, log, logger: boltLog(log) });
  const processEvent = async (event: ReceiverEvent) => {
    seen.push(event.body);
    await answer(event);
  };
  // The cast holds since the receiver calls nothing else.
  receiver.init({ processEvent } as unknown as App);
  server = createServer(slackListener(receiver, { clock })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '';
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function post(
  body: string,
  { at = Math.floor(Date.now() / 1000), secret = SECRET, path = '/slack/events' } = {},
): Promise<number> {
  const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  const response = await fetch(`${origin}${path}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${signature}`,
    },
  });
  await response.text();
  return response.status;
}

const now = () => Math.floor(Date.now() / 1000);

test('a signed request comes in and is acknowledged', async () => {
  expect(await post('{"type":"event_callback"}')).toBe(200);
  expect(seen).toEqual([{ type: 'event_callback' }]);
});

test('a challenge is answered', async () => {
  expect(await post('{"type":"url_verification","challenge":"c"}')).toBe(200);
  expect(seen).toEqual([]);
});

test.each([
  ['with another secret', () => post('{}', { secret: 'forged' })],
  ['from ten minutes ago', () => post('{}', { at: now() - 600 })],
  ['from ten minutes ahead', () => post('{}', { at: now() + 600 })],
  ['with no number for a time', () => post('{}', { at: Number.NaN })],
])('a request %s gets 401', async (_name, send) => {
  expect(await send()).toBe(401);
  expect(seen).toEqual([]);
});

test('a request without a signature gets 401', async () => {
  const response = await fetch(`${origin}/slack/events`, { method: 'POST', body: '{}' });

  expect(response.status).toBe(401);
});

test('a body over a megabyte gets 413', async () => {
  expect(await post(JSON.stringify('x'.repeat(1024 * 1024)))).toBe(413);
  expect(seen).toEqual([]);
});

test('a body without a length is cut off at a megabyte', async () => {
  const chunk = new Uint8Array(1 << 16).fill(120);
  let left = 40;
  const body = new ReadableStream({
    pull(controller) {
      left -= 1;
      if (left < 0) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const options = { method: 'POST', body, duplex: 'half' } as const;

  const status = await fetch(`${origin}/slack/events`, options).then(
    (response) => response.status,
    () => 413,
  );

  expect(status).toBe(413);
  expect(seen).toEqual([]);
});

test.each([
  ['/slack/other', 404],
  ['/slack/events/', 404],
])('%s gets %i', async (path, status) => {
  expect(await post('{}', { path })).toBe(status);
});

test('another method gets 405', async () => {
  expect((await fetch(`${origin}/slack/events?x=1`)).status).toBe(405);
});

test('what could not be kept gets 503, so that Slack sends it again', async () => {
  answer = async () => {
    throw new Error('disk full');
  };

  expect(await post('{"type":"event_callback"}')).toBe(503);
  expect(log.lines.at(-1)).toMatchObject({
    level: 'error',
    fields: { failure: 'Error: disk full' },
  });
});
