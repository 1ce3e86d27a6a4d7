import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import type { Clock } from './bot/ports.ts';
import { ConfigError, loadConfig, readEnvironment } from './config.ts';
import { isHarmlessRejection } from './slack/harmless-rejection.ts';
import { SlackTokenError } from './slack/identity.ts';
import { StoreError } from './store/store-error.ts';
import { shownText } from './text/shown.ts';
import { type Bot, startBot } from './wiring.ts';

/** The wall clock of the bot; everything else is handed the time. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await setTimeout(ms, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};

/** A stop that takes longer than this is no stop any more. */
const LONGEST_STOP_MS = 15_000;
const LONGEST_MESSAGE = 200;

await main();

async function main(): Promise<void> {
  try {
    const config = loadConfig(readEnvironment(process.cwd()));
    const log = pino({ level: config.logLevel, base: {} }, pino.destination({ fd: 2, sync: true }));
    // A bug ends the process: what was accepted is in the store and is taken up at the next start.
    const onFatal = (error: unknown): never => {
      if (error instanceof SlackTokenError) giveUp(error);
      log.fatal(
        { err: faultOf(error) },
        'stopping: this is a bug, or Slack cannot be heard any more',
      );
      process.exit(1);
    };
    process.on('uncaughtException', onFatal);
    process.on('unhandledRejection', (reason) => {
      if (isHarmlessRejection(reason)) log.warn({}, 'a known fault of the socket library, ignored');
      else onFatal(reason);
    });
    const bot = await startBot(config, { clock, log, output: process.stdout, onFatal });
    for (const name of ['SIGTERM', 'SIGINT'] as const)
      process.once(name, () => void stop(bot, log));
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof StoreError)) throw error;
    giveUp(error);
  }
}

/** What the operator has to put right is said in one sentence of ours. */
function giveUp(error: Error): never {
  process.stderr.write(`nginx-diagnose: ${error.message}\n`);
  process.exit(2);
}

async function stop(bot: Bot, log: pino.Logger): Promise<void> {
  log.info({}, 'stopping');
  const late = setTimeout(LONGEST_STOP_MS).then(() => 'late' as const);
  const result = await Promise.race([bot.stop().then(() => 'stopped' as const), late]);
  log.info({ result }, 'stopped');
  process.exit(result === 'stopped' ? 0 : 1);
}

/** Name, message and place of a fault; the message may quote text of others, so it is shown as such. */
function faultOf(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const place = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  const message = shownText(error.message, LONGEST_MESSAGE);
  return { name: error.name, message, place: place?.trim() };
}
