import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Accept, createAccept } from './bot/accept.ts';
import { createBell } from './bot/bell.ts';
import { startDiagnosisThread } from './bot/diagnosis-thread.ts';
import { housekeepingLoop } from './bot/housekeeping.ts';
import type { Log } from './bot/log.ts';
import type { Chat, Clock, Store } from './bot/ports.ts';
import { sendLoop } from './bot/send.ts';
import { createWindows } from './bot/windows.ts';
import { workLoop } from './bot/work.ts';
import { type Config, ConfigError } from './config.ts';
import { printChat } from './console/print-chat.ts';
import { WEB_LIMITS, type WebServerOptions, webServer } from './intake/server.ts';
import { helpContent } from './reply/slack/help.ts';
import { type SlackSide, startSlack } from './slack/slack-side.ts';
import { openSqliteStore } from './store/sqlite-store.ts';

const RULES = fileURLToPath(new URL('../rules', import.meta.url));
/** Longer than this a stop waits for nobody: after ten seconds docker kills. What is left is taken up at the next start. */
const DRAIN_MS = 8_000;

export type Bot = {
  /** Where the HTTP server listens. */
  readonly url: string;
  /** Stops taking in, finishes what is under way, closes the store. */
  stop(): Promise<void>;
};

export type Surroundings = {
  readonly clock: Clock;
  readonly log: Log;
  /** Where replies are printed in local mode. */
  readonly output: NodeJS.WritableStream;
  /** A bug, or a bot that hears nothing any more: the process must end and be started again. */
  readonly onFatal: (error: Error) => void;
};

/** Starts the bot: store, web server, diagnosis, chat, and the loops between them. Webhooks are taken in before Slack answers. */
export async function startBot(config: Config, around: Surroundings): Promise<Bot> {
  const { clock, log, onFatal } = around;
  const store = await openSqliteStore(config.dataDirectory, { clock, log });
  const sleep = (ms: number, signal: AbortSignal): Promise<void> => clock.sleep(ms, signal);
  const bells = { inbox: createBell(sleep), outbox: createBell(sleep) };
  const accept = createAccept(store, bells.inbox);
  const late = lateListener();
  const slackListener = config.slack.kind === 'http' ? late.listener : undefined;
  const server = webServer({
    ...webOptions(config, { accept, store, clock, log }),
    slackListener,
  });
  const url = await listening(server, config);
  log.info({ url }, 'listening');
  const diagnosis = startDiagnosisThread(RULES, onFatal);
  const stopping = new AbortController();
  const { signal } = stopping;

  let slack: SlackSide | undefined;
  const chat = reachChat(config, { ...around, accept, store }).then((reached) => {
    slack = reached.slack;
    late.become(reached.slack?.requestListener);
    return reached.chat;
  });
  const loops = chat.then((reached) => {
    const { diagnose } = diagnosis;
    const desk = { store, chat: reached, clock, log, diagnose, opsChannel: config.opsChannel };
    const hasShadow = config.shadowChannels.length > 0;
    log.info({ mode: config.slack.kind, url }, 'started');
    return Promise.all([
      // Before, it would take up what it cannot do yet, and a death in between would count as a try.
      diagnosis.ready.then(() => workLoop(desk, bells, signal)),
      sendLoop({ ...desk, bell: bells.outbox }, signal),
      housekeepingLoop({ ...desk, outbox: bells.outbox, hasShadow }, signal),
    ]);
  });
  loops.catch(onFatal);
  return {
    url,
    async stop() {
      const late = sleep(DRAIN_MS, AbortSignal.timeout(DRAIN_MS));
      // What is taken in from here on lies in the inbox for the next start.
      stopping.abort();
      // Where Slack was never reached there is nothing under way.
      const isRunning = slack !== undefined || config.slack.kind === 'local';
      const ended = [slack?.stopReceiving(), server.close(), isRunning ? loops : undefined];
      await Promise.race([Promise.all(ended), late]);
      await diagnosis.close();
      await store.close();
    },
  };
}

// What an operator can put right: another process on the port, a port below 1024, an address of another machine.
const OF_THE_ADDRESS: ReadonlyMap<string, readonly [variable: string, fault: string]> = new Map([
  ['EADDRINUSE', ['PORT', 'is taken by another process']],
  ['EACCES', ['PORT', 'may be used by root only']],
  ['EADDRNOTAVAIL', ['HOST', 'is no address of this machine']],
  ['ENOTFOUND', ['HOST', 'is no address that can be found']],
]);

async function listening(
  server: ReturnType<typeof webServer>,
  { host, port }: Config,
): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const [variable, fault] = OF_THE_ADDRESS.get(code) ?? [];
    if (variable === undefined || fault === undefined) throw cause;
    const allowed = 'a free port above 1023 and an address of this machine';
    throw new ConfigError([{ variable, fault: `${fault} (${host}:${port})`, allowed }], { cause });
  }
}

type Around = Surroundings & { readonly accept: Accept; readonly store: Store };

async function reachChat(
  config: Config,
  { accept, store, clock, log, onFatal, output }: Around,
): Promise<{ readonly chat: Chat; readonly slack?: SlackSide }> {
  const { slack: access, slackApiUrl: apiUrl, alertChannels, shadowChannels } = config;
  if (access.kind === 'local') return { chat: printChat({ output, clock }) };
  const tokens = {
    botToken: access.botToken,
    appToken: access.kind === 'socket' ? access.appToken : undefined,
    signingSecret: access.kind === 'http' ? access.signingSecret : undefined,
  };
  const slack = await startSlack({
    config: { ...tokens, apiUrl, alertChannels, shadowChannels },
    accept,
    store,
    windows: createWindows(store),
    help: helpContent(),
    clock,
    log,
    onDeaf: onFatal,
  });
  return { chat: slack.chat, slack };
}

function webOptions(
  config: Config,
  { accept, store, clock, log }: Pick<Around, 'accept' | 'store' | 'clock' | 'log'>,
): Omit<WebServerOptions, 'slackListener'> {
  const { alertChannels, shadowChannels, defaultChannel, opsChannel } = config;
  const single = [defaultChannel, opsChannel].filter((one) => one !== undefined);
  const isLocal = config.slack.kind === 'local';
  return {
    accept,
    clock,
    log,
    token: config.webhookToken,
    channels: [...new Set([...alertChannels, ...shadowChannels, ...single])],
    defaultChannel: defaultChannel ?? (isLocal ? 'local' : undefined),
    isReady: async () => {
      await store.setMark('ready', String(clock.now()));
      return true;
    },
    limits: WEB_LIMITS,
  };
}

/** Slack’s requests may come before we know who we are: it repeats what gets 503. */
function lateListener(): {
  listener: RequestListener;
  become(real: RequestListener | undefined): void;
} {
  let real: RequestListener = (_request, response) => {
    response.writeHead(503, { connection: 'close' }).end();
  };
  return {
    listener: (request, response) => real(request, response),
    become(next) {
      real = next ?? real;
    },
  };
}
