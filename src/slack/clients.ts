import { type Logger, webApi } from '@slack/bolt';

export type SlackClient = webApi.WebClient;

/** One client a purpose: a rate limit or a hanging call of one never holds up another. None of them waits out a rate limit. */
export type SlackClients = {
  /** Sends once; the outbox does the retrying. */
  readonly posting: SlackClient;
  /** Opens windows, for which Slack gives 3 s (docs.slack.dev, trigger_id). */
  readonly windows: SlackClient;
  readonly reading: SlackClient;
  readonly catchingUp: SlackClient;
};

export type ClientOptions = {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly logger: Logger;
};

const NO_RETRY = { retries: 0 };
const FEW_RETRIES = { retries: 2, minTimeout: 300, factor: 2 };

/** Clients of the bot's token. */
export function slackClients({ botToken, apiUrl, logger }: ClientOptions): SlackClients {
  const shared = { slackApiUrl: apiUrl, logger, rejectRateLimitedCalls: true };
  const clientWith = (own: webApi.WebClientOptions) =>
    new webApi.WebClient(botToken, { ...shared, ...own });
  return {
    posting: clientWith({ timeout: 10_000, retryConfig: NO_RETRY }),
    windows: clientWith({ timeout: 2500, retryConfig: NO_RETRY }),
    reading: clientWith({ timeout: 10_000, retryConfig: FEW_RETRIES }),
    catchingUp: clientWith({ timeout: 10_000, retryConfig: NO_RETRY }),
  };
}
