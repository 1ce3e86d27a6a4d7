import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Submission } from '../../src/bot/submission.ts';
import { WEB_LIMITS, type WebServerOptions, webServer } from '../../src/intake/server.ts';

export type RunningServer = AsyncDisposable & {
  readonly url: string;
  readonly port: number;
  readonly accepted: Submission[];
  readonly logged: string[];
  readonly clock: { time: number };
  /** Sends bytes as they are and gives what came back until the server closed. */
  readonly raw: (bytes: string) => Promise<string>;
};

/** The real server on a free port of this machine, with a store that remembers what it was given. */
export async function runningServer(
  change: Partial<WebServerOptions> = {},
): Promise<RunningServer> {
  const accepted: Submission[] = [];
  const logged: string[] = [];
  const clock = { time: Date.UTC(2026, 10, 24, 9, 14, 0) };
  const write = (fields: object, message: string): void => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const app = webServer({
    accept: async (submissions) => {
      accepted.push(...submissions);
    },
    isReady: async () => true,
    clock: { now: () => clock.time, sleep: (ms, signal) => wait(ms, signal) },
    log: { info: write, warn: write, error: write },
    token: 'right-token',
    channels: ['C0ALERTS'],
    defaultChannel: 'C0DEFAULT',
    slackListener: undefined,
    limits: WEB_LIMITS,
    ...change,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const port = Number(new URL(url).port);
  return {
    url,
    port,
    accepted,
    logged,
    clock,
    raw: (bytes) => answerTo(port, bytes),
    [Symbol.asyncDispose]: async () => {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}

function answerTo(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
    });
    // Writing on while the server has closed is no fault of a test.
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.write(bytes, 'latin1');
  });
}

/** A delivery as senders make it. */
export function post(
  server: RunningServer,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
  path = '/webhooks/generic',
): Promise<Response> {
  return fetch(server.url + path, {
    method: 'POST',
    headers: {
      'content-type': 'text/plain',
      authorization: 'Bearer right-token',
      ...headers,
    },
    body,
  });
}

export const ERROR_LINE =
  '2026/11/22 09:40:00 [error] 2147#2147: *4000 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 198.51.100.20, server: shop.example, request: "GET /checkout HTTP/1.1", upstream: "http://10.0.3.17:8080/checkout", host: "shop.example"';
