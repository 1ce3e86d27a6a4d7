import { mkdirSync } from 'node:fs';
import { blockKitFaults } from '../fake-slack/block-kit-faults.ts';
import { type FakeSlackOptions, startFakeSlack } from '../fake-slack/fake-slack.ts';
import type { Stored } from '../fake-slack/workspace.ts';
import { type BotProcess, dataFolder, slackEnvironment, startBotProcess } from './bot-process.ts';
import { lineOf } from './lines.ts';

export const CHANNEL = 'C0ALERTS01';
export const ELSEWHERE = 'C0CHAT0001';
const TOOL = { id: 'B0ALERTER1', name: 'Alerts', hook: true };

export type BotStage = Awaited<ReturnType<typeof newBotStage>>;

type StageOptions = FakeSlackOptions & {
  readonly environment?: Readonly<Record<string, string>>;
};

/** The bot as a process of its own before a fake Slack: what happens to it, what people say, and what it answered. */
export async function newBotStage({ environment: own = {}, ...options }: StageOptions = {}) {
  const slack = await startFakeSlack({ channels: [CHANNEL, ELSEWHERE], burst: 10, ...options });
  const folder = dataFolder();
  const environment: Readonly<Record<string, string>> = {
    ...slackEnvironment(slack),
    DATA_DIR: folder.path,
    ...own,
  };
  let bot: BotProcess | undefined;

  const posted = (channel = CHANNEL): readonly Stored[] =>
    slack.messages(channel).filter((one) => one.bot_id === slack.botId);
  const answers = (ts: string, channel = CHANNEL): readonly Stored[] =>
    posted(channel).filter((one) => one.thread_ts === ts);

  const close = async (): Promise<void> => {
    await bot?.kill();
    await slack.close();
    folder.remove();
  };

  return {
    slack,
    environment,
    bot(): BotProcess {
      if (bot === undefined) throw new Error('the bot was not started');
      return bot;
    },
    /** Starts it, or starts it again, and waits for its first connection. */
    async start(around: Readonly<Record<string, string>> = environment): Promise<void> {
      bot = await startBotProcess(around);
      if (options.mode !== 'http') await slack.until(() => slack.sockets() > 0);
    },
    /** Starts it with an empty store. */
    async forgetAll(): Promise<void> {
      await bot?.kill();
      folder.remove();
      mkdirSync(folder.path);
      await this.start();
    },
    runs(process: BotProcess): void {
      bot = process;
    },
    /** A monitoring tool says what it saw of the upstream with this number; the id of its message. */
    async alert(host: number, channel = CHANNEL): Promise<string> {
      return (await slack.say({ channel, text: lineOf(host), bot: TOOL })).ts;
    },
    posted,
    answers,
    async answered(timestamps: readonly string[], timeoutMs = 15_000): Promise<void> {
      await slack.until(() => timestamps.every((ts) => answers(ts).length > 0), timeoutMs);
    },
    calls: (method: string) => slack.calls.filter((one) => one.method === method),
    async webhook(body: string, channel = CHANNEL): Promise<number> {
      const url = `${bot?.url}/webhooks/generic/${channel}`;
      const headers = { 'content-type': 'text/plain' };
      return (await fetch(url, { method: 'POST', headers, body })).status;
    },
    close,
    [Symbol.asyncDispose]: close,
    /** What of all that was ever sent breaks a limit of Slack's. */
    faultsSent: (): readonly string[] =>
      slack.calls.flatMap(({ args }) =>
        'blocks' in args ? blockKitFaults(args.blocks, 'message') : [],
      ),
  };
}

export const words = (value: unknown): string => JSON.stringify(value);
