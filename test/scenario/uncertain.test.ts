import { describe, expect, test } from 'vitest';
import type { Fault } from '../fake-slack/faults.ts';
import { newBotStage } from './bot-stage.ts';

// Side by side, each with a bot of its own: most of the time is waiting for Slack.
describe.concurrent('an answer whose fate is not known stands once in the end', () => {
  const fates: readonly (readonly [string, Fault])[] = [
    ['500 after it was posted', { kind: 'http', status: 500, hasEffect: true }],
    ['500 before it was posted', { kind: 'http', status: 500 }],
    ['a connection closed after it was posted', { kind: 'closed', hasEffect: true }],
    ['a connection closed before it was posted', { kind: 'closed' }],
    ['no answer, though it was posted', { kind: 'hang', hasEffect: true }],
    ['no answer, and it was not posted', { kind: 'hang' }],
    ['internal_error', { kind: 'error', error: 'internal_error' }],
  ];
  test.each(fates)('%s', async (_fate, fault) => {
    await using stage = await newBotStage();
    await stage.start();
    stage.slack.fault('chat.postMessage', fault);
    const first = await stage.alert(1);
    await stage.slack.until(() => stage.calls('chat.postMessage').length === 1);
    const second = await stage.alert(2);
    await stage.answered([first, second], 30_000);
    expect(stage.posted()).toHaveLength(2);
    expect(stage.faultsSent()).toEqual([]);
  });
});
