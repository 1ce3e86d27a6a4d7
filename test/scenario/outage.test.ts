import { afterEach, beforeEach, expect, test } from 'vitest';
import { launchBotProcess } from './bot-process.ts';
import { type BotStage, newBotStage, words } from './bot-stage.ts';
import { lineOf } from './lines.ts';

let stage: BotStage;
beforeEach(async () => {
  stage = await newBotStage({ redeliverAfterMs: 500 });
});
afterEach(() => stage.close());

/** How many messages of ours name the upstream with this number. */
const named = (host: number): number =>
  stage.posted().filter((one) => words(one).includes(`10.0.3.${host}:8080`)).length;

test('what came before and during an outage is answered once when Slack is back', async () => {
  await stage.start();
  const before = await Promise.all([1, 2, 3].map((host) => stage.alert(host)));
  await stage.slack.until(() => stage.slack.deliveries.every((one) => one.ackedAt !== undefined));

  stage.slack.outage(true);
  const during = await stage.alert(4);
  expect(await stage.webhook(lineOf(5))).toBe(202);
  // As long as Slack tries again, so that only catching up can find the alert.
  await stage.slack.until(() => stage.slack.deliveries.at(-1)?.isLost, 10_000);
  expect(await stage.webhook(lineOf(6))).toBe(202);
  stage.slack.outage(false);

  await stage.answered([...before, during], 40_000);
  await stage.slack.until(() => named(5) + named(6) === 2, 20_000);
  expect(stage.posted()).toHaveLength(6);
  expect(stage.bot().isAlive()).toBe(true);
});

test('started while Slack is out it takes webhooks in, and answers them when Slack is there', async () => {
  stage.slack.outage(true);
  stage.runs(await launchBotProcess(stage.environment));
  expect(await stage.webhook(lineOf(1))).toBe(202);
  expect(await stage.webhook(lineOf(2))).toBe(202);
  expect((await fetch(`${stage.bot().url}/readyz`)).status).toBe(200);
  stage.slack.outage(false);

  await stage.slack.until(() => named(1) + named(2) === 2, 20_000);
  const ts = await stage.slack.until(() => stage.slack.sockets() > 0).then(() => stage.alert(3));
  await stage.answered([ts]);
  expect(stage.posted()).toHaveLength(3);
});

test('stopped while it still waits for Slack it ends with 0', async () => {
  stage.slack.outage(true);
  stage.runs(await launchBotProcess(stage.environment));
  await stage.slack.until(() => stage.bot().log().includes('slack did not say who we are'));
  expect(await stage.bot().stop()).toBe(0);
});
