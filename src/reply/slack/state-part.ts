import type { Incident } from '../../incident/incident.ts';
import type { Part } from './fitted.ts';
import { bold, line, person, richText, said } from './rich-text.ts';
import { utc } from './utc.ts';

/** Who has it and until when it is quiet; nothing while nobody said anything. */
export function statePart({ work, snooze }: Incident): Part {
  return {
    rank: 0,
    block: richText(
      work.kind === 'acknowledged'
        ? line(bold('✓ Acknowledged by '), person(work.by), said(` at ${utc(work.at)}`))
        : undefined,
      snooze === undefined
        ? undefined
        : line(bold(`Snoozed until ${utc(snooze.until)} by `), person(snooze.by)),
    ),
  };
}
