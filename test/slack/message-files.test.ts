import { expect, test } from 'vitest';
import { filesOfMessage } from '../../src/slack/message-files.ts';

test('a file is named with its size and where it lies', () => {
  const files = [
    {
      id: 'F1',
      name: 'error.log',
      size: 12,
      mimetype: 'text/plain',
      url_private: 'https://files.slack.com/a',
      url_private_download: 'https://files.slack.com/b',
    },
  ];
  expect(filesOfMessage({ files })).toEqual([
    { id: 'F1', name: 'error.log', bytes: 12, url: 'https://files.slack.com/b' },
  ]);
});

test('the name of a file is kept without secrets and without what cannot be seen', () => {
  const files = [{ id: 'F1', name: '\u202eerror.log?token=hunter2hunter2\u0000' }];
  const [file] = filesOfMessage({ files });
  expect(file?.name).toBe('error.log?token=…');
});

test('of a file from another workspace only the id is known', () => {
  const files = [
    { id: 'F1', file_access: 'check_file_info', url_private: 'https://files.slack.com/a' },
  ];
  expect(filesOfMessage({ files })).toEqual([{ id: 'F1', name: 'file' }]);
});

test.each([
  ['a picture', { id: 'F1', mimetype: 'image/png' }],
  ['a deleted file', { id: 'F1', mode: 'tombstone' }],
  ['a file behind the limit of a free plan', { id: 'F1', mode: 'hidden_by_limit' }],
  ['a file without an id', { name: 'error.log' }],
  ['no file', 7],
])('%s is left out', (_, file) => {
  expect(filesOfMessage({ files: [file] })).toEqual([]);
});

test.each([undefined, null, 'x', { files: 7 }, []])('%j has no files', (message) => {
  expect(filesOfMessage(message)).toEqual([]);
});
