import { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import {
  isBlocksWord,
  resultOfFailure,
  resultOfNetwork,
  resultOfWord,
} from '../../src/slack/slack-failure.ts';

const once = { isRepeatable: false, tries: 0 };

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
  '%s says that nothing was sent',
  (code) => {
    const failure = new TypeError('fetch failed', {
      cause: Object.assign(new Error(code), { code }),
    });

    expect(resultOfNetwork(failure, once)).toEqual({ kind: 'later', afterMs: 1000, scope: 'all' });
  },
);

test.each([
  ['timeout', new DOMException('The operation was aborted due to timeout', 'TimeoutError')],
  [
    'connection broke',
    new TypeError('fetch failed', {
      cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
    }),
  ],
])('after a %s it may have been sent', (reason, failure) => {
  expect(resultOfNetwork(failure, once)).toEqual({ kind: 'uncertain', reason });
});

test.each([
  ['an answer without the id of the message', new Error('chat.postMessage gave no ts')],
  ['an answer that is no object', new TypeError('data is null')],
  ['a body that never ends', new DOMException('The operation was aborted', 'TimeoutError')],
  ['an answer without a word', new webApi.WebAPIPlatformError(JSON.parse('{"ok":false}'))],
])('after %s it may have been sent', (_, failure) => {
  expect(resultOfFailure(failure, once).kind).toBe('uncertain');
});

test.each([0, 1, 2, 9, 1000])(
  'after %i tries the next one is at most five seconds away',
  (tries) => {
    const result = resultOfWord('request_timeout', { isRepeatable: true, tries });

    expect(result).toEqual({
      kind: 'later',
      afterMs: Math.min(5000, 1000 * (tries + 1)),
      scope: 'channel',
    });
  },
);

test.each(['channel_not_found', 'msg_too_long', 'a_word_of_tomorrow', 'user_not_in_channel'])(
  '%s is final',
  (word) => {
    expect(resultOfWord(word, once)).toEqual({ kind: 'refused', reason: word });
  },
);

test.each(['invalid_blocks', 'msg_blocks_too_long', 'msg_too_long'])(
  'what Slack refuses as %s may pass in a plainer form',
  (word) => {
    expect(isBlocksWord(word)).toBe(true);
  },
);
