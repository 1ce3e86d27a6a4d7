import type { Clock } from '../bot/ports.ts';
import type { Submission } from '../bot/submission.ts';
import type { HistoryMessage } from './channel-reader.ts';
import { type Reception, receivedInMessage } from './submissions.ts';

/** What a message of a channel's history asks for, under the key that it has when it comes as an event. */
export function historySubmissions(
  reception: Reception,
  clock: Clock,
): (channel: string, message: HistoryMessage) => readonly Submission[] {
  return (channel, message) => {
    // Asked of our own channels only, where it makes no difference who else reads along.
    const about = { ...reception, receivedAt: clock.now(), isExternallyShared: false };
    const event = { ...message, type: 'message', channel };
    return receivedInMessage(event, about).submissions;
  };
}
