import { afterEach, beforeEach, expect, test } from 'vitest';
import { identityOf, SlackTokenError } from '../../src/slack/identity.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack/fake-slack.ts';
import type { Fault } from '../fake-slack/faults.ts';
import { quickClock } from './quick-clock.ts';
import { recordingLog } from './recording-log.ts';
import { clientsOf } from './slack-clients.ts';

let slack: FakeSlack;
beforeEach(async () => {
  slack = await startFakeSlack();
});
afterEach(() => slack.close());

function asking() {
  const { posting: client } = clientsOf(slack);
  const { signal } = new AbortController();
  const clock = quickClock();
  return { client, appToken: slack.appToken, clock, log: recordingLog(), signal };
}

test('says who the token belongs to', async () => {
  expect(await identityOf(asking())).toEqual({
    botUserId: slack.botUserId,
    botId: slack.botId,
    appId: slack.appId,
    teamUrl: slack.teamUrl,
  });
});

const PASSING: readonly (readonly [string, Fault, number])[] = [
  ['internal_error', { kind: 'error', error: 'internal_error', times: 3 }, 3],
  ['status 502', { kind: 'http', status: 502, times: 3 }, 3],
  ['a closed connection', { kind: 'closed', times: 3 }, 3],
];

test.each(PASSING)('asks again after %s, each time later', async (_name, fault, times) => {
  slack.fault('auth.test', fault);
  const ask = asking();

  const { botId } = await identityOf(ask);

  expect(botId).toBe(slack.botId);
  expect(ask.clock.pauses).toEqual([1000, 2000, 4000].slice(0, times));
});

test('waits as long as a rate limit says', async () => {
  slack.fault('auth.test', { kind: 'rate-limited', seconds: 9 });
  const ask = asking();

  await identityOf(ask);

  expect(ask.clock.pauses).toEqual([9000]);
});

test.each(['invalid_auth', 'account_inactive', 'token_revoked'])(
  '%s is final and says what to do',
  async (error) => {
    slack.fault('auth.test', { kind: 'error', error });

    const asked = identityOf(asking());

    await expect(asked).rejects.toThrow(SlackTokenError);
    await expect(asked).rejects.toThrow(/^SLACK_BOT_TOKEN cannot be used: .*(?:install|copy)/);
  },
);
