import { expect, test } from 'vitest';
import { nothingFoundContent } from '../../../src/reply/slack/nothing-found.ts';
import type { Report } from '../../../src/report.ts';
import { reportWith } from './report-with.ts';
import { shownLines } from './shown-lines.ts';

const READ = { lines: 12, upstreamErrors: 0, clientSide: 0, unrecognised: 4, quoted: 0 };

const linesOf = (
  given: Partial<Report>,
  sharing: 'channel' | 'ephemeral' = 'channel',
): readonly string[] =>
  shownLines(
    nothingFoundContent(reportWith({ diagnoses: [], read: READ, ...given }), { sharing }).blocks,
  );

test('it says what was read, and what to give instead', () => {
  expect(linesOf({})).toEqual([
    'No upstream error in this text.',
    'Nothing here that nginx wrote about an upstream: 12 lines read, 4 of them not recognised.',
    'Give me lines of nginx’s error log, whole if possible:',
    "grep 'upstream' '/var/log/nginx/error.log' | tail -n 20",
  ]);
});

test('a client that went away is said to be the client, and nothing else is asked for', () => {
  const lines = linesOf({ read: { ...READ, clientSide: 3 } });
  expect(lines.at(-1)).toBe(
    '3 lines are about connections of clients: the client closed or reset them, no upstream did.',
  );
});

test('an access log is told what it cannot say', () => {
  const sources: Report['sources'] = [{ id: 1, name: 'access.log', kind: 'access-log' }];
  expect(linesOf({ sources }).join()).toContain(
    'This is an access log: it says what clients got, not why.',
  );
});

test('what was noticed is said, without options of the command line', () => {
  const notes = ['the zone is a guess; --tz overrides it', 'one line was cut'];
  expect(linesOf({ notes })).toEqual(
    expect.arrayContaining(['• the zone is a guess.', '• one line was cut.']),
  );
});

test('somebody who alone sees it is told so', () => {
  expect(linesOf({}, 'ephemeral').at(-1)).toBe('Only you see this.');
  expect(linesOf({}, 'channel')).not.toContain('Only you see this.');
});
