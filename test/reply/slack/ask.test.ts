import { expect, test } from 'vitest';
import { answerContent } from '../../../src/reply/slack/answer.ts';
import { askContent } from '../../../src/reply/slack/ask.ts';
import { incidentWith } from './incident-with.ts';
import { buttonLabels, shownLines } from './shown-lines.ts';

const ALERT = incidentWith({
  labels: { says: '502 answers', host: 'edge-2', title: '502 on checkout' },
});
const HOSTLESS = incidentWith({
  labels: { says: '', host: undefined, title: '502 on checkout' },
});

test('an alert without a line says that it cannot tell, what the alert says, and the one command that helps', () => {
  expect(shownLines(askContent(ALERT).blocks)).toEqual([
    'Cannot tell yet why: no log line came with this alert.',
    '502 on checkout · edge-2',
    'It says: 502 answers. It cannot say which upstream failed, while doing what, or why.',
    'Run this on edge-2 (read-only) and hand in what it prints under Paste more evidence:',
    "grep 'upstream' '/var/log/nginx/error.log' | tail -n 20",
  ]);
});

test('without a host the command is for the host of nginx', () => {
  expect(shownLines(askContent(HOSTLESS).blocks).join()).toContain('Run this on the nginx host');
});

test('an alert without a line can be acknowledged, added to and snoozed; there is no evidence to show', () => {
  expect(buttonLabels(askContent(ALERT).blocks)).toEqual([
    'Acknowledge',
    'Paste more evidence',
    'Snooze',
  ]);
});

test('the live message of such an alert is the same', () => {
  expect(answerContent(ALERT, { sharing: 'channel' })).toEqual(askContent(ALERT));
});

test('it says who has it, and how many alerts came', () => {
  const by = 'U024BE7LH';
  const lines = shownLines(
    askContent({ ...ALERT, alerts: 3, work: { kind: 'acknowledged', by, at: 0 } }).blocks,
  );
  expect(lines).toContain('✓ Acknowledged by @U024BE7LH at 1 Jan 00:00 UTC');
  expect(lines).toContain('3 alerts, the last at 22 Nov 09:14 UTC');
});

test('it is marked with its incident', () => {
  expect(askContent(ALERT).blocks[0]).toMatchObject({ block_id: 'answer-i0123456789ab' });
});
