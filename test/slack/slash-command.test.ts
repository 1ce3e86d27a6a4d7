import { expect, test } from 'vitest';
import { commandIn, commandSubmission } from '../../src/slack/slash-command.ts';

function body(text: string): object {
  return {
    command: '/nginx-diagnose',
    text,
    user_id: 'U0HUMAN001',
    channel_id: 'C0ALERTS01',
    trigger_id: '12.34.ab',
    response_url: 'https://hooks.slack.com/commands/1',
  };
}

test.each([
  ['', 'window'],
  ['  ', 'window'],
  ['help', 'help'],
  [' Help ', 'help'],
  ['help me with recv() failed', 'diagnosis'],
])('%j asks for the %s', (text, asks) => {
  expect(commandIn(body(text))?.asks).toBe(asks);
});

test('a text is taken in unescaped and redacted, with the way back to the person', () => {
  expect(commandSubmission(body('a &lt;b&gt; recv() failed, token=abc'), 7)).toEqual({
    key: 'command:12.34.ab',
    receivedAt: 7,
    body: {
      kind: 'paste',
      user: 'U0HUMAN001',
      channel: 'C0ALERTS01',
      responseUrl: 'https://hooks.slack.com/commands/1',
      texts: [{ name: 'slash command', text: 'a <b> recv() failed, token=[redacted]' }],
      files: [],
      told: {},
    },
  });
});

test.each(['', 'help'])('%j is answered at once and not taken in', (text) => {
  expect(commandSubmission(body(text), 0)).toBeUndefined();
});
