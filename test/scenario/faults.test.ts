import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotStage, CHANNEL, ELSEWHERE, newBotStage, words } from './bot-stage.ts';
import { lineOf } from './lines.ts';

const SETTINGS = {
  environment: { SLACK_ALERT_CHANNELS: `${CHANNEL},${ELSEWHERE}` },
  redeliverAfterMs: 500,
};

let stage: BotStage;
beforeEach(async () => {
  stage = await newBotStage(SETTINGS);
  await stage.start();
});
afterEach(async () => {
  await stage.close();
  expect(stage.faultsSent(), 'what was sent').toEqual([]);
});

test('a limit on one channel holds neither another channel nor a window', async () => {
  stage.slack.fault('chat.postMessage', { kind: 'rate-limited', seconds: 5 });
  const limited = await stage.alert(1);
  await stage.slack.until(() => stage.calls('chat.postMessage').length === 1);
  const limitedAt = Date.now();

  const other = await stage.alert(2, ELSEWHERE);
  await stage.slack.command({ text: '', channel: ELSEWHERE });
  await stage.slack.until(() => stage.slack.views.length === 1, 1_000);
  await stage.slack.until(() => stage.answers(other, ELSEWHERE).length === 1, 1_500);

  await stage.answered([limited]);
  const [, , last] = stage.calls('chat.postMessage');
  expect(last?.at ?? 0).toBeGreaterThanOrEqual(limitedAt + 4_900);
});

describe('a channel that takes nothing', () => {
  test.each(['not_in_channel', 'is_archived'])('%s is tried once', async (error) => {
    stage.slack.fault('chat.postMessage', { kind: 'error', error });
    const refused = await stage.alert(1);
    await stage.slack.until(() => stage.calls('chat.postMessage').length === 1);
    const next = await stage.alert(2);
    await stage.answered([next]);
    expect(stage.answers(refused)).toEqual([]);
    expect(stage.calls('chat.postMessage')).toHaveLength(2);
    const told = stage.bot().log().split('\n');
    expect(told.filter((line) => line.includes('refused by Slack'))).toHaveLength(1);
  });
});

test('blocks that Slack refuses arrive in a plain form', async () => {
  stage.slack.fault('chat.postMessage', { kind: 'error', error: 'invalid_blocks' });
  const ts = await stage.alert(1);
  await stage.answered([ts]);
  expect(words(stage.answers(ts))).toContain('10.0.3.1:8080');
  expect(stage.posted()).toHaveLength(1);
});

test('a response_url that is gone is tried once, and the answer comes another way', async () => {
  stage.slack.fault('response_url', { kind: 'http', status: 404 });
  await stage.slack.command({ text: lineOf(1), channel: ELSEWHERE });
  await stage.slack.until(() => stage.slack.ephemerals.length === 1);
  await stage.slack.command({ text: lineOf(2), channel: ELSEWHERE });
  await stage.slack.until(() => stage.slack.ephemerals.length === 2);
  expect(words(stage.slack.ephemerals[0])).toContain('10.0.3.1:8080');
  expect(words(stage.slack.ephemerals[1])).toContain('10.0.3.2:8080');
  expect(stage.calls('response_url')).toHaveLength(2);
});

describe('files', () => {
  test('of another workspace are asked for', async () => {
    const file = stage.slack.addFile({ name: 'error.log', content: lineOf(1), connect: true });
    const { ts } = await stage.slack.say({ channel: CHANNEL, files: [file] });
    await stage.answered([ts]);
    expect(words(stage.answers(ts))).toContain('10.0.3.1:8080');
  });

  test('that the app may not read are answered with the scope that is missing', async () => {
    await stage.close();
    stage = await newBotStage({ ...SETTINGS, scopes: ['channels:history', 'chat:write'] });
    await stage.start();
    const file = stage.slack.addFile({ name: 'error.log', content: lineOf(1) });
    const { ts } = await stage.slack.say({ channel: CHANNEL, files: [file] });
    await stage.answered([ts]);
    expect(words(stage.answers(ts))).toContain('files:read');
  });

  test('whose download fails twice are read at the third try', async () => {
    stage.slack.fault('files.download', { kind: 'http', status: 503, times: 2 });
    const file = stage.slack.addFile({ name: 'error.log', content: lineOf(1) });
    const { ts } = await stage.slack.say({ channel: CHANNEL, files: [file] });
    await stage.answered([ts], 20_000);
    expect(words(stage.answers(ts))).toContain('10.0.3.1:8080');
  });
});

test('a click on an answer that is not known any more gets a sentence', async () => {
  const ts = await stage.alert(1);
  await stage.answered([ts]);
  const [answer] = stage.answers(ts);
  await stage.forgetAll();
  await stage.slack.click({ channel: CHANNEL, ts: answer?.ts ?? '', actionId: 'acknowledge' });
  await stage.slack.click({ channel: CHANNEL, ts: answer?.ts ?? '', actionId: 'show-all' });
  await stage.slack.until(() => stage.slack.ephemerals.length === 2);
  expect(words(stage.slack.ephemerals)).toContain('too old');
  expect(stage.posted()).toHaveLength(1);
});

test('two people at once and a finger that clicks twice change the answer, not the number of answers', async () => {
  const ts = await stage.alert(1);
  await stage.answered([ts]);
  const at = { channel: CHANNEL, ts: stage.answers(ts)[0]?.ts ?? '', actionId: 'acknowledge' };
  await Promise.all([
    stage.slack.click({ ...at, user: 'U0PERSON02' }),
    stage.slack.click({ ...at, user: 'U0PERSON03' }),
    stage.slack.click({ ...at, user: 'U0PERSON02' }),
  ]);
  await stage.slack.until(() => words(stage.posted()).includes('U0PERSON0'));
  const next = await stage.alert(2);
  await stage.answered([next]);
  expect(stage.posted()).toHaveLength(2);
  expect(stage.slack.deliveries.filter(({ isLate }) => isLate)).toEqual([]);
});
