import type { Incident } from '../incident/incident.ts';
import { answerContent } from '../reply/slack/answer.ts';
import { askContent } from '../reply/slack/ask.ts';
import { erasedContent, noteContent } from '../reply/slack/sentences.ts';
import type { Content, Delivery } from './ports.ts';

/** The key of an incident's live message: posted once, edited ever after. */
export function liveKey(incident: string): string {
  return `answer:${incident}`;
}

/** What the live message of an incident says now. */
function liveContent(incident: Incident): Content {
  if (incident.isAnsweredBelow) return noteContent(ANSWERED_BELOW);
  if (incident.isErased) return erasedContent();
  if (incident.report === undefined) return askContent(incident);
  const sharing = incident.live.kind === 'thread' ? 'channel' : 'ephemeral';
  return answerContent(incident, { sharing });
}

const ANSWERED_BELOW = 'Answered below, from the lines that were posted in this thread.';

/** Through which response_url an ephemeral answer goes, and whether it takes the place of the one clicked on. */
export type Through = {
  readonly key: string;
  readonly responseUrl: string | undefined;
  readonly replacesOriginal: boolean;
};

/** The live message, to be posted or edited; of an ephemeral one the answer to whoever asks, if there is a way to them. */
export function liveDeliveries(incident: Incident, through: Through): readonly Delivery[] {
  const { live } = incident;
  const content = liveContent(incident);
  if (live.kind === 'thread') {
    const { channel, thread } = live;
    return [{ kind: 'message', key: liveKey(incident.id), channel, thread, content }];
  }
  const { responseUrl, replacesOriginal } = through;
  const key = `${liveKey(incident.id)}:${through.key}`;
  const { channel, user } = live;
  const orWhisper = { channel, user };
  if (responseUrl !== undefined)
    return [{ kind: 'response', key, responseUrl, replacesOriginal, content, orWhisper }];
  return [{ kind: 'whisper', key, channel, thread: undefined, user, content }];
}
