import type { FastifyInstance, FastifyRequest } from 'fastify';

const TYPES = ['text/plain', 'application/json', 'application/x-ndjson'];
const OTHER_JSON = /^application\/[\w.-]{1,60}\+json(?:;|$)/;

/** Hands a body on as the bytes that came, since keys and signatures are over bytes. Nothing is parsed on the way. */
export function readRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(TYPES, { parseAs: 'buffer' }, asItCame);
  app.addContentTypeParser(OTHER_JSON, { parseAs: 'buffer' }, asItCame);
}

type Done = (error: Error | null, body?: Buffer) => void;

function asItCame({ headers }: FastifyRequest, body: Buffer, done: Done): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') done(null, body);
  else done(Object.assign(new Error('the body is compressed'), { statusCode: 415 }));
}
