import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signed } from '../fake-slack/http-push.ts';
import {
  elsewhere,
  FORGER,
  forgedClick,
  forgedCommand,
  forgedShortcut,
  forgedView,
  written,
} from '../hostile/forged-payloads.ts';
import { channelAt, type HostileStage, newHostileStage } from '../hostile/hostile-stage.ts';
import { EVIL } from '../hostile/own-messages.ts';
import { incidentOf } from '../hostile/slack-trial.ts';
import { startTrap, type Trap } from '../hostile/trap.ts';
import { lineOf } from './lines.ts';

// Nobody but Slack can sign what follows. A person may still press a button of a message that a client of theirs has changed,
// and a mistake of Slack's or of ours is no reason to stop.
const UNKNOWN = 'i0123456789ab';
const CHANNEL = channelAt(0);
/** Another each time, since the bot says one thing a second in each. */
let turn = 0;
const nextChannel = (): string => channelAt(1 + (turn++ % 15));
// Bolt gives up after three seconds.
const LONGEST_ACK_MS = 5_000;

let stage: HostileStage;
let trap: Trap;
let incident: string;
beforeAll(async () => {
  stage = await newHostileStage({ mode: 'http' });
  trap = await startTrap();
  await stage.start();
  const { ts } = await stage.slack.say({ channel: CHANNEL, text: lineOf(1) });
  await stage.idle();
  const [answer] = stage.answers(ts, CHANNEL);
  incident = incidentOf({ text: '', blocks: answer?.blocks ?? [] }) ?? '';
});
afterAll(async () => {
  await stage.close();
  await trap[Symbol.asyncDispose]();
});

type Json = Readonly<Record<string, unknown>>;
const FORM = 'application/x-www-form-urlencoded';

/** Posts a body as Slack would, and says how it was taken. What comes of it may come later. */
async function post(body: string): Promise<number> {
  const url = `${stage.bot().url}/slack/events`;
  const headers = { 'content-type': FORM, ...signed(body) };
  const signal = AbortSignal.timeout(LONGEST_ACK_MS);
  return (await fetch(url, { method: 'POST', headers, body, signal })).status;
}

const interact = (payload: unknown): Promise<number> =>
  post(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());

/** What the answer says once nothing is under way. */
async function said(): Promise<string> {
  await stage.idle();
  return JSON.stringify(stage.posted(CHANNEL));
}

describe('a click that was tampered with changes nothing', () => {
  test.each([
    ['acknowledge', (id: string) => `${id}|<script>`],
    ['acknowledge', (id: string) => `${id}|x|y`],
    ['acknowledge', (id: string) => `${id} `],
    ['acknowledge', (id: string) => id.toUpperCase()],
    ['acknowledge', () => UNKNOWN],
    ['acknowledge', () => `${UNKNOWN}|<script>`],
    ['acknowledge', () => '__proto__'],
    ['acknowledge', () => 'i'.repeat(2_000)],
    ['acknowledge', () => ''],
    ['not-the-cause', (id: string) => `${id}|no-such-cause`],
    ['not-the-cause', (id: string) => `${id}|constructor`],
    ['not-the-cause', (id: string) => `${id}|__proto__`],
    ['not-the-cause', (id: string) => `${id}|<!channel>`],
    ['not-the-cause', (id: string) => id],
    ['put-back', (id: string) => `${id}|no-such-cause`],
    ['put-back', (id: string) => `${id}|<!channel>`],
    ...[
      '-1',
      'NaN',
      '1e9',
      'Infinity',
      '0',
      '4',
      '10081',
      '99999999',
      '',
      ' 60',
      '60.5',
      '0x3c',
      '60|60',
    ].map((minutes) => ['snooze', (id: string) => `${id}|${minutes}`] as const),
    ['wake', (id: string) => `${id}|1`],
    ['reboot', (id: string) => id],
    ['__proto__', (id: string) => id],
    ['x'.repeat(256), (id: string) => id],
    ['show-all', () => UNKNOWN],
    ['paste-more', (id: string) => `${id}|<script>|`],
  ] as const)('%s', async (action_id, value) => {
    const before = await said();
    await interact(forgedClick(CHANNEL, { action_id, value: value(incident) }));
    expect(await said()).toBe(before);
  });

  const odd: readonly (readonly [string, Json])[] = [
    ['no actions', { actions: [] }],
    [
      'a thousand actions',
      { actions: Array.from({ length: 1_000 }, () => ({ action_id: 'x', value: 'x' })) },
    ],
    ['a value that is a number', { actions: [{ action_id: 'acknowledge', value: 5 }] }],
    [
      'a value that is an object',
      { actions: [{ action_id: 'acknowledge', value: { toString: 'x' } }] },
    ],
    ['an option without a value', { actions: [{ action_id: 'snooze', selected_option: {} }] }],
    ['no user', { user: null }],
    ['a user without an id', { user: { id: '' } }],
    ['a channel that is a text', { channel: 'x', container: 5 }],
  ];
  test.each(odd)('%s', async (_, more) => {
    const before = await said();
    await interact(forgedClick(CHANNEL, { action_id: 'acknowledge', value: incident }, more));
    expect(await said()).toBe(before);
  });
});

test('whoever clicks without the id of a person is mentioned as nobody', async () => {
  const forged = forgedClick(
    CHANNEL,
    { action_id: 'acknowledge', value: incident },
    { user: { id: '<!channel>' } },
  );
  expect(await interact(forged)).toBe(200);
  expect(await said()).toContain('somebody');
  expect(await said()).not.toContain('!channel');
});

