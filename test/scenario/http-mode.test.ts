import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signed } from '../fake-slack/http-push.ts';
import { type BotStage, CHANNEL, ELSEWHERE, newBotStage, words } from './bot-stage.ts';
import { lineOf } from './lines.ts';

let stage: BotStage;
beforeEach(async () => {
  stage = await newBotStage({ mode: 'http', redeliverAfterMs: 10 });
  await stage.start(environment());
  stage.slack.target(eventsUrl());
});
afterEach(() => stage.close());

/** A signing secret in place of the app-level token. */
function environment(): Readonly<Record<string, string>> {
  const { SLACK_APP_TOKEN: _socket, ...others } = stage.environment;
  return { ...others, SLACK_SIGNING_SECRET: stage.slack.signingSecret };
}

const eventsUrl = (): string => `${stage.bot().url}/slack/events`;

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

async function post(body: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  return await fetch(eventsUrl(), { method: 'POST', headers, body });
}

describe('over HTTP', () => {
  test('an alert is answered in its thread', async () => {
    const ts = await stage.alert(1);
    await stage.answered([ts]);
    expect(words(stage.answers(ts))).toContain('10.0.3.1:8080');
  });

  test('a command is answered to the person, and its answer is shared by a click', async () => {
    await stage.slack.command({ text: lineOf(1), channel: ELSEWHERE });
    await stage.slack.until(() => stage.slack.ephemerals.length === 1);
    await stage.slack.click({ ephemeral: 0, actionId: 'share' });
    await stage.slack.until(() => stage.posted(ELSEWHERE).length === 1);
  });

  test('a window opens, shows its faults, and what is pasted is answered', async () => {
    await stage.slack.command({ text: '', channel: ELSEWHERE });
    await stage.slack.until(() => stage.slack.views.length === 1);
    await stage.slack.submitView({ values: {} });
    expect(stage.slack.views[0]?.errors).toHaveProperty('text');
    await stage.slack.submitView({ values: { text: { value: lineOf(2) } } });
    await stage.slack.until(() => stage.slack.ephemerals.length === 1);
    expect(words(stage.slack.ephemerals)).toContain('10.0.3.2:8080');
  });

  test('a shortcut answers under the message', async () => {
    const { ts } = await stage.slack.say({ channel: ELSEWHERE, text: lineOf(3) });
    const callbackId = 'diagnose-message';
    await stage.slack.shortcut({ kind: 'message', callbackId, channel: ELSEWHERE, ts });
    await stage.slack.until(() => stage.answers(ts, ELSEWHERE).length === 1);
  });

  test('what Slack sends again, saying so, is answered once', async () => {
    const ts = await stage.alert(1);
    await stage.answered([ts]);
    const body = JSON.stringify(stage.slack.deliveries[0]?.payload);
    const retry = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
    const headers = { 'content-type': JSON_TYPE, ...signed(body), ...retry };
    expect((await post(body, headers)).status).toBe(200);
    await stage.answered([await stage.alert(2)]);
    expect(stage.posted()).toHaveLength(2);
  });

  test('what comes while the bot is down is answered when it is back', async () => {
    await stage.answered([await stage.alert(1)]);
    await stage.bot().kill();
    const ts = await stage.alert(2);
    await stage.slack.until(() => stage.slack.deliveries.at(-1)?.isLost, 15_000);
    await stage.start(environment());
    await stage.answered([ts]);
    expect(stage.posted()).toHaveLength(2);
  });
});

describe('at the door', () => {
  test('the challenge of a new address is given back', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c0ffee', token: 't' });
    const response = await post(body, { 'content-type': JSON_TYPE, ...signed(body) });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('c0ffee');
  });

  test("Slack's check of its certificate is answered", async () => {
    const body = 'ssl_check=1&token=t';
    const response = await post(body, { 'content-type': FORM_TYPE, ...signed(body) });
    expect(response.status).toBe(200);
  });

  const TOO_OLD_SECONDS = 600;
  test.each<readonly [string, (body: string) => Record<string, string>]>([
    ['no signature', () => ({})],
    ['the signature of another body', () => signed('another body')],
    ['a signature that is ten minutes old', (body) => signed(body, secondsAgo(TOO_OLD_SECONDS))],
    ['a signature of the future', (body) => signed(body, secondsAgo(-TOO_OLD_SECONDS))],
  ])('%s is refused, and nothing comes of it', async (_case, sign) => {
    const event = { type: 'message', channel: CHANNEL, user: 'U0PERSON01', text: lineOf(9) };
    const body = JSON.stringify({
      type: 'event_callback',
      event_id: 'Ev0FORGED1',
      event: { ...event, ts: '1795340502.100274' },
    });
    const response = await post(body, { 'content-type': JSON_TYPE, ...sign(body) });
    expect(response.status).toBe(401);
    await stage.answered([await stage.alert(1)]);
    expect(stage.posted()).toHaveLength(1);
  });

  test('webhooks and health stand beside it on the same port', async () => {
    expect(await stage.webhook(lineOf(5))).toBe(202);
    await stage.slack.until(() => words(stage.posted()).includes('10.0.3.5:8080'));
    for (const path of ['/healthz', '/readyz'])
      expect((await fetch(`${stage.bot().url}${path}`)).status, path).toBe(200);
  });
});

const secondsAgo = (seconds: number): number => Math.floor(Date.now() / 1_000) - seconds;
