import type { Incident } from '../../../src/incident/incident.ts';
import type { Content } from '../../../src/reply/block-kit.ts';
import { answerContent } from '../../../src/reply/slack/answer.ts';
import type { Diagnosis } from '../../../src/report.ts';
import { incidentWith } from './incident-with.ts';
import { causeWith, checkWith, diagnosisWith, fixWith, reportWith } from './report-with.ts';
import { shownLines } from './shown-lines.ts';

/** What speaks for a cause, in a log of another program. */
export const BECAUSE = [{ text: 'it died in the same second', evidence: ['e2'] }];

/** A diagnosis with everything that an answer can show. */
export const FULL = diagnosisWith({
  causes: [
    causeWith({ id: 'crash', verdict: 'likely', variant: 'out-of-memory', because: BECAUSE }),
    causeWith({ id: 'idle', because: [{ text: 'it may have been idle', evidence: ['e1'] }] }),
  ],
  ruledOut: [
    { id: 'slow', title: 'too slow', because: [{ text: 'after 2 ms', evidence: ['e1'] }] },
  ],
  checks: [checkWith({ id: 'kernel', confirms: ['crash'] })],
  nextCheck: 'kernel',
  fixes: [
    fixWith({ id: 'second', cause: 'crash', kind: 'mitigation' }),
    fixWith({ id: 'memory', cause: 'crash' }),
  ],
  warnings: [{ about: 'proxy_read_timeout', text: 'no timeout was involved', proof: null }],
  verify: [{ run: 'count the failures', expect: 'no 502' }],
});

/** The answer in a channel to these diagnoses. */
export function contentOf(diagnoses: readonly Diagnosis[], given: Partial<Incident> = {}): Content {
  const report = reportWith({ diagnoses: [...diagnoses] });
  return answerContent(incidentWith({ report, ...given }), { sharing: 'channel' });
}

/** What a reader of that answer sees. */
export const linesOf = (...given: Parameters<typeof contentOf>): readonly string[] =>
  shownLines(contentOf(...given).blocks);
