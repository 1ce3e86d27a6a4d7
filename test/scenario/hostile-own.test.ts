import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diagnoseText } from '../diagnose-text.ts';
import { listOf } from '../fake-slack/json.ts';
import { channelAt, type HostileStage, newHostileStage } from '../hostile/hostile-stage.ts';
import { OWN_MESSAGES } from '../hostile/own-messages.ts';
import { shellWords } from '../hostile/shell-words.ts';
import { copiesIn, foreignCopies, incidentOf, slackTrial } from '../hostile/slack-trial.ts';

// Slack waits 3 s for an acknowledgement; whoever clicks meanwhile waits as well.
const LONGEST_ACK_MS = 3_000;

let stage: HostileStage;
beforeAll(async () => {
  stage = await newHostileStage({ redeliverAfterMs: 60_000, ackDeadlineMs: 60_000 });
  await stage.start();
});
afterAll(() => stage.close());

test.each(OWN_MESSAGES.map((one, at) => ({ ...one, at })))(
  '$name',
  async ({ message, isAnswered, at }) => {
    const channel = channelAt(at);
    const saidAt = performance.now();
    const { ts, eventIds } = await stage.slack.say({ channel, ...message });
    const event = stage.slack.deliveries.find(({ id }) => id === eventIds[0]);
    await stage.slack.until(() => event?.ackedAt, 30_000);
    const tookMs = performance.now() - saidAt;
    await stage.idle();
    const answers = stage.answers(ts, channel);
    expect(answers.length).toBeLessThanOrEqual(1);
    if (isAnswered) expect(answers).toHaveLength(1);
    expect(tookMs).toBeLessThan(LONGEST_ACK_MS);
    expect(stage.bot().isAlive()).toBe(true);
  },
);

describe('after all of them', () => {
  test('what is offered for copying comes from the rules, every word of it literal', async () => {
    const nothing = await diagnoseText('');
    const own = stage
      .calls('chat.postMessage')
      .map(({ args }) => ({ text: String(args.text), blocks: listOf(args.blocks) }));
    expect(own.length).toBeGreaterThan(20);
    for (const shown of own) {
      const incident = incidentOf(shown);
      const report = (incident && (await stage.reportOf(incident))) || nothing;
      expect(foreignCopies(copiesIn(shown.blocks), report)).toEqual([]);
      const { commands } = slackTrial([shown], { text: '', report, plainReset: nothing });
      expect(commands.map(shellWords).filter(({ kind }) => kind === 'unsafe')).toEqual([]);
    }
  });

  test('nothing that was sent can mention, link, format or unfurl', () => {
    expect(stage.sentFaults()).toEqual([]);
  });

  test('nothing else happened', async () => {
    expect(await stage.answersAnOrdinaryLine(99)).toBe(true);
    expect(stage.placesElsewhere()).toEqual([]);
    expect(stage.logFaults()).toEqual([]);
    expect(await stage.bot().stop()).toBe(0);
    expect(stage.whereFound(['FAKEpw99', 'FAKEtok99'])).toEqual([]);
  });
});
