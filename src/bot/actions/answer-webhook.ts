import { alertGroup, incidentId } from '../../incident/group-key.ts';
import { opened } from '../../incident/step.ts';
import { alertStatus } from '../alert-status.ts';
import { alertOf } from '../alert-text.ts';
import { type Desk, type Plan, SILENCE } from '../desk.ts';
import { evidenceFrom } from '../evidence.ts';
import { liveDeliveries } from '../live-message.ts';
import type { Read } from '../read.ts';
import { runningIncident } from '../running-incident.ts';
import type { WebhookBody } from '../submission.ts';
import { joinRunning } from './join-running.ts';

/** What a monitoring tool sent us itself: answered in the channel, since there is no message of its own to answer under. */
export async function answerWebhook(
  { body, report, texts }: Read<WebhookBody>,
  key: string,
  desk: Desk,
): Promise<Plan> {
  const { channel } = body;
  const isDiagnosed = report.diagnoses.length > 0;
  const words = {
    titles: body.titles ?? [],
    texts: texts.map(({ text }) => text),
    fields: body.fields ?? [],
    colours: [],
  };
  // What is over is no news.
  if (alertStatus(words) === 'resolved') return SILENCE;
  const alert = alertOf(words);
  const { says, host, title } = alert;
  if (!isDiagnosed && says === undefined) return SILENCE;
  const now = desk.clock.now();
  const group = alertGroup(
    channel,
    isDiagnosed ? { report } : { service: alert.service ?? host ?? title },
  );
  const through = { key, responseUrl: undefined, replacesOriginal: false };
  const running = await runningIncident(group, desk);
  if (running !== undefined) {
    const joining = { key, channel, thread: undefined, origin: undefined, report, texts };
    return await joinRunning(running, joining, desk);
  }
  const id = incidentId(group, now);
  const incident = opened(
    {
      id,
      group,
      live: { kind: 'thread', channel, thread: undefined },
      report: isDiagnosed ? report : undefined,
      labels: says === undefined ? undefined : { says, host, title },
    },
    now,
  );
  return {
    incident: { next: incident, expectedVersion: 0 },
    evidence: evidenceFrom(texts, { incident: id, origin: undefined }),
    deliveries: liveDeliveries(incident, through),
  };
}
