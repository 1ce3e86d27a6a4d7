import type { Submission } from '../bot/submission.ts';
import { clickSubmission } from './click-submission.ts';
import type { Identity } from './identity.ts';
import type { Silence } from './message-answer.ts';
import { recordOf, textOf } from './message-json.ts';
import { submissionOfMessage } from './message-submission.ts';
import { pasteInView } from './paste-submission.ts';
import { shortcutSubmission } from './shortcut-submission.ts';
import { commandSubmission } from './slash-command.ts';

/** What is known when something arrives. */
export type Reception = {
  readonly identity: Identity;
  readonly alertChannels: ReadonlySet<string>;
  readonly shadowChannels: ReadonlySet<string>;
  readonly apiUrl: string;
};

/** What a body of Slack's asks of the worker. */
export type Received = {
  readonly submissions: readonly Submission[];
  /** Why a message is not answered; undefined where that is not the question. */
  readonly silence: Silence | undefined;
};

const NOTHING: Received = { submissions: [], silence: undefined };

/** Reads a body that Slack sent: an event, a command, a shortcut, a click or a window. What a person is shown at once is none. */
export function receivedIn(body: unknown, reception: Reception, receivedAt: number): Received {
  const { type, command, event } = recordOf(body);
  if (command !== undefined) return justOne(commandSubmission(body, receivedAt));
  switch (type) {
    case 'event_callback':
      return receivedInEvent(body, event, { ...reception, receivedAt });
    case 'block_actions':
      return justOne(clickSubmission(body, receivedAt));
    case 'message_action':
      return justOne(shortcutSubmission(body, { ...reception, receivedAt }));
    case 'view_submission': {
      const paste = pasteInView(body, { ...reception, receivedAt });
      return paste?.kind === 'paste' ? justOne(paste.submission) : NOTHING;
    }
    default:
      return NOTHING;
  }
}

/** Events that mean something to us. */
export const KNOWN_EVENTS: ReadonlySet<string> = new Set([
  'message',
  'app_mention',
  'app_home_opened',
]);

function receivedInEvent(
  body: unknown,
  event: unknown,
  reception: Reception & { readonly receivedAt: number },
): Received {
  const { event_id: eventId, is_ext_shared_channel: isShared } = recordOf(body);
  const { type, tab, user } = recordOf(event);
  if (type === 'message' || type === 'app_mention')
    return receivedInMessage(event, { ...reception, isExternallyShared: isShared === true });
  const [id, person] = [textOf(eventId), textOf(user)];
  if (type !== 'app_home_opened' || tab === 'messages' || id === undefined || person === undefined)
    return NOTHING;
  const { receivedAt } = reception;
  return justOne({ key: `home:${id}`, receivedAt, body: { kind: 'home', user: person } });
}

/** Reads a message, as an event or as a channel's history has it. */
export function receivedInMessage(
  event: unknown,
  reception: Reception & { readonly receivedAt: number; readonly isExternallyShared: boolean },
): Received {
  const { botUserId, botId, appId } = reception.identity;
  const read = submissionOfMessage(event, { ...reception, botUserId, botId, appId });
  return read.kind === 'submission'
    ? justOne(read.submission)
    : { submissions: [], silence: read.reason };
}

function justOne(submission: Submission | undefined): Received {
  return submission === undefined ? NOTHING : { submissions: [submission], silence: undefined };
}
