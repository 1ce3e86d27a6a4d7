import { expect, test } from 'vitest';
import { shortcutSubmission } from '../../src/slack/shortcut-submission.ts';

const identity = {
  botUserId: 'U0SELFBOT1',
  botId: 'B0SELFBOT1',
  appId: undefined,
  teamUrl: 'https://t.slack.com/',
};
const reception = { identity, apiUrl: 'https://slack.com/api/', receivedAt: 7 };

function body(message: object, more: object = {}): object {
  return {
    type: 'message_action',
    callback_id: 'diagnose-message',
    trigger_id: '12.34.ab',
    user: { id: 'U0ASKER001' },
    channel: { id: 'C0ALERTS01' },
    message: { ts: '1.2', user: 'U0HUMAN001', text: 'recv() failed, token=abc', ...message },
    response_url: 'https://hooks.slack.com/app/1',
    ...more,
  };
}

test('the message is taken in as asked about, with its thread and who asked', () => {
  expect(shortcutSubmission(body({ thread_ts: '1.1' }), reception)).toEqual({
    key: 'shortcut:12.34.ab',
    receivedAt: 7,
    body: {
      kind: 'message',
      channel: 'C0ALERTS01',
      ts: '1.2',
      threadTs: '1.1',
      from: { kind: 'person', id: 'U0HUMAN001' },
      mode: 'asked',
      texts: [{ name: 'message', text: 'recv() failed, token=[redacted]' }],
      files: [],
      asker: 'U0ASKER001',
      readsThread: false,
      responseUrl: 'https://hooks.slack.com/app/1',
    },
  });
});

test('an alert of a bot is of a bot', () => {
  const submission = shortcutSubmission(body({ user: undefined, bot_id: 'B0GRAFANA1' }), reception);

  expect(submission?.body).toMatchObject({ from: { kind: 'bot', id: 'B0GRAFANA1' } });
});

test('an answer of ours is no evidence; its thread is', () => {
  const submission = shortcutSubmission(body({ bot_id: identity.botId }), reception);

  expect(submission?.body).toMatchObject({ texts: [], readsThread: true });
});

test.each([
  body({}, { callback_id: 'another' }),
  body({}, { type: 'shortcut' }),
  body({}, { channel: undefined }),
  undefined,
])('another shortcut is none', (other) => {
  expect(shortcutSubmission(other, reception)).toBeUndefined();
});
