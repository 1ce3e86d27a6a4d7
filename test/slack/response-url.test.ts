import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendResponse } from '../../src/slack/response-url.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack/fake-slack.ts';

let slack: FakeSlack;
beforeEach(async () => {
  slack = await startFakeSlack({ ackDeadlineMs: 1 });
});
afterEach(() => slack.close());

const once = { isRepeatable: false, tries: 0 };

async function newUrl(): Promise<string> {
  const { payload } = await slack.command({ text: 'x' });
  return String(payload.response_url);
}

async function send(responseUrl: string, blocks: readonly object[] = []) {
  const response = { responseUrl, replacesOriginal: false, content: { text: 'a &lt;', blocks } };
  return await sendResponse({ fetch, apiUrl: slack.apiUrl }, response, once);
}

test('an answer is shown to one person', async () => {
  expect(await send(await newUrl())).toEqual({ kind: 'sent', ts: undefined });
  expect(slack.ephemerals).toMatchObject([{ text: 'a &lt;', via: 'response_url' }]);
});

test('an address that was used up is final', async () => {
  const url = await newUrl();
  for (let uses = 0; uses < 5; uses += 1) await send(url);

  expect(await send(url)).toEqual({ kind: 'refused', reason: 'response_url_expired' });
});

test('a rate limit and a fault of Slack pass', async () => {
  const url = await newUrl();
  slack.fault('response_url', { kind: 'rate-limited', seconds: 3 });
  expect(await send(url)).toEqual({ kind: 'later', afterMs: 3000, scope: 'channel' });
  slack.fault('response_url', { kind: 'closed' });
  expect(await send(url)).toEqual({ kind: 'uncertain', reason: 'connection broke' });
});

test.each([400, 401, 403, 405])(
  'a response_url that answers with status %i is final',
  async (status) => {
    const url = await newUrl();
    const refusing: typeof fetch = async () => new Response('No, <b>never</b>', { status });
    const response = {
      responseUrl: url,
      replacesOriginal: false,
      content: { text: 'x', blocks: [] },
    };

    const result = await sendResponse({ fetch: refusing, apiUrl: slack.apiUrl }, response, once);

    expect(result).toEqual({ kind: 'refused', reason: `http ${status}` });
  },
);

test('refused blocks go out plain', async () => {
  expect(await send(await newUrl(), [{ type: 'unheard_of' }])).toMatchObject({ kind: 'sent' });
  expect(slack.ephemerals[0]?.blocks).toMatchObject([{ type: 'rich_text' }]);
});

test.each(['https://evil.example/hook', 'http://hooks.slack.com/x', 'http://127.0.0.1:1/x'])(
  'nothing is posted to %s',
  async (url) => {
    expect(await send(url)).toEqual({ kind: 'refused', reason: 'response_url_is_not_of_slack' });
  },
);

test('a redirect is not followed', async () => {
  const asked: unknown[] = [];
  const redirecting: typeof fetch = async (_url, init) => {
    asked.push(init?.redirect);
    return new Response(null, { status: 302, headers: { location: 'https://evil.example/' } });
  };
  const response = {
    responseUrl: 'https://hooks.slack.com/x',
    replacesOriginal: true,
    content: { text: 'x', blocks: [] },
  };

  const result = await sendResponse({ fetch: redirecting, apiUrl: slack.apiUrl }, response, once);

  expect(result).toEqual({ kind: 'refused', reason: 'response_url_redirects' });
  expect(asked).toEqual(['manual']);
});
