import type { IncidentEvent } from '../../incident/incident-event.ts';
import { step } from '../../incident/step.ts';
import { noteContent } from '../../reply/slack/sentences.ts';
import { type Desk, type Plan, SILENCE } from '../desk.ts';
import { planOf } from '../effects.ts';
import type { ClickBody } from '../submission.ts';
import { withInvitation } from './invitation.ts';

/** A click on a button of an answer. Clicked twice, by two people or a week later, it does what it says or says why not. */
export async function click(body: ClickBody, key: string, desk: Desk): Promise<Plan> {
  const standing = await desk.store.incident(body.incident);
  if (standing === undefined) return tooOld(body, key);
  const through = { key, responseUrl: body.responseUrl, replacesOriginal: true };
  const result = step(standing.incident, eventOf(body), desk.clock.now());
  const plan = await planOf(result, standing, { links: desk, through });
  desk.log.info({ incident: body.incident, reason: result.reason }, 'clicked');
  return body.responseUrl === undefined ? plan : withInvitation(plan, body.responseUrl);
}

function eventOf({ action, user, value, channel }: ClickBody): IncidentEvent {
  switch (action) {
    case 'acknowledge':
      return { kind: 'acknowledged', by: user };
    case 'not-the-cause':
      return { kind: 'set-aside', by: user, cause: value };
    case 'put-back':
      return { kind: 'put-back', by: user, cause: value };
    case 'snooze':
      return { kind: 'snoozed', by: user, minutes: Number(value) };
    case 'wake':
      return { kind: 'unsnoozed', by: user };
    case 'share':
      return { kind: 'shared', by: user, channel };
  }
}

function tooOld({ responseUrl }: ClickBody, key: string): Plan {
  if (responseUrl === undefined) return SILENCE;
  const content = noteContent('This answer is too old to act on. Ask anew: /nginx-diagnose');
  return {
    deliveries: [{ kind: 'response', key, responseUrl, replacesOriginal: false, content }],
  };
}
