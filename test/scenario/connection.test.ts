import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotStage, CHANNEL, newBotStage, words } from './bot-stage.ts';
import { lineOf } from './lines.ts';

let stage: BotStage;
beforeEach(async () => {
  stage = await newBotStage({ redeliverAfterMs: 500, tierFactor: 10 });
  await stage.start();
});
afterEach(() => stage.close());

test('Slack saying that it drops events does not end the process, and what it dropped is read', async () => {
  await stage.answered([await stage.alert(1)]);
  await stage.slack.until(() => stage.slack.sockets() === 2);
  // Not heard, but there to read.
  stage.slack.member(CHANNEL, false);
  const dropped = await stage.alert(2);
  stage.slack.member(CHANNEL, true);
  stage.slack.appRateLimited();
  await stage.answered([dropped]);
  expect(stage.bot().isAlive()).toBe(true);
  expect(stage.posted()).toHaveLength(2);
});

describe('what was said while nobody listened', () => {
  /** Long enough for Slack to have given up on every event. */
  async function away(during: () => Promise<void>): Promise<void> {
    await stage.bot().kill();
    await stage.slack.until(() => stage.slack.sockets() === 0);
    await during();
    await stage.slack.until(() => stage.slack.deliveries.every((one) => one.ackedAt ?? one.isLost));
    await stage.start();
  }

  test('is answered at the next start, with replies in threads and edits', async () => {
    const { ts: talk } = await stage.slack.say({ channel: CHANNEL, text: 'is anything wrong?' });
    const { ts: edited } = await stage.slack.say({ channel: CHANNEL, text: 'look at this:' });
    await stage.answered([await stage.alert(1)]);
    const replies: string[] = [];
    const alerts: string[] = [];
    await away(async () => {
      alerts.push(await stage.alert(2));
      const reply = { channel: CHANNEL, text: lineOf(3), threadTs: talk };
      replies.push((await stage.slack.say(reply)).ts);
      stage.slack.edit(CHANNEL, edited, { text: `look at this: ${lineOf(4)}` });
    });
    await stage.answered([...alerts, talk], 20_000);
    expect(words(stage.answers(talk))).toContain('10.0.3.3:8080');
    await stage.answered([edited], 20_000);
    expect(words(stage.answers(edited))).toContain('10.0.3.4:8080');
    expect(stage.posted()).toHaveLength(4);
  });

  test('before the very first start is not', async () => {
    await stage.close();
    stage = await newBotStage({ redeliverAfterMs: 100 });
    const old = await stage.alert(1);
    await stage.slack.until(() => stage.slack.deliveries[0]?.isLost);
    await stage.start();
    await stage.answered([await stage.alert(2)]);
    expect(stage.answers(old)).toEqual([]);
    expect(stage.posted()).toHaveLength(1);
  });
});
