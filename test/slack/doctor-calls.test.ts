import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import type { SlackProbe } from '../../src/bot/doctor/slack-probe.ts';
import { slackProbe } from '../../src/slack/doctor-calls.ts';

type Handler = (response: ServerResponse) => void;
type Seen = { readonly path: string; readonly token: string; readonly body: string };

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: string[] = [];
  for await (const part of request) parts.push(String(part));
  return parts.join('');
};

/** Slack's place: answers every call by `handler` and notes what came. */
const slackWith = async (handler: Handler): Promise<{ probe: SlackProbe; seen: Seen[] }> => {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      seen.push({ path: request.url ?? '', token: request.headers.authorization ?? '', body });
      handler(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => server.closeAllConnections() }, server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const apiUrl = `http://127.0.0.1:${address.port}/api/`;
  return { probe: slackProbe({ apiUrl, botToken: 'xoxb-1', appToken: 'xapp-1' }), seen };
};

const says =
  (body: object, headers: Readonly<Record<string, string>> = {}, status = 200): Handler =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

test('brings the answer with the scopes and the time of Slack', async () => {
  const { probe } = await slackWith(
    says(
      { ok: true, user: 'nginxdiagnose' },
      { 'x-oauth-scopes': 'chat:write,commands', date: 'Tue, 24 Nov 2026 03:00:00 GMT' },
    ),
  );
  expect(await probe.identity()).toMatchObject({
    kind: 'answered',
    body: { user: 'nginxdiagnose' },
    scopes: ['chat:write', 'commands'],
    date: Date.UTC(2026, 10, 24, 3),
  });
});

test('each call is made once, with the token that is meant for it', async () => {
  const { probe, seen } = await slackWith(says({ ok: true }));
  await probe.identity();
  await probe.openConnection?.();
  await probe.newestMessage('C01');
  expect(seen).toEqual([
    { path: '/api/auth.test', token: 'Bearer xoxb-1', body: '' },
    { path: '/api/apps.connections.open', token: 'Bearer xapp-1', body: '' },
    { path: '/api/conversations.history', token: 'Bearer xoxb-1', body: 'channel=C01&limit=1' },
  ]);
});

test('without an app-level token there is no connection to try', () => {
  const apiUrl = 'http://127.0.0.1:1/';
  expect(slackProbe({ apiUrl, botToken: 'xoxb-1', appToken: undefined }).openConnection).toBe(
    undefined,
  );
});

test('Slack’s word of refusal is an answer, with the scope that is missing', async () => {
  const { probe } = await slackWith(
    says(
      { ok: false, error: 'missing_scope', needed: 'groups:history', provided: 'commands' },
      { date: 'Tue, 24 Nov 2026 03:00:00 GMT' },
    ),
  );
  expect(await probe.newestMessage('C01')).toEqual({
    kind: 'refused',
    word: 'missing_scope',
    needed: 'groups:history',
    date: Date.UTC(2026, 10, 24, 3),
  });
});

test('a rate limit is not waited out', async () => {
  const { probe, seen } = await slackWith(says({}, { 'retry-after': '40' }, 429));
  expect(await probe.identity()).toEqual({ kind: 'limited', seconds: 40 });
  expect(seen).toHaveLength(1);
});

test.each<[string, Handler, string]>([
  ['a failing server', says({}, {}, 503), 'http 503'],
  [
    'a page of a proxy',
    (response) => response.end('<html>Sign in</html>'),
    'somebody else answered',
  ],
  ['a connection that breaks', (response) => response.destroy(), 'UND_ERR_SOCKET'],
])('%s is nobody of Slack, and is asked once', async (_, handler, reason) => {
  const { probe, seen } = await slackWith(handler);
  expect(await probe.identity()).toEqual({ kind: 'unreachable', reason, isCertificate: false });
  expect(seen).toHaveLength(1);
});

test('a port where nobody listens is named by the system’s word', async () => {
  const { probe } = await slackWith(says({ ok: true }));
  for (const one of open.splice(0)) one.close();
  expect(await probe.identity()).toMatchObject({ kind: 'unreachable', reason: 'ECONNREFUSED' });
});
