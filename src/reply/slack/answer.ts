import type { Incident } from '../../incident/incident.ts';
import type { Diagnosis, Report } from '../../report.ts';
import type { Block, Content } from '../block-kit.ts';
import { diagnosisInShort, headlineOf, surestFirst, verdictOn } from '../report-words.ts';
import { askContent } from './ask.ts';
import { buttonsOf, type Sharing } from './buttons.ts';
import { chatWords } from './chat-words.ts';
import { type DiagnosisNow, diagnosisNow } from './diagnosis-now.ts';
import { fitted, MESSAGE_ROOM, type Part } from './fitted.ts';
import { addressMask } from './masked-addresses.ts';
import { named } from './named.ts';
import { nothingFoundParts } from './nothing-found.ts';
import { bold, bullets, fallback, line, person, richText, said } from './rich-text.ts';
import { erasedContent } from './sentences.ts';
import { statePart } from './state-part.ts';
import { checkPart, fixParts, verifyPart, warningsPart } from './treatment-parts.ts';
import { utc } from './utc.ts';
import {
  askPart,
  possiblePart,
  ruledOutPart,
  setAsidePart,
  symptomPart,
  type Telling,
  verdictPart,
} from './verdict-parts.ts';

const OTHERS_SHOWN = 6;
const CHANGES_SHOWN = 3;
const NOTES_SHOWN = 3;

/** The live message of an incident: what happened, why, what to do next, and what people did about it. */
export function answerContent(
  incident: Incident,
  { sharing }: { readonly sharing: Sharing },
): Content {
  const { report } = incident;
  if (report === undefined)
    return incident.isErased || incident.labels === undefined
      ? named(incident, erasedContent())
      : askContent(incident);
  const [root, ...others] = surestFirst(report.diagnoses);
  const now = root && diagnosisNow(root, incident.setAside);
  const parts: readonly Part[] = [
    ...(now === undefined
      ? nothingFoundParts(report)
      : diagnosisParts(incident, now, { report, lineOf: addressMask(report) })),
    othersPart(report, others),
    changesPart(incident),
    ...(now === undefined ? [] : [notesPart(report)]),
    {
      rank: 0,
      block: buttonsOf(incident, sharing, {
        first: now?.diagnosis.causes[0]?.id,
        setAside: now?.setAside.at(-1)?.cause.id,
        hasEvidence: now !== undefined,
      }),
    },
  ];
  const text = now === undefined ? 'No upstream error in this text.' : inOneLine(now.diagnosis);
  return named(incident, { text: fallback(text), blocks: fitted(parts, MESSAGE_ROOM, MORE) });
}

const MORE: Block = {
  type: 'rich_text',
  elements: [line(said('More stands behind Show all evidence.'))],
};

/** Symptom and best cause: what a notification shows. */
function inOneLine(diagnosis: Diagnosis): string {
  const [first] = diagnosis.causes;
  const why =
    first === undefined || first.verdict === 'possible'
      ? 'Cannot tell yet why.'
      : `${verdictOn(first)}.`;
  return `${headlineOf(diagnosis)}. ${why}`;
}

function diagnosisParts(incident: Incident, now: DiagnosisNow, telling: Telling): readonly Part[] {
  const { diagnosis } = now;
  return [
    symptomPart(now, telling, alertsLine(incident)),
    statePart(incident),
    verdictPart(now, telling),
    askPart(diagnosis),
    possiblePart(now),
    ruledOutPart(now, telling),
    // What is asked for is the next step: one at a time.
    ...(diagnosis.ask === null ? [checkPart(diagnosis), ...fixParts(diagnosis)] : []),
    warningsPart(diagnosis),
    verifyPart(diagnosis),
    setAsidePart(now),
  ];
}

function alertsLine({ alerts, lastAlertAt }: Incident): ReturnType<typeof line> | undefined {
  return alerts > 1 ? line(said(`${alerts} alerts, the last at ${utc(lastAlertAt)}`)) : undefined;
}

/** The other diagnoses, one line each. */
function othersPart(report: Report, others: readonly Diagnosis[]): Part {
  if (others.length === 0) return { rank: 6, block: undefined };
  const hidden = others.length - OTHERS_SHOWN;
  const lines = others
    .slice(0, OTHERS_SHOWN)
    .map((one) => line(said(diagnosisInShort(report, one), 250)));
  const more = hidden > 0 ? [line(said(`and ${hidden} more`))] : [];
  return {
    rank: 6,
    block: richText(line(bold('Also in this text')), bullets([...lines, ...more])),
  };
}

/** What changed lately, newest first. */
function changesPart({ changes }: Incident): Part {
  const lines = changes
    .slice(-CHANGES_SHOWN)
    .reverse()
    .map(({ at, text, by }) =>
      line(
        said(`${utc(at)}: ${chatWords(text)}`, 250),
        ...(by === undefined ? [] : [said(' by '), person(by)]),
      ),
    );
  return {
    rank: 7,
    block: lines.length === 0 ? undefined : richText(line(bold('Changed')), bullets(lines)),
  };
}

function notesPart({ notes }: Report): Part {
  const lines = notes
    .slice(0, NOTES_SHOWN)
    .map((note) => line(bold('Note: '), said(chatWords(note), 300)));
  return { rank: 9, block: richText(...lines) };
}
