import { App, type Logger } from '@slack/bolt';
import type { Log } from '../bot/log.ts';
import type { Chat, Clock, Content, Store, Windows } from '../bot/ports.ts';
import type { Submission } from '../bot/submission.ts';
import { boltLog, saidBy } from './bolt-log.ts';
import { catchUp } from './catch-up.ts';
import { type CatchUpLoop, catchUpLoop } from './catch-up-loop.ts';
import { type ChannelReader, channelReader } from './channel-reader.ts';
import { type SlackClient, slackClients } from './clients.ts';
import { historySubmissions } from './history-submissions.ts';
import { httpReceiver, type RequestListener, slackListener } from './http-receiver.ts';
import { doesAnswer, type Identity, identityOf } from './identity.ts';
import { attend } from './interactions.ts';
import { type Gate, journalGate } from './journalled.ts';
import { slackChat } from './slack-chat.ts';
import { sockets } from './socket-receivers.ts';
import type { Reception } from './submissions.ts';
import { watchdog } from './watchdog.ts';
import { within } from './within.ts';

/** Slack's tokens and where to reach it. */
type SlackConfig = {
  readonly botToken: string;
  /** Given: Socket Mode. Absent: signed requests to `/slack/events`. */
  readonly appToken: string | undefined;
  readonly signingSecret: string | undefined;
  readonly apiUrl: string;
  readonly alertChannels: readonly string[];
  readonly shadowChannels: readonly string[];
};

export type SlackSideOptions = {
  readonly config: SlackConfig;
  /** On disk when it resolves. */
  readonly accept: (submissions: readonly Submission[]) => Promise<unknown>;
  readonly store: Pick<Store, 'mark' | 'setMark'>;
  readonly windows: Windows;
  readonly help: Content;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch?: typeof globalThis.fetch;
  /** No connection for a minute though Slack answers, or a token that is of no use: only a restart or a person can help. */
  readonly onDeaf: (reason: Error) => void;
};

export type SlackSide = {
  readonly chat: Chat;
  readonly identity: Identity;
  /** For the HTTP server; undefined in Socket Mode. */
  readonly requestListener: RequestListener | undefined;
  isConnected(): boolean;
  /** Takes nothing in any more; what came is acknowledged first. Sending still works. */
  stopReceiving(): Promise<void>;
};

// As long as Slack waits for an answer.
const STOP_WITHIN_MS = 3000;

/** Connects to Slack: knows who we are, takes in what comes and what came meanwhile. Waits until Slack answers. */
export async function startSlack(options: SlackSideOptions): Promise<SlackSide> {
  const { config, clock, log, fetch = globalThis.fetch } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const logger = boltLog(log);
  const clients = slackClients({ ...config, logger });
  const { appToken, botToken, apiUrl } = config;
  const identity = await identityOf({ client: clients.reading, appToken, clock, log, signal });
  const reader = channelReader(clients.catchingUp, { clock, log, signal });
  const inward = reception(options, { identity, reader, signal });
  const app = new App({
    // Receivers are wired below, to the app behind the journal.
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    authorize: async () => ({ botToken, botId: identity.botId, botUserId: identity.botUserId }),
    // Bolt would keep every conversation in memory.
    convoStore: false,
    clientOptions: { slackApiUrl: apiUrl },
    logger,
  });
  const responding = { fetch, apiUrl };
  attend(app, { ...options, client: clients.windows, responding });
  const line = connect(options, { ...inward, app, logger, signal, client: clients.catchingUp });
  return {
    chat: slackChat({ clients, identity, botToken, apiUrl, log, fetch }),
    identity,
    requestListener: line.requestListener,
    isConnected: line.isConnected,
    async stopReceiving() {
      await within(STOP_WITHIN_MS, inward.gate.shut(), clock);
      stopping.abort();
      await within(STOP_WITHIN_MS, Promise.all([line.close(), inward.loop.ended]), clock);
    },
  };
}

type Inward = { readonly gate: Gate; readonly loop: CatchUpLoop };

function reception(
  { config, store, accept, clock, log }: SlackSideOptions,
  known: {
    readonly identity: Identity;
    readonly reader: ChannelReader;
    readonly signal: AbortSignal;
  },
): Inward {
  const channels = [...new Set([...config.alertChannels, ...config.shadowChannels])];
  const about: Reception = {
    identity: known.identity,
    alertChannels: new Set(config.alertChannels),
    shadowChannels: new Set(config.shadowChannels),
    apiUrl: config.apiUrl,
  };
  const submissionsOf = historySubmissions(about, clock);
  const { reader, signal } = known;
  const missed = catchUp({ channels, reader, store, accept, submissionsOf, clock, log });
  const loop = catchUpLoop(missed, { clock, log, signal });
  const gate = journalGate({ accept, reception: about, clock, log, onDropped: loop.request });
  return { gate, loop };
}

type Line = {
  readonly requestListener: RequestListener | undefined;
  isConnected(): boolean;
  close(): Promise<void>;
};

function connect(
  options: SlackSideOptions,
  inward: Inward & {
    readonly app: App;
    readonly logger: Logger;
    readonly signal: AbortSignal;
    readonly client: SlackClient;
  },
): Line {
  const { appToken, signingSecret = '' } = options.config;
  if (appToken !== undefined) return socketLine(options, { ...inward, appToken });
  const receiver = httpReceiver({ ...options, signingSecret, logger: inward.logger });
  receiver.init(inward.gate.appOf(inward.app));
  return {
    requestListener: slackListener(receiver, options),
    isConnected: () => true,
    close: async () => {},
  };
}

function socketLine(
  options: SlackSideOptions,
  inward: Inward & {
    readonly app: App;
    readonly logger: Logger;
    readonly signal: AbortSignal;
    readonly client: SlackClient;
    readonly appToken: string;
  },
): Line {
  const { clock, log, onDeaf, config } = options;
  const { signal, appToken, logger, loop } = inward;
  const { apiUrl } = config;
  const shared = { appToken, apiUrl, clock, log, logger, signal };
  const both = sockets({ ...shared, onConnected: loop.request, onDropped: loop.request });
  for (const receiver of both.receivers) receiver.init(inward.gate.appOf(inward.app));
  both.open().catch((failure: unknown) => {
    onDeaf(failure instanceof Error ? failure : new Error(saidBy(failure)));
  });
  const deaf = () => onDeaf(new Error('no connection for 60 s, though slack answers'));
  const isAnswering = () => doesAnswer(inward.client);
  const watching = watchdog(
    { isConnected: both.isConnected, isAnswering, onDeaf: deaf },
    { clock, signal },
  );
  return {
    requestListener: undefined,
    isConnected: both.isConnected,
    close: async () => {
      await Promise.all([both.close(), watching]);
    },
  };
}
