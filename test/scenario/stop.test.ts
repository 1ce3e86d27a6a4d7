import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BotStage, newBotStage } from './bot-stage.ts';

let stage: BotStage;
beforeEach(async () => {
  stage = await newBotStage({ redeliverAfterMs: 500 });
  await stage.start();
});
afterEach(() => stage.close());

const HOSTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

async function alertsTaken(): Promise<readonly string[]> {
  const said = await Promise.all(HOSTS.map((host) => stage.alert(host)));
  await stage.slack.until(() => stage.slack.deliveries.every((one) => one.ackedAt !== undefined));
  return said;
}

test('SIGTERM with one answer under way and ten that wait ends in time; a new start says the rest, nothing twice', async () => {
  stage.slack.fault('chat.postMessage', { kind: 'slow', ms: 1_500 });
  const said = await alertsTaken();
  await stage.slack.until(() => stage.calls('chat.postMessage').length === 1);
  const stoppedAt = Date.now();
  expect(await stage.bot().stop()).toBe(0);
  expect(Date.now() - stoppedAt).toBeLessThan(10_000);
  expect(stage.posted()).toHaveLength(1);

  await stage.start();
  await stage.answered(said, 20_000);
  expect(stage.posted()).toHaveLength(11);
});

test('SIGTERM while Slack does not answer a post ends in time, and it is not said twice', async () => {
  stage.slack.fault('chat.postMessage', { kind: 'hang', hasEffect: true });
  const said = [await stage.alert(1)];
  await stage.slack.until(() => stage.calls('chat.postMessage').length === 1);
  const stoppedAt = Date.now();
  expect(await stage.bot().stop()).toBe(0);
  expect(Date.now() - stoppedAt).toBeLessThan(10_000);

  await stage.start();
  said.push(await stage.alert(2));
  await stage.answered(said);
  expect(stage.posted()).toHaveLength(2);
});
