import type { Report } from '../../src/report.ts';
import { causesShown, type Judgement } from './tally.ts';

/** Right when nothing in the report blames an upstream: no diagnosis at all, or one of the client. */
export function blamesNoUpstream(id: string, report: Report): Judgement {
  const wrong = report.diagnoses.find(({ causes }) => !areOfTheClient(causes));
  if (wrong === undefined) return 'right';
  return { miss: `${id}  expected no upstream fault  got ${causesShown(wrong)}` };
}

function areOfTheClient(causes: Report['diagnoses'][number]['causes']): boolean {
  return causes.length > 0 && causes.every((cause) => cause.id === 'client-abort');
}
