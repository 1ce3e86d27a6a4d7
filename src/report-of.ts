import { accessLinesOf } from './facts/access-facts.ts';
import { evidenceId } from './facts/evidence-id.ts';
import type { LineAt } from './facts/groups.ts';
import type { Diagnosed, Findings } from './findings.ts';
import type { Report } from './report.ts';
import { diagnosisOf } from './report-diagnosis.ts';
import { notesOf } from './report-notes.ts';
import { shownText } from './text/shown.ts';
import { PRODUCT_VERSION } from './version.ts';

/** Longest evidence text in the report, in characters. */
const LONGEST_EVIDENCE = 300;
const LONGEST_NAME = 120;
/** More symptoms than these are counted in a note instead: nobody reads the thousandth. */
const MOST_DIAGNOSES = 1000;

/** Puts the findings into the report's shape: numbered evidence, safe text, null for what is absent. */
export function reportOf(findings: Findings): Report {
  const shown = [...findings.diagnosed]
    .filter(isWorthSaying)
    .sort(byImportance)
    .slice(0, MOST_DIAGNOSES);
  const numbering = numberEvidence(shown);
  const sources: Report['sources'] = findings.collected.sources.map(({ id, name, kind }) => ({
    id,
    name: shownText(name, LONGEST_NAME),
    kind,
  }));
  if (findings.config !== undefined) {
    sources.push({
      id: findings.config.source,
      name: shownText(findings.configName ?? 'configuration', LONGEST_NAME),
      kind: 'config',
    });
  }
  return {
    schema: 'nginx-diagnose/report@1',
    product: PRODUCT_VERSION,
    rules: findings.digest,
    sources,
    read: { ...findings.collected.counts },
    notes: notesOf(findings, shown.length),
    evidence: evidenceTexts(findings, numbering),
    diagnoses: shown.map((one) => diagnosisOf(one, numbering)),
  };
}

/** Errors of the upstream always; other lines only when a rule has something to say about them. */
function isWorthSaying(one: Diagnosed): boolean {
  const isWarningOnly =
    one.group.line.message === 'response-in-temp-file' ||
    one.group.line.message === 'fastcgi-stderr';
  if (one.verdicts.causes.length > 0) return true;
  return one.group.line.side === 'upstream' && !isWarningOnly && one.verdicts.ruledOut.length === 0;
}

const LEVEL_ORDER = [
  'emerg',
  'alert',
  'crit',
  'error',
  undefined,
  'warn',
  'notice',
  'info',
  'debug',
];

/** Roots before what follows from them, then by level, count and first line. */
function byImportance(left: Diagnosed, right: Diagnosed): number {
  return (
    Number(left.root !== undefined) - Number(right.root !== undefined) ||
    LEVEL_ORDER.indexOf(left.group.line.level) - LEVEL_ORDER.indexOf(right.group.line.level) ||
    right.group.count - left.group.count ||
    firstLine(left) - firstLine(right)
  );
}

function firstLine({ group }: Diagnosed): number {
  const [first] = group.evidence;
  return first === undefined ? 0 : first.source * 1e9 + first.number;
}

/** `source:line` → `e1`, in the order of sources and lines, for the evidence that is referred to. */
function numberEvidence(shown: readonly Diagnosed[]): ReadonlyMap<string, string> {
  const ids = new Set<string>();
  for (const { group, verdicts } of shown) {
    for (const at of group.evidence) ids.add(evidenceId(at));
    for (const { because } of [...verdicts.causes, ...verdicts.ruledOut]) {
      for (const id of because.flatMap((one) => one.evidence)) ids.add(id);
    }
  }
  const place = (id: string): number => {
    const [source = 0, line = 0] = id.split(':').map(Number);
    return source * 1e9 + line;
  };
  const ordered = [...ids]
    .map((id) => ({ id, place: place(id) }))
    .sort((left, right) => left.place - right.place);
  return new Map(ordered.map(({ id }, at) => [id, `e${at + 1}`]));
}

function evidenceTexts(
  findings: Findings,
  numbering: ReadonlyMap<string, string>,
): Report['evidence'] {
  const texts = new Map(keptLines(findings).map((at) => [evidenceId(at), at]));
  const evidence: Report['evidence'] = {};
  for (const [id, number] of numbering) {
    const [source = 0, line = 0] = id.split(':').map(Number);
    const text =
      texts.get(id)?.text ??
      (findings.config?.source === source ? findings.config.lines[line - 1] : undefined);
    evidence[number] = { source, line, text: shownText(text ?? '', LONGEST_EVIDENCE) };
  }
  return evidence;
}

/** Every line whose text was kept for being shown. */
function keptLines({ collected }: Findings): readonly LineAt[] {
  return [
    ...collected.groups.flatMap(({ evidence, largeBody }) =>
      largeBody === undefined ? evidence : [...evidence, largeBody],
    ),
    ...accessLinesOf(collected.access),
    ...collected.witnesses.map((witness) => witness.at),
  ];
}
