import { askedGroup, incidentId } from '../../incident/group-key.ts';
import { opened, step } from '../../incident/step.ts';
import { nothingFoundContent } from '../../reply/slack/nothing-found.ts';
import { noteContent } from '../../reply/slack/sentences.ts';
import type { Desk, Plan } from '../desk.ts';
import { planOf } from '../effects.ts';
import { evidenceFrom, reportOfAll } from '../evidence.ts';
import { liveDeliveries } from '../live-message.ts';
import type { Content, Delivery, Versioned } from '../ports.ts';
import type { Read } from '../read.ts';
import type { PasteBody } from '../submission.ts';

/** Text that a person handed in by command or window: answered to them alone, or added to the answer they clicked on. */
export async function answerPaste(paste: Read<PasteBody>, key: string, desk: Desk): Promise<Plan> {
  const { incident } = paste.body;
  if (incident === undefined) return newAnswer(paste, key, desk);
  const standing = await desk.store.incident(incident);
  return standing === undefined
    ? said(
        paste.body,
        key,
        noteContent('This answer is too old to add to. Ask anew: /nginx-diagnose'),
      )
    : await added(paste, { standing, key }, desk);
}

function newAnswer({ body, report, texts }: Read<PasteBody>, key: string, { clock }: Desk): Plan {
  if (report.diagnoses.length === 0)
    return said(body, key, nothingFoundContent(report, { sharing: 'ephemeral' }));
  const group = askedGroup(key);
  const id = incidentId(group, clock.now());
  const incident = opened(
    {
      id,
      group,
      live: { kind: 'ephemeral', channel: body.channel ?? body.user, user: body.user },
      report,
      told: body.told,
      config: body.config,
    },
    clock.now(),
  );
  return {
    incident: { next: incident, expectedVersion: 0 },
    evidence: evidenceFrom(texts, { incident: id, origin: undefined }),
    deliveries: liveDeliveries(incident, {
      key,
      responseUrl: body.responseUrl,
      replacesOriginal: false,
    }),
  };
}

/** Old and new evidence are read together; what is told now counts more than what was told before. */
async function added(
  { body, texts }: Read<PasteBody>,
  { standing, key }: { readonly standing: Versioned; readonly key: string },
  desk: Desk,
): Promise<Plan> {
  const before = standing.incident;
  const incident = before.isErased
    ? before
    : {
        ...before,
        told: { ...before.told, ...body.told },
        config: body.config ?? before.config,
      };
  const kept = await desk.store.evidenceOf(incident.id);
  const report = await reportOfAll(incident, [...kept, ...texts], desk);
  const text = 'more evidence was pasted';
  const event = { kind: 'evidence', by: body.user, report, text } as const;
  const plan = await planOf(step(incident, event, desk.clock.now()), standing, {
    links: desk,
    through: { key, responseUrl: body.responseUrl, replacesOriginal: true },
  });
  // Of an answer whose message was deleted nothing is kept any more.
  if (before.isErased) return plan;
  return { ...plan, evidence: evidenceFrom(texts, { incident: incident.id, origin: undefined }) };
}

/** A sentence to the person who asked. */
function said({ user, channel, responseUrl }: PasteBody, key: string, content: Content): Plan {
  const delivery: Delivery =
    responseUrl === undefined
      ? { kind: 'whisper', key, channel: channel ?? user, thread: undefined, user, content }
      : {
          kind: 'response',
          key,
          responseUrl,
          replacesOriginal: false,
          content,
          orWhisper: { channel: channel ?? user, user },
        };
  return { deliveries: [delivery] };
}
