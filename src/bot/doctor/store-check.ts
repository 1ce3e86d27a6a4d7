import type { Check } from './check.ts';

/** What was found where the bot keeps its data. */
export type StoreCondition =
  /** Nothing yet; the bot can begin there. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'fault'; readonly fault: string; readonly remedy: string }
  | ({
      readonly kind: 'sound';
      /** A running bot holds it. */
      readonly isHeld: boolean;
    } & StoreCounts);

/** How much waits, and what went wrong: for whoever looks after the bot. */
export type StoreCounts = {
  readonly inboxWaiting: number;
  /** Submissions that another version wrote and this one cannot read. */
  readonly inboxUnreadable: number;
  readonly outboxWaiting: number;
  readonly failed: readonly FailedDeliveries[];
};

type FailedDeliveries = {
  readonly channel: string | undefined;
  /** Slack's word, as not_in_channel. */
  readonly reason: string;
  readonly count: number;
  readonly lastAt: number;
};

const DAY_MS = 86_400_000;

/** The data and what did not get out of it, at the time `now` in milliseconds since 1970. */
export function storeChecks(
  directory: string,
  condition: StoreCondition,
  now: number,
): readonly Check[] {
  const about = 'store';
  if (condition.kind === 'empty')
    return [{ kind: 'ok', about, says: `${directory} is empty yet and can be written` }];
  if (condition.kind === 'fault')
    return [
      { kind: 'fault', about, says: `${directory} ${condition.fault}`, todo: condition.remedy },
    ];
  const { isHeld, inboxWaiting, outboxWaiting, inboxUnreadable, failed } = condition;
  const work = `${inboxWaiting} to answer, ${outboxWaiting} to send`;
  const runs = isHeld ? 'the bot runs' : 'the bot does not run';
  const sound: Check = { kind: 'ok', about, says: `${directory} is sound; ${runs}; ${work}` };
  const recent = failed.filter((one) => now - one.lastAt < DAY_MS);
  return [sound, ...unreadableCheck(inboxUnreadable), ...recent.map(failedCheck)];
}

function unreadableCheck(count: number): readonly Check[] {
  if (count === 0) return [];
  return [
    {
      kind: 'fault',
      about: 'inbox',
      says: `${count} submissions of another version cannot be read`,
      todo: 'run the version that was here before once, until they are answered',
    },
  ];
}

function failedCheck({ channel, reason, count }: FailedDeliveries): Check {
  const where = channel === undefined ? '' : ` to ${channel}`;
  return {
    kind: 'fault',
    about: 'deliveries',
    says: `${count}${where} could not be sent within the last day (${reason})`,
    todo: todoAbout(reason, channel ?? 'the channel'),
  };
}

function todoAbout(reason: string, channel: string): string {
  switch (reason) {
    case 'not_in_channel':
      return `/invite the bot in ${channel}`;
    case 'is_archived':
      return `unarchive ${channel}, or take it out of the configuration`;
    case 'channel_not_found':
      return `compare ${channel} with the id in the channel’s details`;
    default:
      return `look ${reason} up at docs.slack.dev/reference/methods/chat.postMessage`;
  }
}
