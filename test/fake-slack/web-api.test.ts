import { webApi } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { quiet } from './bolt-app.ts';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from './fake-slack.ts';

let slack: FakeSlack;

afterEach(() => slack.close());

const channel = 'C0ALERTS01';

async function client(options: FakeSlackOptions = {}, more: webApi.WebClientOptions = {}) {
  slack = await startFakeSlack(options);
  return new webApi.WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
    timeout: 500,
    ...more,
  });
}

test('auth.test says who the bot is, which scopes it has and what time it is', async () => {
  const web = await client({ clockAheadMs: 600_000 });

  const who = await web.auth.test();
  const { headers } = await fetch(`${slack.apiUrl}auth.test`);

  expect(who).toMatchObject({ user_id: slack.botUserId, bot_id: slack.botId, url: slack.teamUrl });
  expect(who.response_metadata?.scopes).toContain('chat:write');
  expect(Date.parse(headers.get('date') ?? '') - Date.now()).toBeGreaterThan(500_000);
});

test('a method without its scope says what it needs', async () => {
  const web = await client({ scopes: ['commands'] });

  const error = await web.chat.postMessage({ channel, text: 'x' }).catch((each) => each.data);

  expect(error).toMatchObject({
    error: 'missing_scope',
    needed: 'chat:write',
    provided: 'commands',
  });
});

test.each([
  ['C0OTHERS01', 'not_in_channel'],
  ['C0NOSUCH01', 'channel_not_found'],
])('a post to %s is refused as %s', async (to, error) => {
  const web = await client();

  await expect(web.chat.postMessage({ channel: to, text: 'x' })).rejects.toThrow(error);
});

test.each([
  [[{ type: 'header', text: { type: 'plain_text', text: '' } }], 'invalid_blocks'],
  [
    Array.from({ length: 5 }, () => ({
      type: 'section',
      text: { type: 'plain_text', text: 'x'.repeat(2_900) },
    })),
    'msg_blocks_too_long',
  ],
  [undefined, 'no_text'],
])('blocks are checked: %j', async (blocks, error) => {
  const web = await client();

  await expect(web.apiCall('chat.postMessage', { channel, blocks })).rejects.toThrow(error);
});

test('the channel takes a burst, then says how many seconds to wait', async () => {
  const web = await client({ burst: 2 });
  await web.chat.postMessage({ channel, text: '1' });
  await web.chat.postMessage({ channel, text: '2' });

  const error = await web.chat.postMessage({ channel, text: '3' }).catch((each) => each);

  expect(error).toMatchObject({ retryAfter: 1 });
  expect(slack.calls.map((call) => call.error)).toEqual([undefined, undefined, 'ratelimited']);
  expect(slack.messages(channel)).toHaveLength(2);
});

test('an edit and a deletion change what a reader sees', async () => {
  const web = await client();
  const first = await web.chat.postMessage({ channel, text: 'first' });
  const { ts = '' } = first;
  await web.chat.postMessage({ channel, text: 'reply', thread_ts: ts });

  await web.chat.update({ channel, ts, text: 'better' });
  const edited = slack.messages(channel)[0];
  await web.chat.delete({ channel, ts });

  expect(edited).toMatchObject({
    text: 'better',
    reply_count: 1,
    edited: { user: slack.botUserId },
  });
  expect(slack.messages(channel)[0]).toMatchObject({ subtype: 'tombstone' });
});

test('history goes backwards in pages and hides metadata unless asked', async () => {
  const web = await client();
  const metadata = { event_type: 'incident', event_payload: { key: 'k1' } };
  const posted = await web.chat.postMessage({ channel, text: 'ours', metadata });
  for (const text of ['a', 'b']) await slack.say({ channel, text });
  await slack.say({ channel, text: 'reply', threadTs: posted.ts ?? '' });

  const page = await web.conversations.history({ channel, limit: 2 });
  const cursor = page.response_metadata?.next_cursor ?? '';
  const rest = await web.conversations.history({ channel, limit: 2, cursor });
  const replies = await web.conversations.replies({
    channel,
    ts: posted.ts ?? '',
    include_all_metadata: true,
  });

  expect(page.messages?.map(({ text }) => text)).toEqual(['b', 'a']);
  expect(page.has_more).toBe(true);
  expect(rest.messages).toMatchObject([{ text: 'ours', reply_count: 1 }]);
  expect(rest.messages?.[0]).not.toHaveProperty('metadata');
  expect(replies.messages).toMatchObject([{ metadata }, { text: 'reply' }]);
});

