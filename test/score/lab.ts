import type { ErrorLine, Level } from '../../src/log/line.ts';
import { parseText } from '../../src/log/parse-text.ts';
import type { Capture } from './corpus.ts';
import { AMONG_FIRST, confirmedOnly, rootsOf } from './incidents.ts';
import { blamesNoUpstream } from './negatives.ts';
import { type Answer, causesShown, type Judgement, type Tally, tallyOf } from './tally.ts';

const NO_FAULT: readonly string[] = ['healthy', 'upstream-502'];
const ERRORS: readonly (Level | undefined)[] = ['emerg', 'alert', 'crit', 'error'];

/** All measures of the lab: the label among the first causes, never ruled out, and no other cause confirmed. */
export function labTallies(
  answers: readonly Answer<Capture>[],
  covered: ReadonlySet<string>,
): readonly Tally[] {
  const tally = (kind: string, judge: (answer: Answer<Capture>) => Judgement): Tally =>
    tallyOf(kind, answers.map(judge));
  return [
    tally('lab', (answer) => judgeCapture(answer, covered)),
    tally('lab-decided', judgeDecided),
    tally('lab-ruled-out', ({ asked, report }) => {
      if (!covered.has(asked.cause)) return 'uncovered';
      return rootsOf(report).some((one) => one.ruledOut.some(({ id }) => id === asked.cause))
        ? { miss: `${asked.id}  ruled out ${asked.cause}, which it was` }
        : 'right';
    }),
    tally('lab-wrong-confirmed', ({ asked, report }) =>
      confirmedOnly(asked.id, report, [asked.cause]),
    ),
  ];
}

/** Causes that nginx's own words decide, by the error number or by the message. */
const DECIDED_BY_LINE: ReadonlySet<string> = new Set([
  'client-abort',
  'dns-resolution',
  'fd-limit',
  'header-too-big',
  'network-unreachable',
  'permission-denied',
  'php-fpm-pool',
  'port-exhaustion',
  'socket-missing',
  'tls-handshake',
  'websocket-idle',
]);
const OWN_LOGS = /^(?:access|error|app-\d{1,5})\.log$/;

/** Where the line, or the log of the program that saw it, decides, the label is the very first cause. */
function judgeDecided({ asked, report }: Answer<Capture>): Judgement {
  const isCrashWitnessed =
    asked.cause === 'upstream-crash' && asked.logs.some(({ name }) => !OWN_LOGS.test(name));
  const isDecided = DECIDED_BY_LINE.has(asked.cause) || isCrashWitnessed;
  if (!isDecided || hasNoError(asked)) return undefined;
  const first = rootsOf(report).map(({ causes }) => causes[0]?.id);
  return first.includes(asked.cause)
    ? 'right'
    : { miss: `${asked.id}  expected ${asked.cause} first  got ${first.join(' | ')}` };
}

function judgeCapture(answer: Answer<Capture>, covered: ReadonlySet<string>): Judgement {
  const { asked, report } = answer;
  if (NO_FAULT.includes(asked.scenario)) return blamesNoUpstream(asked.id, report);
  if (namesLabel(answer)) return 'right';
  if (!covered.has(asked.cause)) return 'uncovered';
  // Such a fault shows only in lines of a lower level, if at all; saying nothing is as good as naming it.
  if (hasNoError(asked)) return blamesNoUpstream(asked.id, report);
  const got = rootsOf(report).map(causesShown).join(' | ');
  return { miss: `${asked.id}  expected ${asked.cause}  got ${got || 'no diagnosis'}` };
}

function hasNoError({ logs }: Capture): boolean {
  const lines = logs
    .filter(({ name }) => name === 'error.log')
    .flatMap(({ text }): readonly ErrorLine[] => parseText(text.toString()));
  return !lines.some((line) => ERRORS.includes(line.level));
}

/** One fault writes several kinds of lines; the label must stand where one of them is explained. */
function namesLabel({ asked, report }: Answer<Capture>): boolean {
  return rootsOf(report).some(({ causes }) =>
    causes.slice(0, AMONG_FIRST).some((cause) => cause.id === asked.cause),
  );
}
