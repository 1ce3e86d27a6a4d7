import type { Diagnosis, Report } from '../../report.ts';
import type { RichSection, RichText } from '../block-kit.ts';
import {
  causeTitle,
  claimText,
  headlineOf,
  NO_CAUSE,
  placesOf,
  scaleOf,
  shortScaleOf,
  verdictOn,
} from '../report-words.ts';
import { linesToFetch } from './ask.ts';
import { chatWords } from './chat-words.ts';
import type { DiagnosisNow } from './diagnosis-now.ts';
import type { Part } from './fitted.ts';
import { quotedLine, shortLine } from './quoted-line.ts';
import { bold, bullets, line, person, quote, richText, said } from './rich-text.ts';

/** What an answer is made from. */
export type Telling = {
  readonly report: Report;
  /** A line of the report by its id, without addresses of people. */
  readonly lineOf: (id: string) => string;
};

const CLAIMS_SHOWN = 3;
const POSSIBLE_SHOWN = 4;
const RULED_OUT_SHOWN = 3;
const SET_ASIDE_SHOWN = 5;

/** What happened, how often, and the line that says so; with how many alerts came. */
export function symptomPart(
  { diagnosis }: DiagnosisNow,
  { lineOf }: Telling,
  alerts: RichSection | undefined,
): Part {
  const quoted = quotedLine(diagnosis, lineOf);
  const isQuoted = quoted?.isSymptom === true;
  return {
    rank: 0,
    block: richText(
      line(bold(headlineOf(diagnosis), 300)),
      line(said(isQuoted ? shortScaleOf(diagnosis) : scaleOf(diagnosis), 400)),
      isQuoted ? quote(said(shortLine(quoted.text))) : undefined,
      alerts,
    ),
  };
}

/** The best cause with what it stands on, or that nothing given decides. */
export function verdictPart({ diagnosis, setAside }: DiagnosisNow, telling: Telling): Part {
  const [first] = diagnosis.causes;
  if (first === undefined) {
    const text = setAside.length === 0 ? NO_CAUSE : 'none is left, all that fit were set aside';
    return { rank: 0, block: richText(line(bold('Cause: '), said(text))) };
  }
  return {
    rank: 0,
    block:
      first.verdict === 'possible'
        ? richText(openVerdict(diagnosis))
        : richText(...sureVerdict(diagnosis, telling)),
  };
}

function sureVerdict(diagnosis: Diagnosis, { report, lineOf }: Telling): readonly Element[] {
  const sure = diagnosis.causes.filter(({ verdict }) => verdict !== 'possible');
  const [first, ...others] = sure;
  if (first === undefined) return [];
  const claims = first.because
    .slice(0, CLAIMS_SHOWN)
    .map((claim) => line(said(claimText(report, claim), 300)));
  const quoted = quotedLine(diagnosis, lineOf);
  return [
    line(bold(verdictOn(first), 250)),
    bullets(claims),
    quoted?.isSymptom === false ? quote(said(shortLine(quoted.text))) : undefined,
    ...others.slice(0, CLAIMS_SHOWN).map((cause) => {
      const [claim] = cause.because;
      const why = claim === undefined ? '' : `: ${claimText(report, claim)}`;
      return line(bold(`Also ${cause.verdict}: ${causeTitle(cause)}`, 250), said(why, 300));
    }),
  ];
}

type Element = RichText['elements'][number] | undefined;

function openVerdict({ causes, ask, nextCheck }: Diagnosis): RichSection {
  const [first] = causes;
  const fitting =
    causes.length === 1
      ? `one cause fits, but nothing given proves it: ${first?.title ?? ''}`
      : `${causes.length} causes fit`;
  const isNarrowed = ask === null && nextCheck !== null;
  const then = isNarrowed ? '; the check below narrows them.' : ', and too little was given.';
  return line(
    bold('Cannot tell yet why: '),
    said(causes.length === 1 ? `${fitting}.` : `${fitting}${then}`, 300),
  );
}

/** What to hand in where too little was given, with the command that fetches it. */
export function askPart({ ask }: Diagnosis): Part {
  if (ask === null) return { rank: 0, block: undefined };
  return {
    rank: 0,
    block: richText(
      line(bold('Needed: '), said(`${chatWords(ask)}.`, 300)),
      ...linesToFetch('the nginx host'),
    ),
  };
}

/** What else it may be. Beside a proven cause the others are noise. */
export function possiblePart({ diagnosis: { causes } }: DiagnosisNow): Part {
  const isProven = causes[0]?.verdict === 'confirmed';
  const possible = isProven ? [] : causes.filter(({ verdict }) => verdict === 'possible');
  if (possible.length === 0 || causes.length === 1) return { rank: 3, block: undefined };
  const shown = possible.slice(0, POSSIBLE_SHOWN).map(({ title }) => title);
  const [few, most] = [shown.length, possible.length];
  const some = few < most ? ` (${few} of ${most}, commonest first)` : '';
  if (most < causes.length)
    return { rank: 3, block: richText(line(bold('Possible: '), said(shown.join(' · ')))) };
  return {
    rank: 3,
    block: richText(
      line(bold(`Possible${some}`)),
      bullets(shown.map((title) => line(said(title, 200)))),
    ),
  };
}

/** What it is not; why not stands behind Show all evidence. */
export function ruledOutPart({ diagnosis }: DiagnosisNow, { report }: Telling): Part {
  const shown = diagnosis.ruledOut.slice(0, RULED_OUT_SHOWN).map(({ title, because: [claim] }) => ({
    title,
    places: claim === undefined ? '' : placesOf(report, claim),
  }));
  // Lines that several stand on are named once, behind the last of them.
  const titles = shown.map(({ title, places }, at) =>
    places === shown[at + 1]?.places ? title : `${title}${places}`,
  );
  const ruledOut = line(bold('Ruled out: '), said(titles.join(' · ')));
  return { rank: 4, block: titles.length === 0 ? undefined : richText(ruledOut) };
}

/** Causes that people said it is not, by whom. */
export function setAsidePart({ setAside }: DiagnosisNow): Part {
  const lines = setAside
    .slice(0, SET_ASIDE_SHOWN)
    .map(({ cause, by }) =>
      line(bold('Set aside by '), person(by), said(`: ${cause.title} (${cause.verdict})`, 250)),
    );
  return { rank: 2, block: richText(...lines) };
}
