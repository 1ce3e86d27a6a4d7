import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Chat, Content, Delivery, Pending } from '../../src/bot/ports.ts';
import { slackChat } from '../../src/slack/slack-chat.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack/fake-slack.ts';
import type { Fault } from '../fake-slack/faults.ts';
import { recordingLog } from './recording-log.ts';
import { clientsOf, identityIn } from './slack-clients.ts';

const CHANNEL = 'C0ALERTS01';

let slack: FakeSlack;
let chat: Chat;
let log: ReturnType<typeof recordingLog>;

beforeEach(async () => {
  slack = await startFakeSlack({ burst: 100 });
  log = recordingLog();
  chat = chatTo(slack);
});
afterEach(() => slack.close());

function chatTo(fake: FakeSlack, botToken = fake.botToken): Chat {
  const { apiUrl } = fake;
  const clients = clientsOf({ ...fake, botToken });
  return slackChat({ clients, identity: identityIn(fake), botToken, apiUrl, log, fetch });
}

function content(text: string): Content {
  const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }];
  return { text, blocks: [{ type: 'rich_text', block_id: 'i1', elements }] };
}

type Message = Extract<Delivery, { kind: 'message' }>;

function message(patch: Partial<Message> = {}): Message {
  const usual = { kind: 'message', key: 'k1', channel: CHANNEL, thread: undefined } as const;
  return { ...usual, content: content('broken'), ...patch };
}

function pending(delivery: Delivery, patch: Partial<Pending> = {}): Pending {
  const usual = { version: 1, ts: undefined, isUncertain: false, tries: 0, createdAt: Date.now() };
  return { delivery, ...usual, ...patch };
}

async function said(text: string): Promise<string> {
  const { ts } = await slack.say({ channel: CHANNEL, text });
  return ts;
}

test('a message is posted into its thread with its key, without unfurling or markup', async () => {
  const thread = await said('alert');

  const result = await chat.send(pending(message({ thread })));

  const posted = slack.messages(CHANNEL)[1];
  expect(result).toEqual({ kind: 'sent', ts: posted?.ts });
  expect(posted).toMatchObject({ thread_ts: thread, text: 'broken' });
  expect(slack.calls.at(-1)?.args).toMatchObject({
    unfurl_links: false,
    unfurl_media: false,
    mrkdwn: false,
    metadata: { event_type: 'nginx_diagnose', event_payload: { key: 'k1' } },
  });
});

test('a message that was posted is edited', async () => {
  const first = await chat.send(pending(message()));
  const ts = first.kind === 'sent' ? first.ts : undefined;

  const second = await chat.send(pending(message({ content: content('mended') }), { ts }));

  expect(second).toEqual({ kind: 'sent', ts });
  expect(slack.messages(CHANNEL).map(({ text }) => text)).toEqual(['mended']);
});

test('one person is told something alone, and a home page is shown', async () => {
  const text = content('for you');
  const shared = { key: 'k', user: 'U0HUMAN001' };
  const view = { type: 'home', blocks: text.blocks };

  await chat.send(
    pending({ kind: 'whisper', ...shared, channel: CHANNEL, thread: undefined, content: text }),
  );
  const home = await chat.send(pending({ kind: 'home', ...shared, view }));

  expect(slack.ephemerals).toMatchObject([{ user: 'U0HUMAN001', text: 'for you' }]);
  expect(home).toEqual({ kind: 'sent', ts: undefined });
  expect(slack.homes.get('U0HUMAN001')).toMatchObject({ type: 'home' });
});

const later = (afterMs: number, scope: string) => ({ kind: 'later', afterMs, scope });
const uncertain = (reason: string) => ({ kind: 'uncertain', reason });
const POSTS: readonly (readonly [string, Fault, object])[] = [
  ['a rate limit', { kind: 'rate-limited', seconds: 7 }, later(7000, 'channel')],
  ['status 503', { kind: 'http', status: 503 }, uncertain('http 503')],
  ['a rate limit that names no time', { kind: 'http', status: 429 }, later(5000, 'channel')],
  ['status 403', { kind: 'http', status: 403 }, later(30_000, 'channel')],
  ['a broken connection', { kind: 'closed' }, uncertain('connection broke')],
  ['an answer that is cut off', { kind: 'cut' }, uncertain('connection broke')],
  ['internal_error', { kind: 'error', error: 'internal_error' }, uncertain('internal_error')],
  ['request_timeout', { kind: 'error', error: 'request_timeout' }, later(1000, 'channel')],
  ['service_unavailable', { kind: 'error', error: 'service_unavailable' }, later(5000, 'all')],
  ['invalid_auth', { kind: 'error', error: 'invalid_auth' }, later(60_000, 'all')],
  [
    'is_archived',
    { kind: 'error', error: 'is_archived' },
    { kind: 'refused', reason: 'is_archived' },
  ],
  [
    'restricted_action',
    { kind: 'error', error: 'restricted_action' },
    { kind: 'refused', reason: 'restricted_action' },
  ],
  [
    'a page of a proxy',
    { kind: 'error', error: '<html>Bad gateway</html>' },
    uncertain('no answer of slack'),
  ],
];

