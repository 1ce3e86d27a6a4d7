import type { Delivered } from '../fake-slack/deliveries.ts';
import type { FakeSlack } from '../fake-slack/fake-slack.ts';
import type { Stored } from '../fake-slack/workspace.ts';
import { lineOf } from '../scenario/lines.ts';

/** Something that was done, and how to see that it was answered. */
export type Deed = {
  readonly kind: 'alert' | 'command' | 'window' | 'click';
  readonly name: string;
  /** Whether Slack has the bot's acknowledgement: from then on it must not be lost. */
  isAcknowledged(): boolean;
  isAnswered(): boolean;
};

const TOOL = { id: 'B0ALERTER1', name: 'Alerts', hook: true };
// So that each is about an upstream of its own.
const COMMANDS_FROM = 100;
const WINDOWS_FROM = 170;
const WINDOW_OPENS_MS = 2_500;
const CONNECTION_MS = 5_000;

/** A monitoring tool and people who ask and click, and what they did so far. */
export function crowd(slack: FakeSlack, channels: readonly string[]) {
  const deeds: Deed[] = [];
  const at = (round: number): string => channels[round % channels.length] ?? '';
  const owned = (channel: string): readonly Stored[] =>
    slack.messages(channel).filter((one) => one.bot_id === slack.botId);
  const whispers = (host: number): boolean => isAbout(slack.ephemerals, host);

  /** People speak to a bot that is there; what they do while it is not is refused by Slack, and they know it. */
  const connected = (): Promise<unknown> =>
    slack.until(() => slack.sockets() > 0, CONNECTION_MS).catch(() => undefined);

  async function alert(channel: string, host: number): Promise<void> {
    const { ts, eventIds } = await slack.say({ channel, text: lineOf(host), bot: TOOL });
    deeds.push({
      kind: 'alert',
      name: `alert ${host} in ${channel}:${ts}`,
      isAcknowledged: () =>
        slack.deliveries.some(({ id, ackedAt }) => eventIds.includes(id) && ackedAt !== undefined),
      isAnswered: () =>
        owned(channel).some((one) => one.thread_ts === ts && isAbout(one.blocks, host)),
    });
  }

  function done(kind: Deed['kind'], delivered: Delivered, isAnswered: () => boolean): void {
    deeds.push({
      kind,
      name: `${kind} ${delivered.id}`,
      isAcknowledged: () => delivered.ackedAt !== undefined,
      isAnswered,
    });
  }

  async function command(round: number): Promise<void> {
    const host = COMMANDS_FROM + round;
    await connected();
    const delivered = await slack.command({ text: lineOf(host), channel: at(round) });
    done('command', delivered, () => whispers(host));
  }

  async function window(round: number): Promise<void> {
    const host = WINDOWS_FROM + round;
    const user = `U0WINDOW${round}`;
    await connected();
    await slack.command({ text: '', channel: at(round), user });
    const view = await slack
      .until(() => slack.views.find((one) => one.user === user && one.isOpen), WINDOW_OPENS_MS)
      .catch(() => undefined);
    if (view === undefined) return;
    const values = { text: { value: lineOf(host) } };
    const delivered = await slack.submitView({ id: view.id, values, user });
    done('window', delivered, () => whispers(host));
  }

  const clicked = new Set<string>();
  async function click(round: number): Promise<void> {
    const user = `U0CLICK${round}`;
    await connected();
    const places = channels.flatMap((channel) =>
      owned(channel).map(({ ts, blocks }) => ({ channel, ts, blocks })),
    );
    const place = places.find(
      ({ ts, blocks }) => !clicked.has(ts) && JSON.stringify(blocks).includes('"acknowledge"'),
    );
    if (place === undefined) return;
    const { channel, ts } = place;
    clicked.add(ts);
    const delivered = await slack.click({ channel, ts, actionId: 'acknowledge', user });
    done('click', delivered, () =>
      owned(channel).some((one) => one.ts === ts && JSON.stringify(one.blocks).includes(user)),
    );
  }

  return { deeds, alert, command, window, click };
}

/** Whether it is a diagnosis, and not a word of regret. */
function isAbout(shown: unknown, host: number): boolean {
  return JSON.stringify(shown)?.includes(`10.0.3.${host}:8080`) === true;
}
