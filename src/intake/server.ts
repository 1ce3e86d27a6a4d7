import type { RequestListener } from 'node:http';
import { type FastifyInstance, fastify } from 'fastify';
import { answerError, answerErrors } from './answer-errors.ts';
import { genericWebhook, type WebhookOptions } from './generic.ts';
import { reasonOf } from './reason-of.ts';
import { refuseOtherMethods } from './refuse-other-methods.ts';
import { slackEvents } from './slack-events.ts';

export type WebLimits = {
  /** From the first byte of a request to the last of its body. */
  readonly requestMs: number;
  /** How often slow requests are looked for. */
  readonly checkMs: number;
  /** A connection on which nothing moves. */
  readonly silentMs: number;
  readonly storeTimeoutMs: number;
  readonly mostWaiting: number;
};

// The store answers in milliseconds; senders wait 5 s (PagerDuty) to 30 s.
export const WEB_LIMITS: WebLimits = {
  requestMs: 10_000,
  checkMs: 1000,
  silentMs: 15_000,
  storeTimeoutMs: 10_000,
  mostWaiting: 500,
};

export type WebServerOptions = Omit<WebhookOptions, 'mostWaiting' | 'storeTimeoutMs'> & {
  /** Whether the store can store. */
  readonly isReady: () => Promise<boolean>;
  /** Bolt's `requestListener` where Slack sends by HTTP. */
  readonly slackListener: RequestListener | undefined;
  readonly limits: WebLimits;
};

const MOST_BODY_BYTES = 1024 * 1024;

/** The server for webhooks, health and Slack's requests; the caller lets it listen and closes it. */
export function webServer(options: WebServerOptions): FastifyInstance {
  const { log, limits, slackListener } = options;
  const app = fastify({
    bodyLimit: MOST_BODY_BYTES,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.silentMs,
    http: { headersTimeout: limits.requestMs, connectionsCheckingInterval: limits.checkMs },
    routerOptions: { ignoreTrailingSlash: true },
    // Requests are logged by us: an address may hold a token.
    logger: false,
    frameworkErrors: (error, _request, reply) => {
      answerError(error, reply, log);
    },
  });
  // No route reads a body but those that say how.
  app.removeAllContentTypeParsers();
  answerErrors(app, log);
  addHealth(app, options);
  app.register(genericWebhook({ ...options, ...limits }));
  if (slackListener !== undefined) app.register(slackEvents(slackListener, log));
  return app;
}

function addHealth(app: FastifyInstance, { isReady, log }: WebServerOptions): void {
  for (const path of ['/healthz', '/readyz']) refuseOtherMethods(app, path, ['GET', 'HEAD']);
  app.get('/healthz', () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      if (await isReady()) return { status: 'ready' };
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'the store could not be asked');
    }
    return reply.code(503).send({ status: 'not ready', error: 'the store cannot store' });
  });
}
