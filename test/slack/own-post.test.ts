import { afterEach, beforeEach, expect, test } from 'vitest';
import { MayNotLook } from '../../src/bot/ports.ts';
import type { SlackClient } from '../../src/slack/clients.ts';
import { findOwnPost } from '../../src/slack/own-post.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack/fake-slack.ts';
import { clientsOf, identityIn } from './slack-clients.ts';

let slack: FakeSlack;
beforeEach(async () => {
  slack = await startFakeSlack();
});
afterEach(() => slack.close());

async function find(client = clientsOf(slack).reading): Promise<string | undefined> {
  const place = { kind: 'message', key: 'k1', channel: 'C0ALERTS01', thread: undefined } as const;
  const delivery = { ...place, content: { text: 'broken', blocks: [] } };
  return await findOwnPost({ client, identity: identityIn(slack) }, delivery, Date.now());
}

test.each([
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'thread_not_found',
  'a_word_of_tomorrow',
])('after %s nobody may ever look', async (error) => {
  slack.fault('conversations.history', { kind: 'error', error });

  await expect(find()).rejects.toThrow(new MayNotLook(error));
});

test.each(['internal_error', 'service_unavailable', 'ratelimited', 'token_revoked'])(
  'after %s somebody may look later',
  async (error) => {
    slack.fault('conversations.history', { kind: 'error', error, times: 9 });

    const failure = await find().catch((thrown: unknown) => thrown);

    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(MayNotLook);
  },
);

test('among more messages than are read nobody may ever look', async () => {
  await expect(find(endlessChannel())).rejects.toThrow(MayNotLook);
});

function endlessChannel(): SlackClient {
  const client = clientsOf(slack).reading;
  client.apiCall = async () => ({
    ok: true,
    messages: [],
    response_metadata: { next_cursor: 'more' },
  });
  return client;
}
