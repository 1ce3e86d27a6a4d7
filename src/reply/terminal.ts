import { styleText } from 'node:util';
import type { Diagnosis, Report } from '../report.ts';
import {
  causeTitle,
  claimText,
  diagnosisInShort,
  headlineOf,
  isUndecided,
  NO_CAUSE,
  scaleOf,
  surestFirst,
  whatWasRead,
} from './report-words.ts';
import { block, LABEL_WIDTH, wrapped } from './terminal-layout.ts';
import { treatmentLines } from './terminal-treatment.ts';

export type TerminalOptions = {
  readonly isColour: boolean;
  /** Every diagnosis in full and every cause listed, instead of what fits a screen. */
  readonly isEverything?: boolean;
};

/** In full without being asked: more than one would push the first off the screen. */
const SHOWN_IN_FULL = 1;
const SHOWN_IN_SHORT = 8;
const POSSIBLE_SHOWN = 4;
const RULED_OUT_SHOWN = 3;

/** The report for a person: symptom, scale, causes, what it is not, next check, what to do, how to see that it helped. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const paint = (style: Style, text: string): string =>
    options.isColour ? styleText(style, text, { validateStream: false }) : text;
  const all = surestFirst(report.diagnoses);
  if (all.length === 0) return `${nothingFound(report).join('\n')}\n`;
  const full = options.isEverything === true ? all : all.slice(0, SHOWN_IN_FULL);
  const rest = all.slice(full.length);
  const lines = [
    ...full.flatMap((diagnosis, at) => [
      ...(at === 0 ? [] : ['']),
      ...inFull(report, diagnosis, { paint, options }),
    ]),
    ...inShort(report, rest, paint),
    ...report.notes.flatMap((note, at) => [...(at === 0 ? [''] : []), ...block('Note', [note])]),
  ];
  return `${lines.join('\n')}\n`;
}

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';
type Paint = (style: Style, text: string) => string;
type Look = { readonly paint: Paint; readonly options: TerminalOptions };

function inFull(report: Report, diagnosis: Diagnosis, look: Look): readonly string[] {
  return [
    ...headline(diagnosis, look.paint),
    '',
    ...causeLines(report, diagnosis, look),
    ...ruledOutLines(report, diagnosis, look),
    ...treatmentLines(diagnosis, look),
  ];
}

function headline(diagnosis: Diagnosis, paint: Paint): readonly string[] {
  const [first, ...rest] = wrapped(headlineOf(diagnosis), 0);
  const lines = [
    paint('bold', first ?? ''),
    ...rest.map((line) => paint('bold', line)),
    ...wrapped(scaleOf(diagnosis), 0),
  ];
  if (diagnosis.ask !== null) lines.push(paint('yellow', `To say more I need ${diagnosis.ask}.`));
  else if (isUndecided(diagnosis))
    lines.push(
      paint(
        'yellow',
        'What was given does not decide between these causes; the check narrows them.',
      ),
    );
  return lines;
}

const VERDICT_STYLE = { confirmed: 'red', likely: 'yellow', possible: 'dim' } as const;

function causeLines(
  report: Report,
  { causes }: Diagnosis,
  { paint, options }: Look,
): readonly string[] {
  if (causes.length === 0) return block('Cause', [NO_CAUSE]);
  const sure = causes.filter((cause) => cause.verdict !== 'possible');
  // Beside a proven cause the others are noise.
  const isProven = causes[0]?.verdict === 'confirmed' && options.isEverything !== true;
  const possible = isProven ? [] : causes.filter((cause) => cause.verdict === 'possible');
  const most = options.isEverything === true ? possible.length : POSSIBLE_SHOWN;
  const hidden = possible.length - most;
  const isShort = sure.length > 0 && options.isEverything !== true;
  return [
    ...sure.flatMap((cause) => {
      const label = cause.verdict === 'confirmed' ? 'Confirmed' : 'Likely';
      return [
        ...block(label, [paint('bold', causeTitle(cause))], (text) =>
          paint(VERDICT_STYLE[cause.verdict], text),
        ),
        ...cause.because.flatMap((claim) =>
          wrapped(`· ${claimText(report, claim)}`, LABEL_WIDTH, 2),
        ),
      ];
    }),
    ...(isShort ? shortLines(possible) : []),
    ...(isShort ? [] : possible.slice(0, most)).flatMap((cause, at) => {
      const said = cause.because.map((claim) => claim.text).join('; ');
      return block(at === 0 ? 'Possible' : '', [`${cause.title}: ${said}`]);
    }),
    ...(hidden > 0 && !isShort
      ? block('', [
          paint('dim', `and ${hidden} less common ${hidden === 1 ? 'one' : 'ones'} (--all)`),
        ])
      : []),
  ];
}

/** Beside a likely cause their names are enough. */
function shortLines(possible: readonly Diagnosis['causes'][number][]): readonly string[] {
  const titles = possible.map((cause) => cause.title).join(' · ');
  return titles === '' ? [] : block('Possible', [titles]);
}

function ruledOutLines(
  report: Report,
  { ruledOut }: Diagnosis,
  { options }: Look,
): readonly string[] {
  const most = options.isEverything === true ? ruledOut.length : RULED_OUT_SHOWN;
  return ruledOut.slice(0, most).flatMap((one, at) => {
    // One contradiction is enough.
    const shown = options.isEverything === true ? one.because : one.because.slice(0, 1);
    const reasons = shown.map((claim) => claimText(report, claim)).join('; ');
    return block(at === 0 ? 'Ruled out' : '', [`${one.title}: ${reasons}`]);
  });
}

/** The other diagnoses, one line each; what follows from another says so. */
function inShort(report: Report, rest: readonly Diagnosis[], paint: Paint): readonly string[] {
  if (rest.length === 0) return [];
  const shown = rest.slice(0, SHOWN_IN_SHORT).flatMap((diagnosis) => {
    return wrapped(`· ${diagnosisInShort(report, diagnosis)}`, 0, 2);
  });
  const hidden = rest.length - SHOWN_IN_SHORT;
  const more = hidden > 0 ? [`and ${hidden} more (--all)`] : [];
  return ['', paint('bold', 'Also in this text'), ...shown, ...more];
}

function nothingFound(report: Report): readonly string[] {
  const help =
    'Give me lines of nginx’s error log, whole if possible: grep upstream /var/log/nginx/error.log | tail -n 20';
  return [
    ...whatWasRead(report),
    ...report.notes.map((note) => `Note: ${note}.`),
    ...(report.read.clientSide > 0 ? [] : [help]),
  ];
}
