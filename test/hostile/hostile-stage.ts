import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Report } from '../../src/report.ts';
import { openSqliteReader } from '../../src/store/sqlite-store.ts';
import type { FakeSlackOptions } from '../fake-slack/fake-slack.ts';
import { dataFolder } from '../scenario/bot-process.ts';
import { newBotStage } from '../scenario/bot-stage.ts';
import { lineOf } from '../scenario/lines.ts';
import { SILENT } from '../store/silent-log.ts';
import { sentFaults } from './sent-faults.ts';

/** The bot answers one message a second and channel: many cases need many channels. */
const CHANNELS = Array.from({ length: 16 }, (_, at) => `C0HOSTILE${String(at).padStart(2, '0')}`);
export const channelAt = (at: number): string => CHANNELS[at % CHANNELS.length] ?? '';

const LONGEST_MS = 30_000;

export type HostileStage = Awaited<ReturnType<typeof newHostileStage>>;

/** The real bot before the fake Slack, with every place written down that it connects to. */
export async function newHostileStage(options: FakeSlackOptions = {}) {
  const watch = dataFolder();
  const places = join(watch.path, 'places');
  const watcher = new URL('./watch-connections.ts', import.meta.url);
  watcher.searchParams.set('file', places);
  const stage = await newBotStage({
    channels: CHANNELS,
    burst: 10,
    tierFactor: 20,
    ...options,
    environment: {
      SLACK_ALERT_CHANNELS: CHANNELS.join(','),
      NODE_OPTIONS: `--import=${watcher.href}`,
    },
  });
  const { slack, environment } = stage;
  const folder = environment.DATA_DIR ?? '';
  let turn = 0;

  async function waiting(): Promise<number> {
    const reader = await openSqliteReader(folder, SILENT);
    try {
      const { inboxWaiting, inboxUnreadable, outboxWaiting } = await reader.counts();
      return inboxWaiting + inboxUnreadable + outboxWaiting;
    } finally {
      await reader.close();
    }
  }

  return {
    ...stage,
    folder,
    /** Starts it, or starts it again, in the mode of the fake. */
    async start(): Promise<void> {
      const { SLACK_APP_TOKEN: _socket, ...others } = environment;
      const isHttp = options.mode === 'http';
      await stage.start(
        isHttp ? { ...others, SLACK_SIGNING_SECRET: slack.signingSecret } : environment,
      );
      if (isHttp) slack.target(`${stage.bot().url}/slack/events`);
    },
    /** Slack has every acknowledgement, everything was read, and every answer was sent. */
    async idle(): Promise<void> {
      const until = Date.now() + LONGEST_MS;
      await slack.until(
        () => slack.deliveries.every((one) => one.ackedAt || one.isLost),
        LONGEST_MS,
      );
      for (let left = await waiting(); left > 0; left = await waiting()) {
        if (Date.now() > until) throw new Error(`${left} not answered within ${LONGEST_MS} ms`);
        await pause(50);
      }
    },
    /** Whether the bot still does what it is for. */
    async answersAnOrdinaryLine(host: number): Promise<boolean> {
      const channel = channelAt(turn++);
      const { ts } = await slack.say({ channel, text: lineOf(host) });
      await slack.until(() => stage.answers(ts, channel).length > 0, LONGEST_MS);
      return (
        stage.bot().isAlive() &&
        JSON.stringify(stage.answers(ts, channel)).includes(`10.0.3.${host}:`)
      );
    },
    /** The report that the store keeps for an incident. */
    async reportOf(incident: string): Promise<Report | undefined> {
      const reader = await openSqliteReader(folder, SILENT);
      try {
        return (await reader.incident(incident))?.incident.report;
      } finally {
        await reader.close();
      }
    },
    /** What is wrong with anything that was ever sent. */
    sentFaults: (people: readonly string[] = []): readonly string[] => {
      const allowed = { people: new Set(people), teamUrl: slack.teamUrl };
      return slack.calls.flatMap((call) => sentFaults(call, allowed));
    },
    /** Places other than the fake Slack that the bot connected to. */
    placesElsewhere(): readonly string[] {
      const asked = readFileSync(places, 'utf8').trim().split('\n');
      const own = new URL(slack.apiUrl).host;
      if (!asked.includes(own)) throw new Error(`the watch saw nothing: ${asked.join(', ')}`);
      return [...new Set(asked)].filter((place) => place !== own);
    },
    /** Which of the texts stand in what the bot sent, said about itself, printed or keeps. */
    whereFound(texts: readonly string[]): readonly string[] {
      const bot = stage.bot();
      const held: Readonly<Record<string, string>> = {
        'a call': JSON.stringify(slack.calls),
        'its log': bot.log(),
        'its output': bot.output(),
        'its folder': bytesIn(folder).toString('latin1'),
      };
      return Object.entries(held).flatMap(([place, all]) =>
        texts.filter((text) => all.includes(latin(place, text))).map((text) => `${place}: ${text}`),
      );
    },
    /** Lines of its log that are no sentence of ours in ASCII, or quote what somebody wrote. */
    logFaults: (): readonly string[] =>
      stage
        .bot()
        .log()
        .split('\n')
        .filter((line) => line !== '' && !OWN_LINE.test(line)),
    async close(): Promise<void> {
      await stage.close();
      watch.remove();
    },
  };
}

// One JSON object; no letters but those we write with, and no line of nginx.
const OWN_LINE =
  /^\{(?!.*(?:\\u|upstream|recv\(|connect\(|https?:\/\/(?!127)))[\x20-\x7e\u2018\u2019]+\}$/;

const latin = (place: string, text: string): string =>
  place === 'its folder' ? Buffer.from(text).toString('latin1') : text;

function bytesIn(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Buffer.concat(
    files.filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name))),
  );
}
