import type { Claim, Diagnosis, Report } from '../report.ts';

/**
 * The words that every reply uses for what a report holds, so that a terminal and Slack say the same of it. How they are laid
 * out is each reply's own business.
 */

/** A proven or likely diagnosis is read before one that nothing decides; the others keep the report's order. */
export function surestFirst(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const [top] = diagnoses;
  if (top === undefined || !isUndecided(top)) return diagnoses;
  const roots = diagnoses.filter(({ consequenceOf }) => consequenceOf === null);
  const withVerdict = (verdict: string): Diagnosis | undefined =>
    roots.find(({ causes }) => causes[0]?.verdict === verdict);
  const sure = withVerdict('confirmed') ?? withVerdict('likely');
  return sure === undefined ? diagnoses : [sure, ...diagnoses.filter((one) => one !== sure)];
}

/** Several causes are left and nothing that was given speaks for one of them. */
export function isUndecided({ causes }: Pick<Diagnosis, 'causes'>): boolean {
  return causes.length > 1 && causes.every((cause) => cause.verdict === 'possible');
}

/** Where it happened and what: the first thing that is read. */
export function headlineOf(diagnosis: Diagnosis): string {
  return `${whereOf(diagnosis)}${diagnosis.symptom.text}`;
}

function whereOf({ upstream, peers, peerCount }: Diagnosis): string {
  const others = peerCount > 1 ? ` and ${peerCount - 1} more` : '';
  const peer = peers[0] === undefined ? '' : `${peers[0]}${others}`;
  const name = upstream === null || upstream === '_' ? '' : upstream;
  const where = [name, peer].filter((part) => part !== '').join(' → ');
  return where === '' ? '' : `${where}: `;
}

/** How often and when, nginx's own words for it, and what clients got. */
export function scaleOf(diagnosis: Diagnosis): string {
  return joined([timesOf(diagnosis), ownWords(diagnosis), clientsOf(diagnosis)]);
}

