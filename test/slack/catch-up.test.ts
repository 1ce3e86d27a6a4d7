import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Submission } from '../../src/bot/submission.ts';
import { type CatchUpOptions, catchUp } from '../../src/slack/catch-up.ts';
import { channelReader } from '../../src/slack/channel-reader.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack/fake-slack.ts';
import type { Fault } from '../fake-slack/faults.ts';
import { memoryMarks } from './memory-marks.ts';
import { quickClock } from './quick-clock.ts';
import { recordingLog } from './recording-log.ts';
import { clientsOf } from './slack-clients.ts';

const CHANNEL = 'C0ALERTS01';
const OTHER = 'C0SHADOW01';

let slack: FakeSlack;
let marks: ReturnType<typeof memoryMarks>;
let log: ReturnType<typeof recordingLog>;
let clock: ReturnType<typeof quickClock>;
let taken: string[];

beforeEach(async () => {
  slack = await startFakeSlack({ channels: [CHANNEL, OTHER], tierFactor: 100 });
  marks = memoryMarks();
  log = recordingLog();
  clock = quickClock();
  taken = [];
});
afterEach(() => slack.close());

function options(patch: Partial<CatchUpOptions> = {}): CatchUpOptions {
  const { signal } = new AbortController();
  return {
    channels: [CHANNEL],
    reader: channelReader(clientsOf(slack).catchingUp, { clock, log, signal }),
    store: marks,
    accept: async (submissions) => {
      taken.push(...submissions.map(({ key }) => key));
    },
    submissionsOf: (channel, { ts, text }) => [submission(`${channel} ${text ?? ts}`)],
    clock,
    log,
    ...patch,
  };
}

function submission(key: string): Submission {
  return { key, receivedAt: 0, body: { kind: 'home', user: 'U1' } };
}

async function say(text: string, threadTs?: string): Promise<string> {
  const thread = threadTs === undefined ? {} : { threadTs };
  const { ts } = await slack.say({ channel: CHANNEL, text, ...thread });
  return ts;
}

async function run(patch: Partial<CatchUpOptions> = {}): Promise<void> {
  await catchUp(options(patch)).run();
}

