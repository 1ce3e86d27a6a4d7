import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { Accept } from '../bot/accept.ts';
import type { Log } from '../bot/log.ts';
import type { Clock } from '../bot/ports.ts';
import type { Submission } from '../bot/submission.ts';
import { readRawBodies } from './raw-body.ts';
import { reasonOf } from './reason-of.ts';
import { refuseOtherMethods } from './refuse-other-methods.ts';
import { submissionKeys } from './submission-key.ts';
import { type Asker, refusalOf } from './webhook-auth.ts';
import { readBody } from './webhook-body.ts';

export type WebhookOptions = {
  readonly accept: Accept;
  readonly clock: Clock;
  readonly log: Log;
  /** Undefined: only programs on this machine may send. */
  readonly token: string | undefined;
  /** Where a webhook may be answered, by Slack's id. */
  readonly channels: readonly string[];
  /** For an address without a channel; in local mode 'local'. */
  readonly defaultChannel: string | undefined;
  /** Submissions that may wait for the store at once; senders repeat what gets 503. */
  readonly mostWaiting: number;
  readonly storeTimeoutMs: number;
};

const SOURCE = 'generic';
const PATH = `/webhooks/${SOURCE}/:channel?`;

/** `POST /webhooks/generic[/<channel id>]`: lines of a log as text, or JSON of any shape with such lines in it. */
export function genericWebhook(options: WebhookOptions): FastifyPluginCallback {
  const take = taker(options);
  return (app, _none, done) => {
    readRawBodies(app);
    refuseOtherMethods(app, PATH, ['POST']);
    app.post<Route>(
      PATH,
      {
        // Before the body is read.
        onRequest: (request, reply, next) => {
          const refusal = refusalOf(askerOf(request), options.token);
          if (refusal === undefined) next();
          else reply.code(401).header('www-authenticate', 'Bearer').send({ error: refusal });
        },
      },
      take,
    );
    done();
  };
}

type Route = {
  readonly Params: { readonly channel?: string };
  readonly Querystring: Readonly<Record<string, unknown>>;
  readonly Body: Uint8Array | undefined;
};
type Taker = (request: FastifyRequest<Route>, reply: FastifyReply<Route>) => Promise<FastifyReply>;

function askerOf({ socket, headers, query }: FastifyRequest<Route>): Asker {
  const token = query.token;
  return {
    peer: socket.remoteAddress,
    headers,
    queryToken: typeof token === 'string' ? token : undefined,
  };
}

function taker(options: WebhookOptions): Taker {
  const keyOf = submissionKeys(options.clock);
  const store = storer(options);
  return async ({ params, headers, body = new Uint8Array() }, reply) => {
    const channel = channelOf(params.channel, options);
    if (channel === undefined) return reply.code(404).send({ error: noChannel(params.channel) });
    const { texts, identity, isCut, alert } = readBody(headers, body);
    if (texts.length === 0)
      return reply.code(400).send({ error: 'there is no text in the body to read' });
    const isStored = await store({
      key: keyOf({ source: SOURCE, channel, body, identity }),
      receivedAt: options.clock.now(),
      body: {
        kind: 'webhook',
        source: SOURCE,
        channel,
        texts: [...texts],
        ...(alert === undefined ? {} : { titles: [...alert.titles], fields: [...alert.fields] }),
      },
    });
    if (!isStored)
      return reply
        .code(503)
        .header('retry-after', '5')
        .send({ error: 'not stored; send it again' });
    options.log.info({ source: SOURCE, channel, bytes: body.length }, 'took in a webhook');
    return reply.code(202).send({ accepted: 1, ...(isCut ? { note: CUT } : {}) });
  };
}

const CUT = 'only the first 200 KB of text, 32 levels deep, were read';

/** The channel of the path, where the bot is configured for it; else the one for all. */
function channelOf(
  named: string | undefined,
  { channels, defaultChannel }: WebhookOptions,
): string | undefined {
  if (named === undefined || named === '') return defaultChannel;
  return channels.includes(named) || named === defaultChannel ? named : undefined;
}

function noChannel(named: string | undefined): string {
  return named === undefined || named === ''
    ? 'no channel to answer in: post to /webhooks/generic/<channel id>, or set DEFAULT_CHANNEL'
    : 'this bot is not configured for that channel: add its id to SLACK_ALERT_CHANNELS';
}

/** Whether it is on disk; false when the store failed, took too long or has too many waiting for it. */
function storer(options: WebhookOptions): (submission: Submission) => Promise<boolean> {
  const { accept, clock, log, mostWaiting, storeTimeoutMs } = options;
  let waiting = 0;
  const stored = async (submission: Submission): Promise<boolean> => {
    waiting += 1;
    try {
      await accept([submission]);
      return true;
    } catch (error) {
      log.error({ source: SOURCE, reason: reasonOf(error) }, 'a webhook was not stored');
      return false;
    } finally {
      waiting -= 1;
    }
  };
  return async (submission) => {
    if (waiting >= mostWaiting) {
      log.warn({ source: SOURCE, waiting }, 'too many webhooks wait for the store');
      return false;
    }
    const answered = new AbortController();
    const late = async (): Promise<boolean> => {
      await clock.sleep(storeTimeoutMs, answered.signal);
      if (!answered.signal.aborted) log.warn({ source: SOURCE }, 'the store takes too long');
      return false;
    };
    const isStored = await Promise.race([stored(submission), late()]);
    answered.abort();
    return isStored;
  };
}
