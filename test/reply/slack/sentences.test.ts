import { describe, expect, test } from 'vitest';
import {
  answeredAlreadyContent,
  inviteContent,
  noteContent,
  pointerContent,
  titleOf,
  toldContent,
} from '../../../src/reply/slack/sentences.ts';
import { incidentWith } from './incident-with.ts';
import { reportWith } from './report-with.ts';
import { shownLines } from './shown-lines.ts';

const LINK = 'https://acme.slack.com/archives/C1/p1';
const TITLE = 'shop → 10.0.3.17:8080: the upstream reset the connection';
const INCIDENT = incidentWith({ report: reportWith(), alerts: 12 });

describe('a pointer', () => {
  test('links to the answer and says what it is about, in one line', () => {
    expect(shownLines(pointerContent({ incident: INCIDENT, link: LINK }).blocks)).toEqual([
      `Same problem as this answer (${LINK}): ${TITLE}; now 12 alerts.`,
    ]);
  });

  test('says the same where the answer has no link yet', () => {
    expect(shownLines(pointerContent({ incident: INCIDENT, link: undefined }).blocks)).toEqual([
      `Same problem as one that is answered: ${TITLE}; now 12 alerts.`,
    ]);
  });

  test('links to nothing but https', () => {
    const { blocks } = pointerContent({ incident: INCIDENT, link: 'javascript:alert(1)' });
    expect(JSON.stringify(blocks)).not.toContain('javascript');
  });
});

test.each([
  [{ report: reportWith() }, TITLE],
  [{ labels: { says: 'x', host: undefined, title: '502 on checkout' } }, '502 on checkout'],
  [{ report: reportWith({ diagnoses: [] }) }, 'no upstream error'],
  [{ isErased: true, report: reportWith() }, 'its message was deleted'],
])('an incident is called after what is known of it (%#)', (given, title) => {
  expect(titleOf(incidentWith(given))).toBe(title);
});

test('a sentence about a person begins with the person', () => {
  const { blocks, text } = toldContent({ text: 'has it already.', about: 'U024BE7LH' });
  expect(shownLines(blocks)).toEqual(['@U024BE7LH has it already.']);
  expect(text).toBe('Somebody has it already.');
});

test('a sentence about nobody stands alone', () => {
  expect(toldContent({ text: 'Nothing changed.' })).toEqual(noteContent('Nothing changed.'));
});

test('who asks about an answered message is shown the answer', () => {
  expect(shownLines(answeredAlreadyContent(LINK).blocks)).toEqual([
    `This message has its answer already: this thread (${LINK}).`,
  ]);
});

test('who cannot share is told how to invite the bot', () => {
  expect(inviteContent().text).toContain('/invite @nginx-diagnose');
});
