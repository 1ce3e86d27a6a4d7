import type { Check } from './check.ts';
import { noAnswer } from './no-answer.ts';
import { CORE_SCOPES } from './scope-check.ts';
import type { SlackAnswer } from './slack-probe.ts';

/** A channel that the configuration names, and the bot's name there. */
export type NamedChannel = {
  readonly id: string;
  /** The variables that name it. */
  readonly variables: readonly string[];
  readonly botName: string;
  /** Whether the bot may read private channels. */
  readonly seesPrivate: boolean;
};

/** Whether the bot is in a channel, from the answer to reading its newest message. */
export function channelCheck(channel: NamedChannel, answer: SlackAnswer): Check {
  const about = `channel ${channel.id}`;
  const named = `(${channel.variables.join(', ')})`;
  if (answer.kind === 'answered') return { kind: 'ok', about, says: `the bot is in it ${named}` };
  if (answer.kind !== 'refused') return noAnswer(about, answer);
  if (answer.word === 'missing_scope' && CORE_SCOPES.has(answer.needed ?? 'channels:history'))
    return { kind: 'not-checked', about, says: `needs the scope channels:history ${named}` };
  const { says, todo } = faultOf(channel, answer);
  return { kind: 'fault', about, says: `${says} ${named}`, todo };
}

function faultOf(
  { id, botName, seesPrivate }: NamedChannel,
  { word, needed }: Extract<SlackAnswer, { kind: 'refused' }>,
): { readonly says: string; readonly todo: string } {
  switch (word) {
    case 'not_in_channel':
      return { says: 'the bot is not in it', todo: `/invite @${botName} in that channel` };
    case 'missing_scope':
      return { says: `it is private, and the bot lacks ${needed}`, todo: PRIVATE };
    case 'channel_not_found':
      return seesPrivate
        ? {
            says: 'there is no such channel, or it is private and the bot is not in it',
            todo: `compare ${id} with the id in the channel’s details; if it is right, /invite @${botName} there`,
          }
        : {
            says: 'there is no such channel, or it is private',
            todo: `compare ${id} with the id in the channel’s details; if it is right, ${PRIVATE}`,
          };
    default:
      return {
        says: `it cannot be read (${word})`,
        todo: `look ${word} up at docs.slack.dev/reference/methods/conversations.history`,
      };
  }
}

const PRIVATE =
  'take the private variant of manifest.yml (groups:history) into the app, and reinstall it';
