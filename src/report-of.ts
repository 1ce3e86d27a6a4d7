import type { Because, Verdicts } from './diagnosis/finding.ts';

import { accessLinesOf } from './facts/access-facts.ts';
import { evidenceId } from './facts/evidence-id.ts';
import type { Group, LineAt } from './facts/groups.ts';
import { STATUS_MESSAGES } from './facts/status-only.ts';
import type { Symptom } from './facts/symptom.ts';
import type { Diagnosed, Findings } from './findings.ts';

import type { Prepare } from './remedy/checks.ts';
import type { Fix } from './remedy/fixes.ts';
import type { Claim, Diagnosis, Report } from './report.ts';
import { notesOf } from './report-notes.ts';
import { displayText } from './text/display.ts';
import { nameOf, peerOf } from './text/proven.ts';
import { redact } from './text/redact.ts';
import { PRODUCT_VERSION } from './version.ts';

/** Longest evidence text in the report, in characters. */
const LONGEST_EVIDENCE = 300;
const LONGEST_NAME = 120;
const MOST_PEERS = 20;
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
    name: safe(name, LONGEST_NAME),
    kind,
  }));
  if (findings.config !== undefined) {
    sources.push({
      id: findings.config.source,
      name: safe(findings.configName ?? 'configuration', LONGEST_NAME),
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
    evidence[number] = { source, line, text: safe(text ?? '', LONGEST_EVIDENCE) };
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

function safe(untrusted: string, most: number): string {
  return displayText(redact(untrusted.slice(0, most * 16)), most);
}

function diagnosisOf(one: Diagnosed, numbering: ReadonlyMap<string, string>): Diagnosis {
  const { group } = one;
  return {
    key: group.key,
    consequenceOf: one.root ?? null,
    symptom: symptomInReport(one, numbering),
    count: group.count,
    first: group.first ?? null,
    last: group.last ?? null,
    upstream: nameIn(one),
    peers: [...group.peers.keys()].map(peerName).slice(0, MOST_PEERS),
    peerCount: group.peers.size + group.peersLeftOut,
    clientSaw: clientsInReport(one.symptom),
    ...verdictsInReport(one.verdicts, numbering),
    checks: one.plan.checks.map(({ isFirst: _, ...check }) => ({
      ...check,
      confirms: [...check.confirms],
      refutes: [...check.refutes],
      prepare: check.prepare === undefined ? null : prepareInReport(check.prepare),
    })),
    nextCheck: one.plan.next ?? null,
    ask: askFor(group),
    fixes: one.fixes.map(fixInReport),
    warnings: one.warnings.map(({ about, text, proof }) => ({ about, text, proof: proof ?? null })),
    verify: one.verifications.map((verification) => ({ ...verification })),
  };
}

function prepareInReport({
  syntax,
  snippet,
  apply,
  undo,
}: Prepare): NonNullable<Diagnosis['checks'][number]['prepare']> {
  return {
    syntax,
    snippet,
    apply: apply.map((command) => ({ ...command })),
    undo: undo.map((command) => ({ ...command })),
  };
}

function symptomInReport(
  { group, symptom }: Diagnosed,
  numbering: ReadonlyMap<string, string>,
): Diagnosis['symptom'] {
  const { line } = group;
  return {
    text: symptom.text,
    level: line.level ?? null,
    syscall: line.syscall ?? null,
    errno: line.errno ?? null,
    errnoRead: line.errnoRead ?? null,
    reason: line.reason ?? null,
    phase: line.phase === undefined ? null : safe(line.phase, LONGEST_NAME),
    evidence: group.evidence.map((at) => numbering.get(evidenceId(at)) ?? ''),
  };
}

function clientsInReport(symptom: Symptom): Diagnosis['clientSaw'] {
  return {
    text: symptom.clients ?? null,
    status: symptom.status ?? null,
    truncated: symptom.isTruncated ?? null,
    retried: symptom.isRetried ?? null,
  };
}

function verdictsInReport(
  verdicts: Verdicts,
  numbering: ReadonlyMap<string, string>,
): Pick<Diagnosis, 'causes' | 'ruledOut'> {
  const claims = (because: readonly Because[]): Claim[] =>
    because.map((said) => claimOf(said, numbering));
  return {
    causes: verdicts.causes.map(({ rule, variant, verdict, because }) => ({
      id: rule.id,
      variant: variant ?? null,
      verdict,
      title: rule.title,
      because: claims(because),
      page: `docs/causes/${rule.id}.md`,
    })),
    ruledOut: verdicts.ruledOut.map(({ rule, because }) => ({
      id: rule.id,
      title: rule.title,
      because: claims(because),
    })),
  };
}

// A masked address, or a name, as people leave it in; whatever else stands there nginx did not write.
const PLAIN_PEER = /^(?:(?:unix:)?[\w.:[\]/*-]{1,120}|<[A-Za-z_-]{1,40}>(?::\d{1,5})?)$/;

function peerName(peer: string): string {
  return (
    peerOf(peer)?.text ??
    (PLAIN_PEER.test(peer) ? safe(peer, LONGEST_NAME) : 'an address that nginx does not write')
  );
}

/** The block's name from the configuration, or the server's from the line; a name with anything odd in it is not shown as one. */
function nameIn({ group, upstream }: Diagnosed): string | null {
  const name = upstream ?? group.name;
  return name === undefined ? null : (nameOf(name) ?? null);
}

/** A fragment hides what tells the causes apart; the whole line is the cheapest evidence of all. */
function askFor(group: Group): string | null {
  if (group.line.side === 'client') return null;
  if (STATUS_MESSAGES.has(group.line.message))
    return 'the lines of nginx’s error log from the same minute: they hold the reason, the access log holds only the status';
  if (group.line.isAmbiguous)
    return 'the line can be read in two ways, so its upstream is not named: compare it with the access log';
  // Only these messages come with a phase; the others say by themselves what happened.
  const isPhased = ['syscall-failed', 'timed-out', 'premature-close'].includes(group.line.message);
  // accept() fails before there is a request.
  const isOwnLimit = group.line.errno === 'EMFILE' || group.line.errno === 'ENFILE';
  if (isOwnLimit) return null;
  if (group.line.phase === undefined && isPhased)
    return 'the whole line: the words after "while" decide between most causes';
  return isPhased && group.line.upstream === undefined && group.line.client === undefined
    ? 'the whole line, up to "upstream: …" and "host: …"'
    : null;
}

function claimOf(said: Because, numbering: ReadonlyMap<string, string>): Claim {
  return {
    text: said.text,
    evidence: said.evidence.map((id) => numbering.get(id)).filter((id) => id !== undefined),
  };
}

function fixInReport(fix: Fix): Diagnosis['fixes'][number] {
  const { proof, cost } = fix;
  return {
    id: fix.id,
    cause: fix.cause,
    kind: fix.kind,
    title: fix.title,
    where: fix.where,
    syntax: fix.syntax ?? null,
    snippet: fix.snippet ?? null,
    diff: null,
    cost: {
      apply: cost.apply,
      drops: cost.drops,
      repeatsPost: cost.repeatsPost,
      versions: cost.versions ?? null,
      undo: cost.undo.map((command) => ({ ...command })),
    },
    proof:
      proof === undefined
        ? null
        : {
            id: proof.id,
            nginx: proof.nginx,
            verdict: proof.verdict,
            effect: `${proof.before} → ${proof.after}`,
          },
    apply: fix.apply.map((command) => ({ ...command })),
  };
}