test.each(POSTS)('a post that met %s', async (_name, fault, expected) => {
  slack.fault('chat.postMessage', fault);

  expect(await chat.send(pending(message()))).toEqual(expected);
  expect(slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
});

const EDITS: readonly (readonly [string, Fault, object])[] = [
  ['status 503', { kind: 'http', status: 503 }, later(1000, 'channel')],
  ['a broken connection', { kind: 'closed', hasEffect: true }, later(1000, 'channel')],
  ['an answer that is cut off', { kind: 'cut', hasEffect: true }, later(1000, 'channel')],
  [
    'message_not_found',
    { kind: 'error', error: 'message_not_found' },
    { kind: 'refused', reason: 'message_not_found' },
  ],
];

test.each(EDITS)(
  'an edit may be done twice, so it is tried again after %s',
  async (_, fault, expected) => {
    const first = await chat.send(pending(message()));
    const ts = first.kind === 'sent' ? first.ts : undefined;
    slack.fault('chat.update', fault);

    expect(await chat.send(pending(message(), { ts }))).toEqual(expected);
  },
);

test('a dead token is an error for the operator, without the token in the log', async () => {
  const dead = chatTo(slack, 'xoxb-dead-0000000000');

  const result = await dead.send(pending(message()));

  expect(result).toEqual(later(60_000, 'all'));
  expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  expect(JSON.stringify(log.lines)).not.toContain('xoxb-dead');
});

test('where nobody listens nothing was sent, and all messages wait', async () => {
  const gone = await startFakeSlack();
  await gone.close();

  expect(await chatTo(gone).send(pending(message(), { tries: 2 }))).toEqual(later(3000, 'all'));
});

test('a channel that the bot is not in refuses the message with the word of Slack', async () => {
  const result = await chat.send(pending(message({ channel: 'C0OTHERS01' })));

  expect(result).toEqual({ kind: 'refused', reason: 'not_in_channel' });
});

test('when Slack refuses the blocks, the same words go out plain at once', async () => {
  const text = 'a &lt;b&gt; &amp; c';
  const blocks = [{ type: 'rich_text', block_id: 'i7', elements: [{ type: 'unheard_of' }] }];

  const result = await chat.send(pending(message({ content: { text, blocks } })));

  expect(result.kind).toBe('sent');
  expect(slack.messages(CHANNEL)[0]?.blocks).toMatchObject([
    {
      type: 'rich_text',
      block_id: 'i7',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a <b> & c' }] }],
    },
  ]);
  expect(log.lines).toContainEqual(
    expect.objectContaining({ level: 'error', fields: { key: 'k1', reason: 'invalid_blocks' } }),
  );
});

test('blocks that Slack refuses in plain form as well are refused', async () => {
  slack.fault('chat.postMessage', { kind: 'error', error: 'msg_blocks_too_long', times: 2 });

  const result = await chat.send(pending(message()));

  expect(result).toEqual({ kind: 'refused', reason: 'msg_blocks_too_long' });
});

test.each([
  ['in a channel', false],
  ['in a thread', true],
])('a post whose answer was lost is found again %s', async (_name, isThread) => {
  const since = Date.now();
  const thread = isThread ? await said('alert') : undefined;
  const delivery = message({ thread });
  slack.fault('chat.postMessage', { kind: 'closed', hasEffect: true });
  const sent = await chat.send(pending(delivery));
  await chat.send(pending(message({ key: 'k2', thread })));

  const found = await chat.find(delivery, since);

  expect(sent.kind).toBe('uncertain');
  const own = slack.messages(CHANNEL).filter(({ bot_id: by }) => by === slack.botId);
  expect(found).toBe(own[0]?.ts);
  expect(own).toHaveLength(2);
});

test('what was never posted is not found, nor what somebody else posted under its key', async () => {
  const metadata = { event_type: 'nginx_diagnose', event_payload: { key: 'k1' } };
  const ts = `${Math.floor(Date.now() / 1000)}.000100`;
  const copy = {
    type: 'message',
    channel: CHANNEL,
    user: 'U0PERSON01',
    text: 'broken',
    ts,
    metadata,
  };
  await slack.event({ ...copy, blocks: message().content.blocks });

  expect(await chat.find(message(), Date.now() - 1000)).toBeUndefined();
});

test('a message without metadata is known by the id of its first block', async () => {
  await chat.send(pending(message()));
  const posted = slack.messages(CHANNEL)[0];
  slack.edit(CHANNEL, posted?.ts ?? '', { metadata: undefined });

  expect(await chat.find(message(), Date.now() - 1000)).toBe(posted?.ts);
});

test('a post whose answer was cut off after its headers is there once in the end', async () => {
  const since = Date.now();
  slack.fault('chat.postMessage', { kind: 'cut', hasEffect: true });

  const first = await chat.send(pending(message()));
  const ts = first.kind === 'uncertain' ? await chat.find(message(), since) : undefined;
  await chat.send(pending(message({ content: content('mended') }), { ts }));

  expect(slack.messages(CHANNEL).map(({ text }) => text)).toEqual(['mended']);
});

test('a thread comes redacted, with its root first and our own messages marked', async () => {
  const thread = await said('recv() failed, password=hunter2');
  await chat.send(pending(message({ thread })));

  const messages = await chat.thread(CHANNEL, thread);

  expect(messages.map(({ from }) => from)).toEqual(['person', 'us']);
  expect(messages[0]?.texts[0]?.text).toBe('recv() failed, password=[redacted]');
});

test('a link is made without asking', () => {
  expect(chat.linkTo(CHANNEL, '1700000000.123456')).toBe(
    `https://fake-team.slack.com/archives/${CHANNEL}/p1700000000123456`,
  );
  expect(slack.calls).toHaveLength(0);
});
