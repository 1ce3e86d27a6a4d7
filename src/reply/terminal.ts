import { styleText } from 'node:util';
import type { Claim, Diagnosis, Report } from '../report.ts';
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

/** A proven or likely diagnosis is read before one that nothing decides; the others keep the report's order. */
function surestFirst(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const [top] = diagnoses;
  if (top === undefined || !isUndecided(top)) return diagnoses;
  const sure = diagnoses.find(
    ({ causes, consequenceOf }) => consequenceOf === null && causes[0]?.verdict === 'confirmed',
  );
  return sure === undefined ? diagnoses : [sure, ...diagnoses.filter((one) => one !== sure)];
}

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
  const { symptom } = diagnosis;
  const [first, ...rest] = wrapped(`${whereOf(diagnosis)}${symptom.text}`, 0);
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

function isUndecided({ causes }: Diagnosis): boolean {
  return causes.length > 1 && causes.every((cause) => cause.verdict === 'possible');
}

function whereOf({ upstream, peers, peerCount }: Diagnosis): string {
  const others = peerCount > 1 ? ` and ${peerCount - 1} more` : '';
  const peer = peers[0] === undefined ? '' : `${peers[0]}${others}`;
  const name = upstream === null || upstream === '_' ? '' : upstream;
  const where = [name, peer].filter((part) => part !== '').join(' → ');
  return where === '' ? '' : `${where}: `;
}

function scaleOf({ count, first, last, clientSaw, symptom }: Diagnosis): string {
  const errors = count === 1 ? '1 line' : `${count} lines`;
  const time = timeOf(first, last);
  const words = [
    symptom.errno ?? '',
    symptom.phase === null ? '' : `while ${symptom.phase}`,
  ].filter((word) => word !== '');
  const clients = clientSaw.text === null ? '' : ` · clients got ${clientSaw.text}`;
  return `${errors}${time}${words.length > 0 ? ` · ${words.join(' ')}` : ''}${clients}`;
}

function timeOf(first: string | null, last: string | null): string {
  if (first === null) return '';
  if (last === null || last === first) return ` at ${first}`;
  const isSameDay = first.slice(0, 10) === last.slice(0, 10);
  return ` from ${first} to ${isSameDay ? last.slice(-8) : last}`;
}

const VERDICT_STYLE = { confirmed: 'red', likely: 'yellow', possible: 'dim' } as const;

function causeLines(
  report: Report,
  { causes }: Diagnosis,
  { paint, options }: Look,
): readonly string[] {
  if (causes.length === 0)
    return block('Cause', ['no rule knows a cause for this yet; the line itself is all there is']);
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
      const title =
        cause.variant === null
          ? cause.title
          : `${cause.title} (${cause.variant.replaceAll('-', ' ')})`;
      return [
        ...block(label, [paint('bold', title)], (text) =>
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

function claimText(report: Report, claim: Claim): string {
  const places = claim.evidence.map((id) => placeOf(report, id)).filter((place) => place !== '');
  const [first, ...rest] = [...new Set(places)].slice(0, 4);
  if (first === undefined) return claim.text;
  const start = beforeNumber(first);
  const others = rest.map((place) =>
    beforeNumber(place) === start ? place.slice(start.length) : place,
  );
  const isPlural = start === 'line ' && others.length > 0;
  return `${claim.text} (${[isPlural ? first.replace('line', 'lines') : first, ...others].join(', ')})`;
}

const LAST_NUMBER = /\d{1,9}$/;

/** What stands before the number of a line: the same in all places of one file, and said once. */
function beforeNumber(place: string): string {
  return place.replace(LAST_NUMBER, '');
}

function placeOf(report: Report, id: string): string {
  const evidence = report.evidence[id];
  if (evidence === undefined) return '';
  const isOnly = report.sources.length === 1;
  const path = report.sources.find((source) => source.id === evidence.source)?.name ?? '';
  const name = path.slice(path.lastIndexOf('/') + 1);
  return isOnly ? `line ${evidence.line}` : `${name}:${evidence.line}`;
}

/** The other diagnoses, one line each; what follows from another says so. */
function inShort(report: Report, rest: readonly Diagnosis[], paint: Paint): readonly string[] {
  if (rest.length === 0) return [];
  const shown = rest.slice(0, SHOWN_IN_SHORT).flatMap((diagnosis) => {
    const verdict = shortVerdict(diagnosis);
    const place = placeOf(report, diagnosis.symptom.evidence[0] ?? '');
    return wrapped(
      `· ${whereOf(diagnosis)}${diagnosis.symptom.text}, ${diagnosis.count}×${verdict} (${place})`,
      0,
      2,
    );
  });
  const hidden = rest.length - SHOWN_IN_SHORT;
  const more = hidden > 0 ? [`and ${hidden} more (--all)`] : [];
  return ['', paint('bold', 'Also in this text'), ...shown, ...more];
}

function shortVerdict({ causes, consequenceOf }: Diagnosis): string {
  if (consequenceOf !== null) return ' — follows from the above';
  const [best] = causes;
  return best === undefined ? '' : ` — ${best.verdict}: ${best.title}`;
}

function nothingFound(report: Report): readonly string[] {
  const { read, notes, sources } = report;
  const lines = `${read.lines} ${read.lines === 1 ? 'line' : 'lines'} read`;
  const kinds = new Set(sources.map((source) => source.kind));
  const help =
    'Give me lines of nginx’s error log, whole if possible: grep upstream /var/log/nginx/error.log | tail -n 20';
  const told =
    read.upstreamErrors > 0
      ? `nginx wrote about upstreams here, but of no failure: ${lines}.`
      : `Nothing here that nginx wrote about an upstream: ${lines}, ${read.unrecognised} of them not recognised.`;
  const isAccessOnly = kinds.size === 1 && kinds.has('access-log');
  return [
    told,
    ...(isAccessOnly ? ['This is an access log: it says what clients got, not why.'] : []),
    ...notes.map((note) => `Note: ${note}.`),
    ...(read.clientSide > 0 ? [] : [help]),
  ];
}
