import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../src/incident/incident.ts';
import { buttonsOf, type Sharing } from '../../../src/reply/slack/buttons.ts';
import { incidentWith } from './incident-with.ts';
import { buttonLabels, valueIn } from './shown-lines.ts';

const BY = 'U024BE7LH';
const SUBJECTS = { first: 'crash', setAside: undefined, hasEvidence: true };

const labelsOf = (
  given: Partial<Incident>,
  sharing: Sharing = 'channel',
  subjects: Parameters<typeof buttonsOf>[2] = SUBJECTS,
): readonly string[] => buttonLabels([buttonsOf(incidentWith(given), sharing, subjects)]);

describe('in a channel', () => {
  test('an answer can be acknowledged, doubted, added to, looked into and snoozed', () => {
    expect(labelsOf({})).toEqual([
      'Acknowledge',
      'Not the cause',
      'Paste more evidence',
      'Show all evidence',
      'Snooze',
    ]);
  });

  test('once somebody has it, nobody else can take it', () => {
    expect(labelsOf({ work: { kind: 'acknowledged', by: BY, at: 0 } })).not.toContain(
      'Acknowledge',
    );
  });

  test('while it is snoozed, the snooze can be ended and not begun again', () => {
    const labels = labelsOf({ snooze: { by: BY, until: 0 } });
    expect(labels).toContain('End snooze');
    expect(labels).not.toContain('Snooze');
  });

  test('the cause set aside last can be put back', () => {
    const subjects = { ...SUBJECTS, first: 'idle', setAside: 'crash' };
    const buttons = [buttonsOf(incidentWith(), 'channel', subjects)];
    expect(buttonLabels(buttons)).toContain('Put back');
    expect(valueIn(buttons, 'put-back')).toBe('i0123456789ab|crash');
    expect(valueIn(buttons, 'not-the-cause')).toBe('i0123456789ab|idle');
  });

  test('without a cause that is left there is none to doubt', () => {
    expect(labelsOf({}, 'channel', { ...SUBJECTS, first: undefined })).not.toContain(
      'Not the cause',
    );
  });
});

test('seen by one person only, it can be shared first of all, and neither taken nor snoozed', () => {
  expect(labelsOf({}, 'ephemeral')).toEqual([
    'Share to channel',
    'Paste more evidence',
    'Show all evidence',
    'Not the cause',
  ]);
});

test('the lengths of a snooze are minutes', () => {
  const { elements } = buttonsOf(incidentWith(), 'channel', SUBJECTS);
  const menu = elements.find(({ type }) => type === 'static_select');
  expect(menu).toMatchObject({
    action_id: 'snooze',
    options: [60, 240, 480, 1440].map((minutes) => ({ value: `i0123456789ab|${minutes}` })),
  });
});

test('a cause that no button can carry has none', () => {
  const subjects = { ...SUBJECTS, first: 'x|y', setAside: '' };
  expect(labelsOf({}, 'channel', subjects)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/cause|back/)]),
  );
});
