import { shadowLine } from '../../reply/slack/shadow-report.ts';
import type { Report } from '../../report.ts';
import type { Plan } from '../desk.ts';
import type { MessageBody } from '../submission.ts';

/** In a shadow channel nothing is said; what would have been is noted for the weekly report. */
export function shadowNote(body: MessageBody, report: Report, now: number): Plan {
  const line = shadowLine(report, body.alert?.says);
  return { deliveries: [], shadow: [{ at: now, channel: body.channel, ts: body.ts, line }] };
}