test.each([
  [false, []],
  [true, ['b']],
] as const)('oldest with inclusive %s', async (inclusive, texts) => {
  const web = await client();
  await slack.say({ channel, text: 'a' });
  const { ts } = await slack.say({ channel, text: 'b' });

  const { messages } = await web.conversations.history({ channel, oldest: ts, inclusive });

  expect(messages?.map(({ text }) => text)).toEqual(texts);
});

test.each([
  [{ kind: 'http', status: 500 }, 'statusCode = 500', 0],
  [{ kind: 'error', error: 'fatal_error' }, 'fatal_error', 0],
  [{ kind: 'hang', hasEffect: false }, 'timeout', 0],
  [{ kind: 'hang', hasEffect: true }, 'timeout', 1],
  [{ kind: 'closed', hasEffect: true }, 'fetch failed', 1],
  [{ kind: 'cut', hasEffect: true }, 'terminated', 1],
] as const)('a fault %j fails one call', async (fault, message, posted) => {
  const web = await client({}, { timeout: 150 });
  slack.fault('chat.postMessage', fault);

  await expect(web.chat.postMessage({ channel, text: 'x' })).rejects.toThrow(message);

  expect(slack.messages(channel)).toHaveLength(posted);
  await web.chat.postMessage({ channel, text: 'y' });
  expect(slack.calls.map(({ ok }) => ok)).toEqual([false, true]);
});

test('a file is read with the scope; without it Slack sends its sign-in page and says 200', async () => {
  await client();
  const file = slack.addFile({ name: 'error.log', content: 'line 1\nline 2' });
  const url = String(file.url_private_download);

  const read = await fetch(url, { headers: { authorization: `Bearer ${slack.botToken}` } });
  const refused = await fetch(url);

  expect(await read.text()).toBe('line 1\nline 2');
  expect(refused.status).toBe(200);
  expect(refused.headers.get('content-type')).toContain('text/html');
});

test('a file of another workspace has no address before files.info', async () => {
  const web = await client();
  const file = slack.addFile({ name: 'error.log', content: 'line', connect: true });

  const { file: known } = await web.files.info({ file: String(file.id) });

  expect(file).toMatchObject({ file_access: 'check_file_info' });
  expect(file).not.toHaveProperty('url_private');
  expect(known?.url_private).toContain('/files-pri/');
});

test('the sixth use of a response_url is refused', async () => {
  slack = await startFakeSlack({ ackDeadlineMs: 20 });
  const { payload } = await slack.command({ text: '' });
  const use = () =>
    fetch(String(payload.response_url), { method: 'POST', body: JSON.stringify({ text: 'x' }) });

  const statuses = [];
  for (let uses = 0; uses < 6; uses += 1) statuses.push((await use()).status);

  expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  expect(slack.ephemerals).toHaveLength(5);
});

test('a trigger_id is good for its time only', async () => {
  const web = await client({ triggerLifeMs: -1 });
  const { payload } = await slack.command({ text: '' });
  const view = {
    type: 'modal' as const,
    title: { type: 'plain_text' as const, text: 'Paste' },
    blocks: [{ type: 'divider' as const }],
  };

  const opened = web.views.open({ trigger_id: String(payload.trigger_id), view });

  await expect(opened).rejects.toThrow('expired_trigger_id');
});

test('until says which calls were seen when it gives up', async () => {
  const web = await client();
  await web.chat.postMessage({ channel, text: 'the only one' });

  const waiting = slack.until(() => slack.messages(channel).length === 2, 30);

  await expect(waiting).rejects.toThrow(/chat\.postMessage ok "the only one"/);
});
