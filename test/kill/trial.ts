import { setTimeout as pause } from 'node:timers/promises';
import { type FakeSlack, startFakeSlack } from '../fake-slack/fake-slack.ts';
import { asJson } from '../fake-slack/json.ts';
import { dataFolder, slackEnvironment, startBotProcess } from '../scenario/bot-process.ts';
import { crowd, type Deed } from './crowd.ts';
import { seeded } from './seeded.ts';
import { momentToKill, trouble } from './trouble.ts';

export type Outcome = {
  /** How many of each kind there were, and how many of them the bot acknowledged. */
  readonly done: Readonly<Record<Deed['kind'], number>>;
  readonly acknowledged: Readonly<Record<Deed['kind'], number>>;
  readonly kills: number;
  /** What must be nothing, in words. */
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  /** What the processes said, one after the other. */
  readonly log: string;
};

const CHANNELS = Array.from({ length: 8 }, (_, at) => `C0STORM0${at}`);
const ALERTS = 32;
const KILLS = 4;
const SETTLE_MS = 90_000;
/** A late duplicate would come within this. */
const LINGER_MS = 3_000;

/**
 * One storm: alerts in eight channels, commands, windows and clicks, while Slack fails in all its ways and the bot is killed
 * again and again. Afterwards everything that was said in a channel must be answered, and everything else that was
 * acknowledged, and nothing twice.
 */
export async function trial(seed: number): Promise<Outcome> {
  const slack = await startFakeSlack({
    channels: CHANNELS,
    redeliverAfterMs: 500,
    tierFactor: 10,
  });
  const folder = dataFolder();
  const environment = {
    ...slackEnvironment(slack),
    SLACK_ALERT_CHANNELS: CHANNELS.join(','),
    DATA_DIR: folder.path,
  };
  const logs: string[] = [];
  let bot = await startBotProcess(environment);
  try {
    await slack.until(() => slack.sockets() > 0);
    const random = seeded(seed);
    const over = new AbortController();
    const storm = busyCrowd(slack, { random: seeded(seed + 1), over: over.signal });
    for (let kills = 0; kills < KILLS; kills += 1) {
      trouble(slack, random);
      await momentToKill(slack, random);
      await bot.kill();
      logs.push(bot.log());
      bot = await startBotProcess(environment);
    }
    over.abort();
    const deeds = await storm;
    slack.outage(false);
    await settled(deeds);
    await pause(LINGER_MS);
    return { ...outcome(slack, deeds), log: [...logs, bot.log()].join('--- killed ---\n') };
  } finally {
    await bot.kill();
    await slack.close();
    folder.remove();
  }
}

/** Alerts until there are enough, people until it is over. */
async function busyCrowd(
  slack: FakeSlack,
  { random, over }: { readonly random: () => number; readonly over: AbortSignal },
): Promise<readonly Deed[]> {
  const { deeds, alert, command, window, click } = crowd(slack, CHANNELS);
  const alerts = async (): Promise<void> => {
    for (let host = 1; host <= ALERTS; host += 1) {
      await alert(CHANNELS[host % CHANNELS.length] ?? '', host);
      await pause(random() * 450);
    }
  };
  const people = async (act: (round: number) => Promise<void>): Promise<void> => {
    for (let round = 0; !over.aborted; round += 1) {
      await act(round);
      await pause(100 + random() * 300);
    }
  };
  await Promise.all([alerts(), people(command), people(window), people(click)]);
  return deeds;
}

async function settled(deeds: readonly Deed[]): Promise<void> {
  const end = performance.now() + SETTLE_MS;
  while (lostOf(deeds).length > 0 && performance.now() < end) await pause(100);
}

/** Alerts stand in the channel, where they can be read again: also those that were never acknowledged are owed an answer. */
function lostOf(deeds: readonly Deed[]): readonly string[] {
  return deeds
    .filter((deed) => (deed.kind === 'alert' || deed.isAcknowledged()) && !deed.isAnswered())
    .map(({ name }) => name);
}

function outcome(slack: FakeSlack, deeds: readonly Deed[]): Omit<Outcome, 'log'> {
  return {
    done: countsOf(deeds),
    acknowledged: countsOf(deeds.filter((deed) => deed.isAcknowledged())),
    kills: KILLS,
    lost: lostOf(deeds),
    twice: twiceIn(slack),
  };
}

function countsOf(deeds: readonly Deed[]): Record<Deed['kind'], number> {
  const counts = { alert: 0, command: 0, window: 0, click: 0 };
  for (const { kind } of deeds) counts[kind] += 1;
  return counts;
}

/** Messages of ours that stand twice: by the key that each carries, or side by side under one alert. */
function twiceIn(slack: FakeSlack): readonly string[] {
  const own = CHANNELS.flatMap((channel) => slack.messages(channel)).filter(
    (one) => one.bot_id === slack.botId,
  );
  const keys = own.map(({ metadata }) => String(asJson(asJson(metadata).event_payload).key));
  const threads = own.map(({ thread_ts: thread }) => `a thread: ${thread}`);
  return [...repeatedIn(keys), ...repeatedIn(threads)];
}

function repeatedIn(all: readonly string[]): readonly string[] {
  return all.filter((one, index) => all.indexOf(one) !== index);
}
