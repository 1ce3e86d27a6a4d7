import type { Incident } from '../../incident/incident.ts';
import type { Claim, Diagnosis, Report } from '../../report.ts';
import type { Block, Modal, RichText } from '../block-kit.ts';
import {
  claimText,
  headlineOf,
  placeOf,
  scaleOf,
  surestFirst,
  verdictOn,
} from '../report-words.ts';
import { chatWords } from './chat-words.ts';
import { fitted, type Part } from './fitted.ts';
import { addressMask } from './masked-addresses.ts';
import { bold, bullets, line, person, plain, quote, richText, said } from './rich-text.ts';
import { commands, copied, fixLines, preparation } from './treatment-parts.ts';

/** Slack takes 100 blocks in a window; JSON of more than this is refused or opens slowly. */
const ROOM = { characters: 90_000, blocks: 95 };
const DIAGNOSES_SHOWN = 20;
const SHOWN = 40;
const CLAIMS_SHOWN = 10;
const OWN_LINES_SHOWN = 5;
const LINES_SHOWN = 30;

type Element = RichText['elements'][number];

/** Everything an answer stands on: every diagnosis, cause, line, check and fix. */
export function evidenceModal(incident: Incident): Modal {
  const { report } = incident;
  const blocks: readonly (Block | undefined)[] =
    report === undefined ? [nothingKept(incident)] : reportBlocks(report, incident);
  const parts: readonly Part[] = blocks.map((block, at) => ({ rank: at, block }));
  return {
    type: 'modal',
    callback_id: 'evidence',
    title: plain('All evidence', 24),
    close: plain('Close', 24),
    blocks: fitted(parts, ROOM, CUT),
  };
}

const CUT: Block = {
  type: 'rich_text',
  elements: [line(said('The rest does not fit a window of Slack; hand in fewer lines to see it.'))],
};

function nothingKept({ isErased }: Incident): Block | undefined {
  return richText(
    line(
      said(
        isErased
          ? 'The message this answered was deleted, so its lines are no longer shown.'
          : 'No log line came with this alert, so there is no evidence yet.',
      ),
    ),
  );
}

function reportBlocks(report: Report, incident: Incident): readonly (Block | undefined)[] {
  const lineOf = addressMask(report);
  const shown = surestFirst(report.diagnoses).slice(0, DIAGNOSES_SHOWN);
  const hidden = report.diagnoses.length - shown.length;
  return [
    readBlock(report),
    ...shown.flatMap((diagnosis) => diagnosisBlocks(diagnosis, { report, lineOf, incident })),
    richText(line(said(hidden > 0 ? `and ${hidden} more diagnoses` : ''))),
  ];
}

function readBlock({ read, sources, notes }: Report): Block | undefined {
  const names = sources
    .slice(0, 10)
    .map(({ name, kind }) => `${name} (${kind.replaceAll('-', ' ')})`);
  return richText(
    line(
      bold('Read: '),
      said(`${read.lines} ${read.lines === 1 ? 'line' : 'lines'} of ${names.join(', ')}`),
    ),
    ...notes.slice(0, 10).map((note) => line(bold('Note: '), said(chatWords(note)))),
  );
}

type Telling = {
  readonly report: Report;
  readonly lineOf: (id: string) => string;
  readonly incident: Incident;
};

/** One block for each kind of thing, so that many diagnoses fit. */
function diagnosisBlocks(diagnosis: Diagnosis, telling: Telling): readonly (Block | undefined)[] {
  const { causes, ruledOut, checks, fixes } = diagnosis;
  return [
    { type: 'divider' },
    richText(
      line(bold(headlineOf(diagnosis), 300)),
      line(said(scaleOf(diagnosis), 400)),
      ...linesOf(diagnosis, telling),
    ),
    richText(...causes.slice(0, SHOWN).flatMap((cause) => causeElements(cause, telling))),
    richText(...ruledOut.slice(0, SHOWN).flatMap((one) => ruledOutElements(one, telling))),
    richText(...checks.slice(0, SHOWN).flatMap(checkElements)),
    ...fixes.slice(0, SHOWN).map((fix) => richText(...fixLines(fix, diagnosis))),
    adviceBlock(diagnosis),
  ];
}

function causeElements(cause: Diagnosis['causes'][number], telling: Telling): readonly Element[] {
  const aside = telling.incident.setAside.find((one) => one.cause === cause.id);
  return [
    line(
      bold(verdictOn(cause), 250),
      said(` · ${cause.page}`, 100),
      ...(aside === undefined ? [] : [said(', set aside by '), person(aside.by)]),
    ),
    claimsOf(cause.because, telling),
  ];
}

function ruledOutElements(
  { title, because }: Diagnosis['ruledOut'][number],
  telling: Telling,
): readonly Element[] {
  return [line(bold(`Ruled out: ${title}`, 250)), claimsOf(because, telling)];
}

function claimsOf(because: readonly Claim[], { report }: Telling): Element {
  return bullets(
    because.slice(0, CLAIMS_SHOWN).map((claim) => line(said(claimText(report, claim), 300))),
  );
}

/** The lines themselves, each once, where it stands: those of the symptom, then what the claims stand on. */
function linesOf(
  { symptom, causes, ruledOut }: Diagnosis,
  { report, lineOf }: Telling,
): readonly Element[] {
  const claimed = [...causes.slice(0, SHOWN), ...ruledOut.slice(0, SHOWN)].flatMap(({ because }) =>
    because.slice(0, CLAIMS_SHOWN).flatMap(({ evidence }) => evidence.slice(0, LINES_SHOWN)),
  );
  const ids = [...new Set([...symptom.evidence.slice(0, OWN_LINES_SHOWN), ...claimed])];
  return ids.slice(0, LINES_SHOWN).flatMap((id) => {
    const text = lineOf(id);
    return text === '' ? [] : [quote(bold(`${placeOf(report, id)} `), said(text, 300))];
  });
}

function checkElements(check: Diagnosis['checks'][number]): readonly Element[] {
  return [
    line(bold(`Check, on the ${check.where} (read-only)`, 200)),
    ...preparation(check),
    copied(check.run),
    line(said(chatWords(check.why))),
  ];
}

function adviceBlock({ warnings, verify }: Diagnosis): Block | undefined {
  return richText(
    ...warnings
      .slice(0, SHOWN)
      .map(({ about, text }) => line(bold(`Does not help: ${about}: `, 200), said(text))),
    ...verify
      .slice(0, SHOWN)
      .flatMap(({ run, expect }) => [
        line(bold('To see that it helped')),
        ...commands([{ run }]),
        line(said(chatWords(expect))),
      ]),
  );
}
