import type { Because, Verdicts } from './diagnosis/finding.ts';
import { evidenceId } from './facts/evidence-id.ts';
import type { Group } from './facts/groups.ts';
import { STATUS_MESSAGES } from './facts/status-only.ts';
import type { Symptom } from './facts/symptom.ts';
import type { Diagnosed } from './findings.ts';
import type { Prepare } from './remedy/checks.ts';
import type { Fix } from './remedy/fixes.ts';
import type { Claim, Diagnosis } from './report.ts';
import { nameOf, peerOf } from './text/proven.ts';
import { shownText } from './text/shown.ts';

const LONGEST_NAME = 120;
const MOST_PEERS = 20;

/** One diagnosis in the report’s shape. */
export function diagnosisOf(one: Diagnosed, numbering: ReadonlyMap<string, string>): Diagnosis {
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
    phase: line.phase === undefined ? null : shownText(line.phase, LONGEST_NAME),
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
    (PLAIN_PEER.test(peer) ? shownText(peer, LONGEST_NAME) : 'an address that nginx does not write')
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
