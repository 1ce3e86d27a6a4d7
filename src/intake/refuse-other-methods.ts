import type { FastifyInstance, HTTPMethods } from 'fastify';

/** Answers 405 for every other method of an address, before a body is read. */
export function refuseOtherMethods(
  app: FastifyInstance,
  url: string,
  allowed: readonly HTTPMethods[],
): void {
  const allow = allowed.join(', ');
  app.route({
    method: app.supportedMethods.filter((method) => !allowed.includes(method)),
    url,
    onRequest: (_request, reply) => {
      reply
        .code(405)
        .header('allow', allow)
        .send({ error: `this address takes ${allow} only` });
    },
    handler: (_request, reply) => reply,
  });
}
