import { type Logger, SocketModeReceiver, webApi } from '@slack/bolt';
import type { Log } from '../bot/log.ts';
import type { Clock } from '../bot/ports.ts';
import { saidBy } from './bolt-log.ts';
import { SlackTokenError } from './identity.ts';
import { recordOf } from './message-json.ts';
import { within } from './within.ts';

export type SocketOptions = {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** A connection stands, the first or another. */
  readonly onConnected: () => void;
  /** Slack has stopped sending events for a while and says so. */
  readonly onDropped: () => void;
};

/** Two connections, of which each takes over when the other is renewed. */
export type Sockets = {
  readonly receivers: readonly SocketModeReceiver[];
  isConnected(): boolean;
  /** Connects, and stays connected until `close`; throws when the token is of no use. */
  open(): Promise<void>;
  close(): Promise<void>;
};

// socket-mode 3.1.0 waits this long before it connects again, and takes a slower pong for a broken connection.
const PING_TIMEOUT_MS = 2500;
// Apart, so that Slack does not renew both at once.
const STANDBY_AFTER_MS = 4000;
const RETRY_AFTER_MS = 5000;
const CLOSE_WITHIN_MS = 2000;
// Otherwise it gives up after a hundred tries, having waited hours between the last ones.
const RETRY_FOR_EVER = {
  forever: true,
  retries: 10,
  minTimeout: 500,
  factor: 1.5,
  maxTimeout: 10_000,
};

const FINAL = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'user_removed_from_team',
  'team_disabled',
  'token_revoked',
  'not_allowed_token_type',
  'missing_scope',
]);

/** Socket Mode over two connections. */
export function sockets(options: SocketOptions): Sockets {
  const receivers = [socketReceiver(options), socketReceiver(options)];
  const connected = new Set<SocketModeReceiver>();
  for (const receiver of receivers) watch(receiver, { connected, options });
  return {
    receivers,
    isConnected: () => connected.size > 0,
    async open() {
      const opened = receivers.map(async (receiver, index) => {
        await options.clock.sleep(index * STANDBY_AFTER_MS, options.signal);
        await openOne(receiver, options);
      });
      await Promise.all(opened);
    },
    async close() {
      const closed = receivers.map(({ client }) => {
        // Otherwise a connection that is just being made rejects, with nobody there to catch it.
        client.removeAllListeners('disconnected');
        return client.disconnect();
      });
      // 3.1.0 takes 5 s and more for a polite end; the process ends anyway.
      await within(CLOSE_WITHIN_MS, Promise.allSettled(closed), options.clock);
    },
  };
}

// Each needs options of its own: the receiver writes into what it is given.
function socketReceiver({ appToken, apiUrl, logger, log }: SocketOptions): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: PING_TIMEOUT_MS,
    installerOptions: {
      clientOptions: { slackApiUrl: apiUrl, timeout: 10_000, retryConfig: RETRY_FOR_EVER },
    },
    processEventErrorHandler: async ({ error }) => {
      log.error({ failure: saidBy(error) }, 'what slack sent could not be kept; slack sends again');
      return false;
    },
  });
}

function watch(
  receiver: SocketModeReceiver,
  { connected, options }: { connected: Set<SocketModeReceiver>; options: SocketOptions },
): void {
  const { client } = receiver;
  client.on('connected', () => {
    connected.add(receiver);
    options.onConnected();
  });
  client.on('close', () => {
    // A later version may have the next connection before the last one is closed.
    if (client.websocket?.isActive() !== true) connected.delete(receiver);
  });
  client.on('ws_message', (data: unknown) => {
    if (typeof data === 'string' && isRateLimit(data)) options.onDropped();
  });
}

async function openOne(receiver: SocketModeReceiver, options: SocketOptions): Promise<void> {
  while (!options.signal.aborted) {
    try {
      await receiver.client.start();
      return;
    } catch (failure) {
      if (options.signal.aborted) return;
      throwIfFinal(failure);
      options.log.warn({ failure: saidBy(failure) }, 'no connection to slack yet');
      await options.clock.sleep(RETRY_AFTER_MS, options.signal);
    }
  }
}

function throwIfFinal(failure: unknown): void {
  if (!(failure instanceof webApi.WebAPIPlatformError)) return;
  const word = failure.data.error;
  if (!FINAL.has(word)) return;
  throw new SlackTokenError(
    `SLACK_APP_TOKEN cannot be used (Slack said ${word}): make an app-level token with the scope connections:write`,
    { cause: failure },
  );
}

/** Slack's word that it drops events (docs.slack.dev, app_rate_limited): socket-mode 3.1.0 throws on it instead of passing it on. */
function isRateLimit(data: string): boolean {
  if (data.length > 4000 || !data.includes('"app_rate_limited"')) return false;
  try {
    const { payload } = recordOf(JSON.parse(data));
    return recordOf(payload).type === 'app_rate_limited';
  } catch {
    return false;
  }
}