const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${index}`);

/** A first run, which only marks where to begin, a little in the past: Slack's ids may be younger than the wall clock says. */
async function begin(): Promise<void> {
  await run({ clock: { ...clock, now: () => Date.now() - 1000 } });
  taken.length = 0;
}

test('the first time nothing that was written before is answered', async () => {
  await say('old');

  await run();
  await run();

  expect(taken).toEqual([]);
});

test('what was written meanwhile is taken in once, oldest first', async () => {
  await begin();
  await say('one');
  await say('two');

  await run();
  await run();

  expect(taken).toEqual([`${CHANNEL} one`, `${CHANNEL} two`]);
});

test('what was written more than a day ago is answered no more', async () => {
  await begin();
  await say('missed');
  const DAY_MS = 24 * 60 * 60 * 1000;
  await run({ clock: { ...clock, now: () => Date.now() + DAY_MS + 60_000 } });
  expect(taken).toEqual([]);
});

test('many pages are read to the end', async () => {
  await begin();
  const texts = numbered(40);
  for (const text of texts) await say(text);

  await run();

  expect(taken.toSorted()).toEqual(texts.map((text) => `${CHANNEL} ${text}`).toSorted());
});

test('a run that broke off goes on where it was, and takes in what came since', async () => {
  await begin();
  const texts = numbered(40);
  for (const text of texts) await say(text);
  let pages = 0;
  const { reader } = options();
  const breaking = {
    ...reader,
    channel: async (...place: Parameters<typeof reader.channel>) => {
      pages += 1;
      if (pages > 1) throw new Error('stopped');
      return await reader.channel(...place);
    },
  };
  await expect(run({ reader: breaking })).rejects.toThrow('stopped');
  expect(taken).toHaveLength(15);
  await say('since');

  await run();

  expect(taken).toHaveLength(41);
  expect(new Set(taken)).toEqual(new Set([...texts, 'since'].map((text) => `${CHANNEL} ${text}`)));
});

test('the mark stays when what was read could not be kept', async () => {
  await begin();
  await say('one');
  const accept = async () => {
    throw new Error('disk full');
  };
  await expect(run({ accept })).rejects.toThrow('disk full');

  await run();

  expect(taken).toEqual([`${CHANNEL} one`]);
});

test('a reply in the thread of an older message is found', async () => {
  const root = await say('root');
  await begin();
  await run();
  taken.length = 0;
  for (const text of numbered(20)) await say(text, root);

  await run();
  await run();

  expect(taken).toEqual(numbered(20).map((text) => `${CHANNEL} ${text}`));
});

test('an edit of an older message is found, once', async () => {
  const anHourAgo = `${Math.floor(Date.now() / 1000) - 3600}.000001`;
  const { ts } = await slack.say({ channel: CHANNEL, text: 'is anything wrong?', ts: anHourAgo });
  await begin();
  slack.edit(CHANNEL, ts, { text: 'yes' });

  await run();
  const found = [...taken];
  await run();

  expect(found).toEqual([`${CHANNEL} yes`]);
  expect(taken).toEqual(found);
});

test('a rate limit is waited out', async () => {
  await begin();
  await say('one');
  slack.fault('conversations.history', { kind: 'rate-limited', seconds: 2 });

  await run();

  expect(taken).toEqual([`${CHANNEL} one`]);
  expect(clock.pauses).toContain(2000);
});

test.each(['internal_error', 'service_unavailable'])('%s is waited out', async (error) => {
  await begin();
  await say('one');
  slack.fault('conversations.history', { kind: 'error', error, times: 2 });

  await run();

  expect(taken).toEqual([`${CHANNEL} one`]);
});

test.each<[string, Fault]>([
  ['an outage', { kind: 'http', status: 503, times: 3 }],
  ['an answer that is cut off', { kind: 'cut', times: 3 }],
])('%s is told once and waited out', async (_, fault) => {
  await begin();
  await say('one');
  slack.fault('conversations.history', fault);

  await run();

  expect(taken).toEqual([`${CHANNEL} one`]);
  expect(log.lines).toMatchObject([
    { level: 'warn', fields: { method: 'conversations.history', failure: expect.any(String) } },
  ]);
});

test('what nobody knows is not tried for ever', async () => {
  await begin();
  slack.fault('conversations.history', { kind: 'cut', times: 1000 });

  await expect(run()).rejects.toThrow('terminated');
  expect(log.lines).toHaveLength(1);
  expect(clock.pauses.length).toBeLessThan(40);
});

test('a channel that cannot be read is told once and does not hold up the next', async () => {
  await begin();
  await run({ channels: [OTHER], clock: { ...clock, now: () => Date.now() - 1000 } });
  slack.member(CHANNEL, false);
  await slack.say({ channel: OTHER, text: 'here' });
  const both = catchUp(options({ channels: [CHANNEL, OTHER] }));

  await both.run();
  await both.run();

  expect(taken).toEqual([`${OTHER} here`]);
  expect(log.lines.map(({ fields }) => fields)).toEqual([
    { channel: CHANNEL, reason: 'not_in_channel' },
  ]);
});

test('what was written while the bot was out of the channel is not answered', async () => {
  await begin();
  slack.member(CHANNEL, false);
  await say('not for the bot');
  await run();
  slack.member(CHANNEL, true);

  await run();

  expect(taken).toEqual([]);
});

test('a message that cannot be read does not keep the others from being answered', async () => {
  await begin();
  await say('strange');
  await say('one');
  const { submissionsOf } = options();

  await run({
    submissionsOf: (channel, message) => {
      if (message.text === 'strange') throw new Error('strange');
      return submissionsOf(channel, message);
    },
  });

  expect(taken).toEqual([`${CHANNEL} one`]);
});
