import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, type Logger } from '@slack/bolt';
import type { Log } from '../bot/log.ts';
import type { Clock } from '../bot/ports.ts';
import { saidBy } from './bolt-log.ts';

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

type HttpOptions = {
  readonly signingSecret: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly logger: Logger;
};

/** Where Slack posts to. */
const SLACK_EVENTS_PATH = '/slack/events';

const MOST_BYTES = 1024 * 1024;
// Slack's own advice for the age of a request; Bolt looks at old ones only.
const MOST_AHEAD_SECONDS = 300;

/** Bolt's receiver for signed requests, to hang into a server of ours. */
export function httpReceiver(options: HttpOptions): HTTPReceiver {
  const { signingSecret, log, logger } = options;
  return new HTTPReceiver({
    signingSecret,
    logger,
    endpoints: SLACK_EVENTS_PATH,
    bodyLimit: MOST_BYTES,
    processEventErrorHandler: async ({ error, response }) => {
      log.error({ failure: saidBy(error) }, 'what slack sent could not be kept; slack sends again');
      if (!response.headersSent) response.writeHead(503).end();
      return false;
    },
    unhandledRequestHandler: ({ response }) => {
      if (response.headersSent) return;
      log.error({}, 'no answer to slack within 3 s');
      response.writeHead(503).end();
    },
  });
}

/** The receiver as a listener for `/slack/events`; what is not of Slack gets 401, 404, 405 or 413. */
export function slackListener(
  receiver: HTTPReceiver,
  { clock }: Pick<HttpOptions, 'clock'>,
): RequestListener {
  return (request, response) => {
    const refusal = refusalOf(request, clock.now());
    if (refusal === undefined) return receiver.requestListener(request, response);
    response.writeHead(refusal, { connection: 'close' }).end();
  };
}

function refusalOf(request: IncomingMessage, now: number): number | undefined {
  const [path] = (request.url ?? '').split('?');
  if (path !== SLACK_EVENTS_PATH) return 404;
  if (request.method !== 'POST') return 405;
  if (Number(request.headers['content-length']) > MOST_BYTES) return 413;
  const sentAt = Number(request.headers['x-slack-request-timestamp']);
  return sentAt > now / 1000 + MOST_AHEAD_SECONDS ? 401 : undefined;
}
