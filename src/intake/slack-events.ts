import type { RequestListener } from 'node:http';
import type { FastifyPluginCallback } from 'fastify';
import type { Log } from '../bot/log.ts';
import { reasonOf } from './reason-of.ts';
import { refuseOtherMethods } from './refuse-other-methods.ts';

const PATH = '/slack/events';

/** Hands `POST /slack/events` to Slack's own listener with the body unread: its signature is over the bytes. */
export function slackEvents(listener: RequestListener, log: Log): FastifyPluginCallback {
  return (app, _none, done) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    refuseOtherMethods(app, PATH, ['POST']);
    app.post(PATH, (request, reply) => {
      reply.hijack();
      try {
        listener(request.raw, reply.raw);
      } catch (error) {
        log.error({ reason: reasonOf(error) }, 'the listener for Slack failed');
        if (!reply.raw.headersSent) reply.raw.writeHead(500).end();
      }
    });
    done();
  };
}
