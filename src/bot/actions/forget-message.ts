import { step } from '../../incident/step.ts';
import { type Desk, type Plan, SILENCE } from '../desk.ts';
import { planOf } from '../effects.ts';
import { reportOfAll } from '../evidence.ts';
import type { SubmissionBody } from '../submission.ts';

/** A message was deleted: our quotes of it go. What came from elsewhere stays and is read again without it. */
export async function forgetMessage(
  { channel, ts }: Extract<SubmissionBody, { kind: 'deleted' }>,
  desk: Desk,
): Promise<Plan> {
  const origin = `${channel}:${ts}`;
  const standing = await desk.store.incidentOfOrigin(origin);
  if (standing === undefined) return SILENCE;
  const { incident } = standing;
  const kept = await desk.store.evidenceOf(incident.id);
  const isQuoted = kept.some((one) => one.origin === origin);
  // An alert that joined a running incident is quoted nowhere; the one that opened it by its labels is.
  if (!isQuoted && incident.report !== undefined) return SILENCE;
  const rest = kept.filter((one) => one.origin !== origin);
  const report = rest.length === 0 ? undefined : await reportOfAll(incident, rest, desk);
  const isEmpty = report === undefined || report.diagnoses.length === 0;
  const event = isEmpty
    ? ({ kind: 'erased' } as const)
    : ({ kind: 'evidence', by: undefined, report, text: 'a message was deleted' } as const);
  const plan = await planOf(step(incident, event, desk.clock.now()), standing, {
    links: desk,
    through: { key: `deleted:${ts}`, responseUrl: undefined, replacesOriginal: false },
  });
  return { ...plan, forget: [origin] };
}