test('an answer can be shared nowhere but where Slack takes it', async () => {
  const more = { channel: { id: '<!channel>' }, container: {} };
  expect(await interact(forgedClick(CHANNEL, { action_id: 'share', value: incident }, more))).toBe(
    200,
  );
});

describe('an address for the answer that is not Slack’s is asked for nothing', () => {
  test('but Slack’s own is', async () => {
    const { payload } = await stage.slack.command({ text: 'help', channel: CHANNEL });
    const before = stage.slack.ephemerals.length;
    const { response_url } = payload;
    const value = UNKNOWN;
    await interact(forgedClick(CHANNEL, { action_id: 'acknowledge', value }, { response_url }));
    await stage.idle();
    expect(stage.slack.ephemerals).toHaveLength(before + 1);
  });

  test('in a click', async () => {
    for (const response_url of elsewhere(trap.url))
      for (const [action_id, value] of [
        ['acknowledge', UNKNOWN],
        ['share', incident],
        ['show-all', UNKNOWN],
        ['paste-more', incident],
      ])
        await interact(forgedClick(nextChannel(), { action_id, value }, { response_url }));
  });

  test('in a command', async () => {
    for (const response_url of elsewhere(trap.url)) {
      const fields = { channel_id: nextChannel(), response_url };
      for (const text of [lineOf(2), 'nothing', 'help', ''])
        await post(forgedCommand({ ...fields, text }));
    }
  });

  test('in what a window brings back', async () => {
    for (const responseUrl of elsewhere(trap.url)) {
      const private_metadata = JSON.stringify({ channel: nextChannel(), responseUrl });
      expect(await interact(forgedView(written(lineOf(3)), { private_metadata }))).toBe(200);
      const response_urls = [{ response_url: responseUrl, channel_id: nextChannel() }];
      expect(await interact(forgedView(written('nothing'), {}, { response_urls }))).toBe(200);
    }
  });

  test('in a shortcut', async () => {
    for (const response_url of elsewhere(trap.url)) {
      const message = { type: 'message', ts: '1795000000.000001', text: lineOf(4), user: FORGER };
      const where = { channel: { id: 'C0OTHERS01' }, message, response_url };
      await interact(forgedShortcut(where));
    }
  });

  test('in a file of a window', async () => {
    const url_private = `${trap.url}/file`;
    const file = {
      id: 'F0FORGED01',
      name: EVIL,
      size: 9,
      url_private,
      url_private_download: url_private,
    };
    const values = { files: { value: { type: 'file_input', files: [file] } } };
    const private_metadata = JSON.stringify({ channel: nextChannel() });
    expect(await interact(forgedView(values, { private_metadata }))).toBe(200);
  });
});

describe('a window that was tampered with', () => {
  test.each([
    ['metadata that is no JSON', '{'],
    ['metadata that is a list', '[1]'],
    ['metadata that is null', 'null'],
    ['metadata of other types', '{"incident":5,"channel":{},"responseUrl":[]}'],
    [
      'metadata with another incident',
      JSON.stringify({ incident: UNKNOWN, channel: nextChannel() }),
    ],
    ['metadata with no incident', '{"incident":"i<script>","channel":"<!channel>"}'],
    ['metadata with built-in names', '{"__proto__":{"incident":"x"},"constructor":1}'],
    ['metadata 20,000 deep', '['.repeat(20_000)],
  ])('%s is answered', async (_, private_metadata) => {
    expect(await interact(forgedView(written(lineOf(5)), { private_metadata }))).toBe(200);
  });

  test.each([
    ['numbers', { text: { value: { value: 5 } } }],
    ['lists', { text: [lineOf(6)] }],
    ['nothing', null],
    ['a text', 'x'],
    [
      'options that are none',
      { backend: { value: { selected_option: 'x' } }, ...written(lineOf(6)) },
    ],
    [
      'files that are none',
      { files: { value: { files: [null, 5, 'x', { id: 5 }, { id: 'F1', size: 'x' }] } } },
    ],
    [
      'a channel that is none',
      { channel: { value: { selected_conversation: EVIL } }, ...written(lineOf(6)) },
    ],
    ['a version of mentions', { version: { value: { value: EVIL } }, ...written(lineOf(6)) }],
    ['a backend of mentions', { backend: { value: { value: EVIL } }, ...written(lineOf(6)) }],
    [
      'a configuration of mentions',
      { config: { value: { value: `upstream ${EVIL} { server $(id); }` } }, ...written(lineOf(6)) },
    ],
    ['half a megabyte of text', written(`${lineOf(6)}\n`.repeat(1_500))],
    [
      'built-in names',
      JSON.parse('{"__proto__":{"value":{"value":"x"}},"constructor":{"value":{"value":"x"}}}'),
    ],
  ])('values that are %s are answered', async (_, values) => {
    const private_metadata = JSON.stringify({ channel: nextChannel() });
    await interact(forgedView(values, { private_metadata }));
  });
});

describe('after all of them', () => {
  test('the bot still answers, and was nowhere but at Slack', async () => {
    expect(await stage.answersAnOrdinaryLine(99)).toBe(true);
    expect(trap.asked).toEqual([]);
    expect(stage.placesElsewhere()).toEqual([]);
  });

  test('nobody but who clicked is mentioned, and nothing can be', () => {
    expect(stage.sentFaults([FORGER])).toEqual([]);
    expect(stage.logFaults()).toEqual([]);
  });
});
