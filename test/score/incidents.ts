import type { Report } from '../../src/report.ts';
import type { Incident } from './corpus.ts';
import { type Answer, causesShown, type Judgement, type Tally, tallyOf } from './tally.ts';

/** Where the text does not decide, the true cause must stand among this many. */
export const AMONG_FIRST = 3;

/** All measures of the incidents. A rule that is not written yet can be neither right nor wrong. */
export function incidentTallies(
  answers: readonly Answer<Incident>[],
  covered: ReadonlySet<string>,
): readonly Tally[] {
  const accepted = acceptedCauses(answers.map((one) => one.asked));
  const causesOf = (incident: Incident): readonly string[] => accepted.get(incident.id) ?? [];
  const tally = (
    kind: string,
    judge: (answer: Answer<Incident>, causes: readonly string[]) => Judgement,
  ): Tally =>
    tallyOf(
      kind,
      answers.map((answer) => judge(answer, causesOf(answer.asked))),
    );
  const among = (decidable: Incident['decidable'], most: number): Tally =>
    tally(decidable, (answer, causes) => {
      if (answer.asked.decidable !== decidable) return undefined;
      return covered.has(answer.asked.cause) ? ranked(answer, causes, most) : 'uncovered';
    });
  return [
    among('from-line', 1),
    among('from-evidence', 1),
    among('ambiguous', AMONG_FIRST),
    tally('ruled-out', ({ asked, report }) =>
      covered.has(asked.cause) ? notRuledOut(asked, report) : 'uncovered',
    ),
    tally('wrong-confirmed', ({ asked, report }, causes) =>
      confirmedOnly(asked.id, report, causes),
    ),
  ];
}

/** Texts that are the same cannot tell their causes apart, so each accepts the causes of all. */
function acceptedCauses(incidents: readonly Incident[]): ReadonlyMap<string, readonly string[]> {
  const causeOf = new Map(incidents.map((one) => [one.id, one.cause]));
  return new Map(
    incidents.map((one) => {
      const others = one.same_input_as.map((id) => causeOf.get(id));
      return [one.id, [one.cause, ...others.filter((cause) => cause !== undefined)]];
    }),
  );
}

function ranked(
  { asked, report }: Answer<Incident>,
  causes: readonly string[],
  most: number,
): Judgement {
  const [first] = report.diagnoses;
  const named = first?.causes.slice(0, most).map((cause) => cause.id) ?? [];
  if (named.some((id) => causes.includes(id))) return 'right';
  return { miss: `${asked.id}  expected ${causes.join(' or ')}  got ${causesShown(first)}` };
}

function notRuledOut(incident: Incident, report: Report): Judgement {
  const claim = rootsOf(report)
    .flatMap((diagnosis) => diagnosis.ruledOut)
    .find((one) => one.id === incident.cause);
  if (claim === undefined) return 'right';
  return { miss: `${incident.id}  ruled out ${claim.id}, which it was: ${claim.because[0]?.text}` };
}

/** No cause may be called proven but a true one; an answer without a confirmed cause is right. */
export function confirmedOnly(id: string, report: Report, causes: readonly string[]): Judgement {
  const wrong = rootsOf(report)
    .flatMap((diagnosis) => diagnosis.causes)
    .find((cause) => cause.verdict === 'confirmed' && !causes.includes(cause.id));
  if (wrong === undefined) return 'right';
  return {
    miss: `${id}  confirmed ${wrong.id}, it was ${causes.join(' or ')}: ${wrong.because[0]?.text}`,
  };
}

/** What follows from another diagnosis is not blamed for its own causes. */
export function rootsOf(report: Report): Report['diagnoses'] {
  return report.diagnoses.filter((diagnosis) => diagnosis.consequenceOf === null);
}
