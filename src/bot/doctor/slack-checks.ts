import { displayText } from '../../text/display.ts';
import { channelCheck, type NamedChannel } from './channel-check.ts';
import type { Check } from './check.ts';
import { clockCheck } from './clock-check.ts';
import { scopeCheck } from './scope-check.ts';
import type { SlackAnswer, SlackProbe } from './slack-probe.ts';
import { appTokenCheck, botTokenCheck } from './token-checks.ts';

/** Channels by the variable that names them. */
export type ChannelsByVariable = Readonly<Record<string, readonly string[]>>;

/** Everything about Slack that can be found out without being heard by anybody; each call is made once. */
export async function slackChecks(
  probe: SlackProbe,
  channels: ChannelsByVariable,
  now: () => number,
): Promise<readonly Check[]> {
  const identity = await probe.identity();
  const answeredAt = now();
  const [way, places] = await Promise.all([
    wayCheck(probe),
    placeChecks(probe, channels, identity),
  ]);
  return [
    botTokenCheck(identity),
    way,
    scopeCheck(identity),
    ...places,
    clockCheck(answeredAt, 'date' in identity ? identity.date : undefined),
  ];
}

async function wayCheck({ openConnection }: SlackProbe): Promise<Check> {
  if (openConnection !== undefined) return appTokenCheck(await openConnection());
  return {
    kind: 'not-checked',
    about: 'signing secret',
    says: 'only a request of Slack’s shows it: start the bot and save the Request URL in the app’s settings',
  };
}

async function placeChecks(
  probe: SlackProbe,
  channels: ChannelsByVariable,
  identity: SlackAnswer,
): Promise<readonly Check[]> {
  const ids = [...new Set(Object.values(channels).flat())];
  if (ids.length === 0)
    return [{ kind: 'not-checked', about: 'channels', says: 'the configuration names none' }];
  if (identity.kind !== 'answered')
    return [{ kind: 'not-checked', about: 'channels', says: 'needs a bot token that works' }];
  const shared = {
    botName: displayText(String(identity.body.user ?? 'nginx-diagnose'), 60),
    seesPrivate: identity.scopes?.includes('groups:history') === true,
  };
  return Promise.all(
    ids.map(async (id) => {
      const variables = Object.keys(channels).filter((name) => channels[name]?.includes(id));
      const channel: NamedChannel = { id, variables, ...shared };
      return channelCheck(channel, await probe.newestMessage(id));
    }),
  );
}
