import { afterEach, expect, test } from 'vitest';
import { isHarmlessRejection } from '../../src/slack/harmless-rejection.ts';
import type { FakeSlack, FakeSlackOptions } from '../fake-slack/fake-slack.ts';
import { CHANNEL, LINE, MODES, type Mode, newStage, type Stage } from './slack-stage.ts';

let stage: Stage;
let slack: FakeSlack;

afterEach(() => stage.close());

async function start(mode: Mode, fake: FakeSlackOptions = {}): Promise<void> {
  stage = await newStage(mode, fake);
  ({ slack } = stage);
  await stage.connect();
  if (mode === 'socket') await slack.until(() => slack.sockets() === 2);
}

test('while one connection is renewed the other one answers', async () => {
  await start('socket', { redeliverAfterMs: 3000 });

  slack.disconnect('refresh_requested', 'oldest');
  for (let count = 0; count < 10; count += 1) await slack.say({ channel: CHANNEL, text: LINE });

  await slack.until(() => stage.inbox.size === 10 && stage.isAcked());
  expect(Math.max(...slack.deliveries.map(({ attempts }) => attempts))).toBe(1);
  expect(stage.side().isConnected()).toBe(true);
});

test('what was said while nothing was connected is caught up with, replies as well', async () => {
  await start('socket');
  const { ts: root } = await slack.say({ channel: CHANNEL, text: 'all is well' });
  await slack.until(() => slack.deliveries.length === 1 && stage.isAcked());
  await stage.side().stopReceiving();
  await slack.until(() => slack.sockets() === 0);
  const { ts } = await slack.say({ channel: CHANNEL, text: LINE });
  const question = `<@${slack.botUserId}> diagnose ${LINE}`;
  const { ts: reply } = await slack.say({ channel: CHANNEL, text: question, threadTs: root });
  await slack.until(() => slack.deliveries.filter(({ isLost }) => isLost).length === 3);

  await stage.connect();
  await stage.inboxed(2);

  const found = stage.bodies().map((body) => (body.kind === 'message' ? [body.ts, body.mode] : []));
  expect(found).toEqual([
    [ts, 'unasked'],
    [reply, 'asked'],
  ]);
});

/** What nobody catches while `run` runs; the test runner does not hear of it. */
async function rejectionsDuring(run: () => Promise<void>): Promise<readonly unknown[]> {
  const listeners = process.listeners('unhandledRejection');
  const reasons: unknown[] = [];
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason) => reasons.push(reason));
  try {
    await run();
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
  }
  return reasons;
}

test('after an outage it connects again by itself, and reads what was said meanwhile', async () => {
  await start('socket');
  await slack.until(() => stage.marks.all.size === 1);
  slack.outage(true);
  await slack.until(() => !stage.side().isConnected());
  const { ts } = await slack.say({ channel: CHANNEL, text: LINE });
  await slack.until(() => slack.deliveries[0]?.isLost);

  slack.outage(false);
  await slack.until(() => slack.sockets() === 2, 20_000);
  await stage.inboxed(1);

  expect(stage.bodies()).toMatchObject([{ ts, mode: 'unasked' }]);
  expect(stage.side().isConnected()).toBe(true);
});

test.each(MODES)('when Slack drops events, the channels are read (%s)', async (mode) => {
  await start(mode);
  const reads = () => slack.calls.filter(({ method }) => method === 'conversations.history').length;
  await slack.until(() => stage.marks.all.size === 1);
  const before = reads();

  const rejections = await rejectionsDuring(async () => {
    slack.appRateLimited();
    await slack.until(() => reads() > before);
    await new Promise(setImmediate);
  });

  expect(rejections.filter((reason) => !isHarmlessRejection(reason))).toEqual([]);
  expect(rejections).toHaveLength(mode === 'socket' ? 1 : 0);
});

test('a token that opens no connection is told, and the rest goes on', async () => {
  stage = await newStage('socket');
  ({ slack } = stage);
  slack.fault('apps.connections.open', { kind: 'error', error: 'invalid_auth', times: 9 });

  await stage.connect();
  await slack.until(() => stage.deaf.length > 0);

  expect(stage.deaf[0]?.message).toContain(
    'SLACK_APP_TOKEN cannot be used (Slack said invalid_auth)',
  );
  expect(stage.side().isConnected()).toBe(false);
});

test('an app-level token that is wrong does not stand in the log', async () => {
  stage = await newStage('socket');
  ({ slack } = stage);
  const { apiUrl, botToken } = slack;
  const tokens = { botToken, appToken: 'xapp-1-A0-wrong', signingSecret: undefined };

  await stage.connect({ config: { ...tokens, apiUrl, alertChannels: [], shadowChannels: [] } });
  await slack.until(() => stage.deaf.length > 0);

  expect(JSON.stringify(stage.log.lines)).not.toContain('xapp-1-A0-wrong');
});

test('a stop waits for what came and takes in nothing more', async () => {
  stage = await newStage('socket', { redeliverAfterMs: 10_000 });
  ({ slack } = stage);
  const hold = Promise.withResolvers<void>();
  let isHeld = false;
  await stage.connect({
    accept: async (submissions) => {
      isHeld = true;
      await hold.promise;
      await stage.accept(submissions);
    },
  });
  await slack.until(() => slack.sockets() === 2);
  await slack.say({ channel: CHANNEL, text: LINE });
  await slack.until(() => isHeld);

  const stopped = stage.side().stopReceiving();
  await slack.say({ channel: CHANNEL, text: LINE });
  hold.resolve();
  await stopped;

  expect(stage.inbox.size).toBe(1);
  expect(slack.deliveries.map(({ ackedAt }) => ackedAt !== undefined)).toEqual([true, false]);
  await slack.until(() => slack.sockets() === 0);
});

test('no token, signature or text of others stands in the log', async () => {
  await start('http');
  await slack.say({ channel: CHANNEL, text: 'a secret of theirs' });
  await slack.command({ text: 'a secret of theirs' });
  await stage.inboxed(1);

  const logged = JSON.stringify(stage.log.lines);
  for (const secret of [slack.botToken, slack.appToken, slack.signingSecret, 'a secret of theirs'])
    expect(logged).not.toContain(secret);
});
