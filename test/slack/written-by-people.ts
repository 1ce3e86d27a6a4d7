import {
  ACCESS,
  CLIENT_LINE,
  LINE,
  OOM,
  person,
  TIMEOUT,
  type Written,
} from './written-messages.ts';

/** What people post where alerts come. */
export const PEOPLE: readonly Written[] = [
  { name: 'a line', event: person(LINE), expected: 'answer' },
  { name: 'a line in prose', event: person(`seeing this a lot:\n${LINE}`), expected: 'answer' },
  { name: 'a line of an access log', event: person(ACCESS), expected: 'answer' },
  { name: 'what the kernel says', event: person(OOM), expected: 'answer' },
  {
    name: 'a line in a thread',
    event: person(TIMEOUT, { thread_ts: '1795340400.000100' }),
    expected: 'answer',
  },
  {
    name: 'a file',
    event: person('', {
      subtype: 'file_share',
      files: [{ id: 'F1', name: 'error.log', mimetype: 'text/plain', size: 9 }],
    }),
    expected: 'answer',
  },
  {
    name: 'a picture',
    event: person('look at this graph of 502s', {
      subtype: 'file_share',
      files: [{ id: 'F1', name: 'graph.png', mimetype: 'image/png' }],
    }),
    expected: 'no-log-line',
  },
  {
    name: 'talk of 502s',
    event: person('are we seeing 502s from nginx?'),
    expected: 'no-log-line',
  },
  {
    name: 'talk of an upstream',
    event: person('the upstream is back, restarting nginx fixed the connection refused errors'),
    expected: 'no-log-line',
  },
  {
    name: 'somebody who says that it is resolved',
    event: person('resolved: upstream timed out errors are gone'),
    expected: 'no-log-line',
  },
  { name: 'a client that went away', event: person(CLIENT_LINE), expected: 'client-only' },
];
