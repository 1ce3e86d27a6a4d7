import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../src/incident/incident.ts';
import type { Content, HomeView, Modal } from '../../../src/reply/block-kit.ts';
import { answerContent } from '../../../src/reply/slack/answer.ts';
import { askContent } from '../../../src/reply/slack/ask.ts';
import { evidenceModal } from '../../../src/reply/slack/evidence-modal.ts';
import { helpContent } from '../../../src/reply/slack/help.ts';
import { homeView } from '../../../src/reply/slack/home.ts';
import { nothingFoundContent } from '../../../src/reply/slack/nothing-found.ts';
import { pasteModal } from '../../../src/reply/slack/paste-modal.ts';
import {
  answeredAlreadyContent,
  erasedContent,
  inviteContent,
  noteContent,
  pointerContent,
  toldContent,
} from '../../../src/reply/slack/sentences.ts';
import { shadowLine, shadowReportContent } from '../../../src/reply/slack/shadow-report.ts';
import { diagnoseText } from '../../diagnose-text.ts';
import { formatSchema, incidentSchema, negativeSchema, rowsOf } from '../../score/corpus.ts';
import { incident, report, text } from './arbitrary-report.ts';
import { messageFaults, viewFaults } from './content-faults.ts';
import { incidentWith } from './incident-with.ts';

const LINK = 'https://acme.slack.com/archives/C1/p1763802843000100?thread_ts=1763802843.000100';
const SHARINGS = ['channel', 'ephemeral'] as const;
const sharing = fc.constantFrom(...SHARINGS);

/** A reply without a fault, and the same once more. */
function isSound(write: () => Content, permalinks: readonly string[] = []): void {
  const content = write();
  expect(messageFaults(content, permalinks)).toEqual([]);
  expect(write()).toEqual(content);
}

function isSoundView(write: () => Modal | HomeView, permalinks: readonly string[] = []): void {
  const view = write();
  expect(viewFaults(view, permalinks)).toEqual([]);
  expect(write()).toEqual(view);
}

function always<T>(given: fc.Arbitrary<T>, holds: (value: T) => void, numRuns = 300): void {
  fc.assert(fc.property(given, holds), { numRuns });
}

describe('whatever a report holds, Slack takes it and reads nothing into it', () => {
  test('as an answer', () => {
    always(fc.tuple(incident, sharing), ([one, to]) =>
      isSound(() => answerContent(one, { sharing: to })),
    );
  });

  test('as all evidence', () => {
    always(incident, (one) => isSoundView(() => evidenceModal(one)), 100);
  });

  test('as an alert without a line', () => {
    always(incident, (one) => isSound(() => askContent(one)));
  });

  test('as a text without an upstream error', () => {
    always(fc.tuple(report, sharing), ([one, to]) =>
      isSound(() => nothingFoundContent(one, { sharing: to })),
    );
  });

  test('as a pointer to an answer', () => {
    const link = fc.constantFrom(LINK, undefined);
    always(fc.tuple(incident, link), ([one, url]) =>
      isSound(() => pointerContent({ incident: one, link: url }), [LINK]),
    );
  });

  test('in a shadow report', () => {
    const notes = fc.tuple(
      report,
      fc.option(text, { nil: undefined }),
      fc.constantFrom(1, 40, 500),
    );
    always(notes, ([one, says, count]) => {
      const note = { line: shadowLine(one, says), link: LINK };
      const all = Array.from({ length: count }, () => note);
      isSound(() => shadowReportContent({ from: 0, to: 604_800_000, notes: all }), [LINK]);
    });
  });

  test('on the home tab', () => {
    const open = fc.tuple(incident, fc.constantFrom(0, 1, 3, 200));
    always(open, ([one, count]) => {
      const all = Array.from({ length: count }, () => ({ incident: one, link: LINK }));
      isSoundView(() => homeView({ open: all }), [LINK]);
    });
  });
});

describe('whatever a text says, Slack takes it and reads nothing into it', () => {
  test('as a note', () => {
    always(text, (said) => isSound(() => noteContent(said)));
  });

  test('as what somebody is told about somebody', () => {
    const about = fc.option(fc.oneof(fc.constant('U024BE7LH'), text), { nil: undefined });
    always(fc.tuple(text, about), ([said, who]) =>
      isSound(() => toldContent({ text: said, about: who })),
    );
  });

  test('as what is not a permalink', () => {
    always(
      text.filter((url) => !url.startsWith('https://')),
      (url) => isSound(() => answeredAlreadyContent(url)),
    );
  });

  test('around a window to paste into', () => {
    const id = fc.option(text, { nil: undefined });
    const short = fc.option(fc.string({ maxLength: 40 }), { nil: undefined });
    always(fc.tuple(short, short, id), ([channel, about, responseUrl]) =>
      isSoundView(() => pasteModal({ channel, incident: about, responseUrl })),
    );
  });
});

test.each([
  ['an erased answer', erasedContent()],
  ['help', helpContent()],
  ['an invitation', inviteContent()],
  ['an answer that stands elsewhere', answeredAlreadyContent(LINK)],
  ['a shadow report of nothing', shadowReportContent({ from: 0, to: 1, notes: [] })],
])('%s has no fault', (_, content) => {
  expect(messageFaults(content, [LINK])).toEqual([]);
});

const REAL = [
  ...rowsOf('incidents.jsonl', incidentSchema),
  ...rowsOf('formats.jsonl', formatSchema).map((one) => ({ ...one, config: '' })),
  ...rowsOf('negatives.jsonl', negativeSchema).map((one) => ({ ...one, config: '' })),
];

test.each(REAL)(
  'the replies to $id have no fault, whatever was done about it',
  async ({ input, config }) => {
    const given = await diagnoseText(input, config === '' ? {} : { config });
    const untouched = incidentWith({ report: given });
    for (const one of [untouched, worked(untouched)]) {
      for (const to of SHARINGS) isSound(() => answerContent(one, { sharing: to }));
      isSoundView(() => evidenceModal(one));
      isSoundView(() => homeView({ open: [{ incident: one, link: LINK }] }), [LINK]);
      isSound(() => pointerContent({ incident: one, link: LINK }), [LINK]);
    }
  },
);

/** Acknowledged and quiet, and nobody believes the first cause. */
function worked(one: Incident): Incident {
  const by = 'U024BE7LH';
  const first = one.report?.diagnoses[0]?.causes[0]?.id ?? 'upstream-crash';
  return {
    ...one,
    alerts: 12,
    work: { kind: 'acknowledged', by, at: one.openedAt },
    snooze: { by, until: one.openedAt },
    setAside: [{ cause: first, by, at: one.openedAt }],
    changes: [{ at: one.openedAt, text: 'set aside', by }],
  };
}
