import type { Diagnosis } from '../../report.ts';
import type { RichText } from '../block-kit.ts';
import {
  causeCured,
  firstFixes,
  fixHead,
  fixOfEachCause,
  placeAndCost,
  undoOf,
} from '../report-words.ts';
import { chatWords } from './chat-words.ts';
import type { Part } from './fitted.ts';
import { bold, bullets, line, richText, said, toCopy } from './rich-text.ts';

type Check = Diagnosis['checks'][number];
type Fix = Diagnosis['fixes'][number];
type Element = RichText['elements'][number];

const LASTING_SHOWN = 1;
const OPEN_SHOWN = 3;
const WARNINGS_SHOWN = 2;

/** Longest text to copy; it is never cut, so what is longer is left out. */
const LONGEST_COPY = 2500;

/** The check that best tells the causes apart. */
export function checkPart({ checks, nextCheck }: Diagnosis): Part {
  const check = checks.find(({ id }) => id === nextCheck);
  if (check === undefined) return { rank: 1, block: undefined };
  return {
    rank: 1,
    block: richText(
      line(bold(`Next check (read-only, on the ${check.where})`, 200)),
      ...preparation(check),
      copied(check.run),
      line(said(chatWords(check.why), 300)),
    ),
  };
}

/** What must be written first, before a check shows anything. */
export function preparation({ prepare }: Check): readonly Element[] {
  if (prepare === null) return [];
  return [
    line(said('It needs a log that nginx does not write yet; this only adds one:')),
    copied(prepare.snippet),
    ...commands(prepare.apply),
  ];
}

/** Text to copy, whole or not at all. */
export function copied(text: string): Element {
  return text.length > LONGEST_COPY ? line(said('It is too long to be shown here.')) : toCopy(text);
}

/** Commands to copy, one a line. */
export function commands(steps: Fix['apply']): readonly Element[] {
  if (steps.length === 0) return [];
  return [copied(steps.map(({ run }) => run).join('\n'))];
}

/** Of a sure cause the steps; while the cause is open one line for each, so that nobody applies what may not help. */
export function fixParts(diagnosis: Diagnosis): readonly Part[] {
  if (isOpen(diagnosis.causes)) return [openFixes(diagnosis)];
  const shown = firstFixes(diagnosis.fixes, LASTING_SHOWN);
  const hidden = diagnosis.fixes.length - shown.length;
  const more =
    hidden > 0
      ? `${hidden} more ${hidden === 1 ? 'way' : 'ways'} to cure it: Show all evidence.`
      : '';
  return [
    ...shown.map((fix) => ({ rank: 2, block: richText(...fixLines(fix, diagnosis)) })),
    { rank: 9, block: richText(line(said(more))) },
  ];
}

function isOpen([first]: Diagnosis['causes']): boolean {
  return first?.verdict === 'possible';
}

function openFixes(diagnosis: Diagnosis): Part {
  const lines = fixOfEachCause(diagnosis)
    .slice(0, OPEN_SHOWN)
    .map((fix) => line(bold(causeCured(fix, diagnosis.causes), 200), said(` → ${fix.title}`, 300)));
  return {
    rank: 5,
    block:
      lines.length === 0 ? undefined : richText(line(bold('Once you know which')), bullets(lines)),
  };
}

/** A fix with its cost, what to write and what to run: only as the report gives it. */
export function fixLines(fix: Fix, { causes }: Diagnosis): readonly Element[] {
  const label = fix.kind === 'mitigation' ? 'For now' : 'Lasting fix';
  const undo = undoOf(fix);
  return [
    line(bold(`${label}: `), said(fixHead(fix, causes), 400)),
    line(said(placeAndCost(fix), 500)),
    ...(fix.snippet === null ? [] : [copied(fix.snippet)]),
    ...commands(fix.apply),
    ...(undo.length === 0 ? [] : [line(said('Undo, once the change is taken back:'))]),
    ...commands(undo),
  ];
}

/** What others would try and what does not help; of an open cause nothing, since each speaks of one cause. */
export function warningsPart({ warnings, causes }: Diagnosis): Part {
  const lines = (isOpen(causes) ? [] : warnings)
    .slice(0, WARNINGS_SHOWN)
    .map(({ about, text }) => line(bold(`${about}: `, 150), said(text, 300)));
  return {
    rank: 8,
    block: lines.length === 0 ? undefined : richText(line(bold('Does not help')), bullets(lines)),
  };
}

/** How to see that it helped; of an open cause nothing, since it depends on which it turns out to be. */
export function verifyPart({ verify, causes }: Diagnosis): Part {
  const [first] = isOpen(causes) ? [] : verify;
  if (first === undefined) return { rank: 7, block: undefined };
  return {
    rank: 7,
    block: richText(
      line(bold('To see that it helped')),
      copied(first.run),
      line(said(chatWords(first.expect), 300)),
    ),
  };
}
