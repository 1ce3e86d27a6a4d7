import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { Log } from '../bot/log.ts';
import { reasonOf } from './reason-of.ts';

const SENTENCES: ReadonlyMap<number, string> = new Map([
  [408, 'the body did not come in time'],
  [413, 'the body is too large: 1 MB is the most'],
  [414, 'the address is too long'],
  [
    415,
    'send text/plain or application/json, not compressed: with curl, add -H "Content-Type: text/plain"',
  ],
]);

/** Answers errors by sentences of ours, and notes in the log who was refused: the route, never the address as it came. */
export function answerErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler<FastifyError>((error, _request, reply) => answerError(error, reply, log));
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: 'nothing is here; alerts go to POST /webhooks/generic' }),
  );
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode: status } = reply;
    const route = request.routeOptions.url ?? 'unknown';
    // What failed on our side was told to the log where it failed.
    if (status >= 400 && status < 500)
      log.warn({ status, method: request.method, route }, 'refused a request');
    done();
  });
}

/** What went wrong inside goes to the log, never to the sender. */
export function answerError(error: FastifyError, reply: FastifyReply, log: Log): FastifyReply {
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    const sentence = SENTENCES.get(status) ?? 'this is no request that can be read';
    return reply.code(status).send({ error: sentence });
  }
  log.error({ reason: reasonOf(error) }, 'a request failed');
  return reply.code(500).send({ error: 'something went wrong here; the log says what' });
}
