import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeSlack, startFakeSlack } from '../fake-slack/fake-slack.ts';
import { type BotProcess, dataFolder, slackEnvironment, startBotProcess } from './bot-process.ts';
import { lineOf } from './lines.ts';

const CHANNEL = 'C0ALERTS01';
const TOOL = { id: 'B0ALERTER1', name: 'Alerts', hook: true };

let slack: FakeSlack;
let bot: BotProcess;
let folder: ReturnType<typeof dataFolder>;
beforeEach(async () => {
  slack = await startFakeSlack({ tierFactor: 10 });
  folder = dataFolder();
  bot = await startBotProcess({ ...slackEnvironment(slack), DATA_DIR: folder.path });
  await slack.until(() => slack.sockets() > 0);
});
afterEach(async () => {
  await bot.kill();
  await slack.close();
  folder.remove();
});

const posts = () => slack.calls.filter(({ method, ok }) => method === 'chat.postMessage' && ok);
const answersIn = (ts: string) =>
  slack.messages(CHANNEL).filter((one) => one.thread_ts === ts && one.bot_id === slack.botId);

test('at rest the answer stands in the thread within a second', async () => {
  const took: number[] = [];
  for (let at = 1; at <= 5; at += 1) {
    const saidAt = Date.now();
    const { ts } = await slack.say({ channel: CHANNEL, text: lineOf(at), bot: TOOL });
    await slack.until(() => answersIn(ts).length > 0);
    took.push((posts().at(-1)?.at ?? Number.POSITIVE_INFINITY) - saidAt);
    // At rest: the second after a post is over.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
  }
  expect(Math.max(...took), `took ${took.join(', ')} ms`).toBeLessThan(1_000);
});

describe('a burst', () => {
  test('of 50 alerts is acknowledged within 300 ms each', async () => {
    const said = Array.from({ length: 50 }, (_, at) =>
      slack.say({ channel: CHANNEL, text: lineOf(at + 1), bot: TOOL }),
    );
    await Promise.all(said);
    const alerts = () => slack.deliveries.filter(({ payload }) => isAlert(payload));
    await slack.until(() => alerts().filter((one) => one.ackedAt !== undefined).length === 50);
    const took = alerts().map((one) => (one.ackedAt ?? Number.POSITIVE_INFINITY) - one.at);
    expect(Math.max(...took), `slowest of 50`).toBeLessThan(300);
  });

  test('about 30 upstreams is answered in full, at one post a second', async () => {
    const said = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        slack.say({ channel: CHANNEL, text: lineOf(at + 1), bot: TOOL }),
      ),
    );
    await slack.until(() => said.every(({ ts }) => answersIn(ts).length === 1), 45_000);
    const times = posts().map(({ at }) => at);
    const pauses = times.slice(1).map((at, before) => at - (times[before] ?? 0));
    expect(times).toHaveLength(30);
    expect(Math.min(...pauses), 'shortest pause between two posts').toBeGreaterThanOrEqual(990);
    expect(slack.calls.filter(({ error }) => error === 'ratelimited')).toEqual([]);
  });
});

test('the same event three times gives one answer', async () => {
  const event = {
    type: 'message',
    channel: CHANNEL,
    ts: '1795340502.100274',
    user: 'U0PERSON01',
    text: lineOf(1),
  };
  for (let times = 0; times < 3; times += 1)
    await slack.event({ type: 'event_callback', event_id: 'Ev0SAME001', event });
  await slack.until(() => posts().length > 0);
  const { ts } = await slack.say({ channel: CHANNEL, text: lineOf(2), bot: TOOL });
  await slack.until(() => answersIn(ts).length > 0);
  expect(posts()).toHaveLength(2);
});

function isAlert(payload: unknown): boolean {
  return (
    JSON.stringify(payload).includes('recv() failed') &&
    JSON.stringify(payload).includes('B0ALERTER1')
  );
}
