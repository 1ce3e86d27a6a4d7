import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivered } from '../fake-slack/deliveries.ts';
import { type BotStage, CHANNEL, ELSEWHERE, newBotStage, words } from './bot-stage.ts';
import { lineOf } from './lines.ts';

let stage: BotStage;
beforeEach(async () => {
  stage = await newBotStage({ redeliverAfterMs: 500 });
  await stage.start();
});
afterEach(() => stage.close());

describe('the same thing again', () => {
  test('after a restart gets no second answer', async () => {
    const ts = await stage.alert(1);
    await stage.answered([ts]);
    const [first] = stage.slack.deliveries;
    await stage.bot().kill();
    await stage.start();
    const again = await stage.slack.event(first?.payload ?? {});
    await stage.slack.until(() => again.ackedAt !== undefined);
    await stage.answered([await stage.alert(2)]);
    expect(stage.posted()).toHaveLength(2);
  });

  test('as a message and as a mention, with a restart in between, gets one', async () => {
    const text = `<@${stage.slack.botUserId}> diagnose ${lineOf(1)}`;
    const { ts } = await stage.slack.say({ channel: CHANNEL, text });
    await stage.answered([ts]);
    const mention = stage.slack.deliveries.find(({ payload }) =>
      words(payload).includes('"app_mention"'),
    );
    await stage.bot().kill();
    await stage.start();
    await stage.slack.event(mention?.payload ?? {});
    await stage.answered([await stage.alert(2)]);
    expect(stage.posted()).toHaveLength(2);
  });
});

describe('kill -9 the moment that Slack has the acknowledgement', () => {
  /** Kills at once, before the bot can do more than it did. */
  async function killedAfter(acked: Promise<Delivered>): Promise<void> {
    expect((await acked).ackedAt).toBeDefined();
    await stage.bot().kill();
    await stage.start();
  }

  test('of a command: it is answered after the restart', async () => {
    await killedAfter(stage.slack.command({ text: lineOf(1), channel: ELSEWHERE }));
    await stage.slack.until(() => stage.slack.ephemerals.length === 1);
    expect(words(stage.slack.ephemerals)).toContain('10.0.3.1:8080');
  });

  test('of a click: it is done after the restart', async () => {
    const ts = await stage.alert(1);
    await stage.answered([ts]);
    const answer = { channel: CHANNEL, ts: stage.answers(ts)[0]?.ts ?? '' };
    await killedAfter(
      stage.slack.click({ ...answer, actionId: 'acknowledge', user: 'U0PERSON02' }),
    );
    await stage.slack.until(() => words(stage.posted()).includes('U0PERSON02'));
  });

  test('of a window: what was pasted is answered after the restart', async () => {
    await stage.slack.command({ text: '', channel: ELSEWHERE });
    await stage.slack.until(() => stage.slack.views.length === 1);
    await killedAfter(stage.slack.submitView({ values: { text: { value: lineOf(2) } } }));
    await stage.slack.until(() => stage.slack.ephemerals.length === 1);
    expect(words(stage.slack.ephemerals)).toContain('10.0.3.2:8080');
  });
});
