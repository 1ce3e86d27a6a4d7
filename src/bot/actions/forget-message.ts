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
  const [first, ...others] = await desk.store.incidentsQuoting(origin);
  if (first === undefined) return SILENCE;
  // Killed in between, it begins anew, with those that are left.
  for (const incident of others) {
    const plan = await withoutIt(incident, origin, desk);
    if ((await desk.store.commit({ ...plan, done: [] })) === 'conflict')
      return await forgetMessage({ kind: 'deleted', channel, ts }, desk);
  }
  return await withoutIt(first, origin, desk);
}

async function withoutIt(id: string, origin: string, desk: Desk): Promise<Plan> {
  const standing = await desk.store.incident(id);
  if (standing === undefined) return SILENCE;
  const { incident } = standing;
  const rest = (await desk.store.evidenceOf(id)).filter((one) => one.origin !== origin);
  const report = rest.length === 0 ? undefined : await reportOfAll(incident, rest, desk);
  const isEmpty = report === undefined || report.diagnoses.length === 0;
  const event = isEmpty
    ? ({ kind: 'erased' } as const)
    : ({ kind: 'evidence', by: undefined, report, text: 'a message was deleted' } as const);
  const plan = await planOf(step(incident, event, desk.clock.now()), standing, {
    links: desk,
    through: { key: `deleted:${origin}`, responseUrl: undefined, replacesOriginal: false },
  });
  // Without anything to stand on, what is left of the evidence has no use.
  return { ...plan, forget: [origin], forgetsAll: isEmpty };
}