/** The same where nginx's own words stand beside it. */
export function shortScaleOf(diagnosis: Diagnosis): string {
  return joined([timesOf(diagnosis), clientsOf(diagnosis)]);
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

function timesOf({ count, first, last }: Diagnosis): string {
  return `${count === 1 ? '1 line' : `${count} lines`}${timeOf(first, last)}`;
}

function ownWords({ symptom: { errno, phase } }: Diagnosis): string {
  const words = [errno ?? '', phase === null ? '' : `while ${phase}`];
  return words.filter((word) => word !== '').join(' ');
}

function clientsOf({ clientSaw }: Diagnosis): string {
  return clientSaw.text === null ? '' : `clients got ${clientSaw.text}`;
}

function timeOf(first: string | null, last: string | null): string {
  if (first === null) return '';
  if (last === null || last === first) return ` at ${first}`;
  const isSameDay = first.slice(0, 10) === last.slice(0, 10);
  return ` from ${first} to ${isSameDay ? last.slice(-8) : last}`;
}

export const NO_CAUSE = 'no rule knows a cause for this yet; the line itself is all there is';

/** A cause by its name, and by its kind where that is known. */
export function causeTitle({ title, variant }: Diagnosis['causes'][number]): string {
  return variant === null ? title : `${title} (${variant.replaceAll('-', ' ')})`;
}

const VERDICTS = { confirmed: 'Confirmed', likely: 'Likely', possible: 'Possible' } as const;

/** A cause with how sure it is. */
export function verdictOn(cause: Diagnosis['causes'][number]): string {
  return `${VERDICTS[cause.verdict]}: ${causeTitle(cause)}`;
}

/** A sentence with the lines that it stands on. */
export function claimText(report: Report, claim: Claim): string {
  return `${claim.text}${placesOf(report, claim)}`;
}

const PLACES_SHOWN = 4;

/** The lines that a claim stands on, at most four of them, in brackets; empty when it stands on none. */
export function placesOf(report: Report, claim: Claim): string {
  const places = new Set<string>();
  for (const id of claim.evidence) {
    const place = placeOf(report, id);
    if (place !== '') places.add(place);
    if (places.size === PLACES_SHOWN) break;
  }
  const [first, ...rest] = places;
  if (first === undefined) return '';
  const start = beforeNumber(first);
  const others = rest.map((place) =>
    beforeNumber(place) === start ? place.slice(start.length) : place,
  );
  const isPlural = start === 'line ' && others.length > 0;
  return ` (${[isPlural ? first.replace('line', 'lines') : first, ...others].join(', ')})`;
}

const LAST_NUMBER = /\d{1,9}$/;

/** What stands before the number of a line: the same in all places of one file, and said once. */
function beforeNumber(place: string): string {
  return place.replace(LAST_NUMBER, '');
}

/** Where a piece of evidence stands, as a reader finds it; empty when the report does not hold it. */
export function placeOf(report: Report, id: string): string {
  const evidence = report.evidence[id];
  if (evidence === undefined) return '';
  const isOnly = report.sources.length === 1;
  const path = report.sources.find((source) => source.id === evidence.source)?.name ?? '';
  const name = path.slice(path.lastIndexOf('/') + 1);
  return isOnly ? `line ${evidence.line}` : `${name}:${evidence.line}`;
}

/** A diagnosis beside the one that is told in full, in one line; what follows from another says so. */
export function diagnosisInShort(report: Report, diagnosis: Diagnosis): string {
  const place = placeOf(report, diagnosis.symptom.evidence[0] ?? '');
  return `${headlineOf(diagnosis)}, ${diagnosis.count}×${shortVerdict(diagnosis)} (${place})`;
}

function shortVerdict({ causes, consequenceOf }: Diagnosis): string {
  if (consequenceOf !== null) return ' — follows from the above';
  const [best] = causes;
  return best === undefined ? '' : ` — ${best.verdict}: ${best.title}`;
}

type Fix = Diagnosis['fixes'][number];

/** The first mitigation and the first lasting fixes: what is shown unless everything is asked for. */
export function firstFixes(fixes: readonly Fix[], lasting: number): readonly Fix[] {
  return [
    ...safestFirst(fixes.filter((fix) => fix.kind === 'mitigation')).slice(0, 1),
    ...fixes.filter((fix) => fix.kind === 'fix').slice(0, lasting),
  ];
}

/** What a fix does; for which cause, when more than one is likely. */
export function fixHead(fix: Fix, causes: Diagnosis['causes']): string {
  const isOnly = causes.filter((cause) => cause.verdict !== 'possible').length === 1;
  return isOnly ? fix.title : `${ifCause(fix, causes)} ${fix.title}`;
}

/** The condition under which a fix helps. */
export function ifCause(fix: Fix, causes: Diagnosis['causes']): string {
  return `if ${causeCured(fix, causes)}:`;
}

/** What a fix is for. */
export function causeCured(fix: Fix, causes: Diagnosis['causes']): string {
  return causes.find((cause) => cause.id === fix.cause)?.title ?? fix.cause;
}

/** The first fix of every cause that has one: what to do once it is known which it is. */
export function fixOfEachCause({ causes, fixes }: Diagnosis): readonly Fix[] {
  return causes.flatMap(
    (cause) => fixes.find((one) => one.cause === cause.id && one.kind === 'fix') ?? [],
  );
}

/** The commands that undo a fix; none where those that apply it do, once the change is taken back. */
export function undoOf({ apply, cost }: Fix): Fix['cost']['undo'] {
  return runsOf(cost.undo) === runsOf(apply) ? [] : cost.undo;
}

function runsOf(commands: Fix['apply']): string {
  return commands.map((command) => command.run).join('\n');
}

/** Where a fix goes, what applying it takes and interrupts, and what speaks for its effect. */
export function placeAndCost(fix: Fix): string {
  const isUndoneAlike = fix.cost.undo.length > 0 && undoOf(fix).length === 0;
  return joined([
    `in ${fix.where}`,
    `takes ${fix.cost.apply}${isUndoneAlike ? ', as does its undo' : ''}`,
    `interrupts ${fix.cost.drops}`,
    fix.cost.repeatsPost ? 'may run a POST twice' : '',
    fix.cost.versions === null ? '' : `nginx ${fix.cost.versions}`,
    proofOf(fix),
  ]);
}

/** What speaks for the effect of a change: a run of ours, or only its documentation. */
function proofOf({ proof, snippet, syntax }: Fix): string {
  if (proof !== null) return `seen on nginx ${proof.nginx}: ${proof.effect}`;
  if (snippet === null) return '';
  return syntax === 'nginx'
    ? 'its effect was not measured'
    : 'by its documentation, not tried by us';
}

/** What to run to have something to hand in. */
export const ASK_COMMAND = "grep 'upstream' '/var/log/nginx/error.log' | tail -n 20";

/** What was read in a text without an upstream error. */
export function whatWasRead({ read, sources }: Report): readonly string[] {
  const lines = `${read.lines} ${read.lines === 1 ? 'line' : 'lines'} read`;
  const told =
    read.upstreamErrors > 0
      ? `nginx wrote about upstreams here, but of no failure: ${lines}.`
      : `Nothing here that nginx wrote about an upstream: ${lines}, ${read.unrecognised} of them not recognised.`;
  const kinds = new Set(sources.map((source) => source.kind));
  const isAccessOnly = kinds.size === 1 && kinds.has('access-log');
  return isAccessOnly
    ? [told, 'This is an access log: it says what clients got, not why.']
    : [told];
}

/** Where another way is known, none that may run a request twice is the first to be tried. */
function safestFirst(fixes: readonly Fix[]): readonly Fix[] {
  return fixes.toSorted(
    (one, other) => Number(one.cost.repeatsPost) - Number(other.cost.repeatsPost),
  );
}
