import { expect, test } from 'vitest';
import { pasteInView } from '../../src/slack/paste-submission.ts';

const at = { receivedAt: 7, apiUrl: 'https://slack.com/api/' };

function body(values: Readonly<Record<string, object>>, more: object = {}, view: object = {}) {
  const blocks = Object.entries(values).map(([id, value]) => [id, { value }]);
  return {
    type: 'view_submission',
    user: { id: 'U0HUMAN001' },
    view: {
      id: 'V1',
      callback_id: 'paste',
      hash: '1.a',
      state: { values: Object.fromEntries(blocks) },
      ...view,
    },
    ...more,
  };
}

const text = { type: 'plain_text_input', value: 'recv() failed, token=abc' };

test('everything that was filled in is taken in, redacted', () => {
  const about = {
    incident: 'i0123456789ab',
    channel: 'C0ALERTS01',
    responseUrl: 'https://hooks.slack.com/1',
  };
  const read = pasteInView(
    body(
      {
        text,
        files: {
          files: [
            { id: 'F1', name: 'error.log', size: 9, url_private: 'https://files.slack.com/F1' },
          ],
        },
        backend: { selected_option: { value: 'node' } },
        version: { value: 'nginx/1.25.3 (Ubuntu)' },
        config: { value: 'set $token abc;' },
      },
      {},
      { private_metadata: JSON.stringify(about) },
    ),
    at,
  );

  expect(read).toEqual({
    kind: 'paste',
    submission: {
      key: 'view:V1:1.a',
      receivedAt: 7,
      body: {
        kind: 'paste',
        user: 'U0HUMAN001',
        ...about,
        texts: [{ name: 'pasted text', text: 'recv() failed, token=[redacted]' }],
        files: [{ id: 'F1', name: 'error.log', bytes: 9, url: 'https://files.slack.com/F1' }],
        told: { nginxVersion: '1.25.3', backend: 'node' },
        config: 'set $token [redacted];',
      },
    },
  });
});

test('a channel that was chosen in the window is where the answer goes', () => {
  const answer = { response_url: 'https://hooks.slack.com/app/2', channel_id: 'C0CHOSEN01' };
  const chosen = { text, channel: { selected_conversation: 'C0CHOSEN01' } };
  const read = pasteInView(body(chosen, { response_urls: [answer] }), at);

  expect(read).toMatchObject({
    submission: { body: { channel: 'C0CHOSEN01', responseUrl: answer.response_url } },
  });
});

test.each([
  ['nothing', {}],
  ['blanks', { text: { value: '  \n' } }],
  ['only a configuration', { config: { value: 'http {}' } }],
])('%s keeps the window open and says what is missing', (_name, values) => {
  expect(pasteInView(body(values), at)).toMatchObject({
    kind: 'faults',
    faults: { text: expect.stringContaining('Paste log lines') },
  });
});

test('a version that is none keeps the window open', () => {
  const read = pasteInView(body({ text, version: { value: 'latest' } }), at);

  expect(read).toEqual({ kind: 'faults', faults: { version: 'Write it like 1.25.3' } });
});

test.each([
  ['no JSON', '{'],
  ['another form', '{"incident":7,"channel":{},"responseUrl":[]}'],
  ['a foreign address', '{"incident":"i0","responseUrl":"https://evil.example/"}'],
])('metadata that is %s is left out', (_name, metadata) => {
  const read = pasteInView(body({ text }, {}, { private_metadata: metadata }), at);

  expect(read).toMatchObject({
    submission: { body: { incident: undefined, channel: undefined, responseUrl: undefined } },
  });
});

test.each([body({ text }, {}, { callback_id: 'another' }), {}, undefined])(
  'another window is none of ours',
  (other) => {
    expect(pasteInView(other, at)).toBeUndefined();
  },
);
