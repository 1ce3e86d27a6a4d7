import { type IncomingMessage, request } from 'node:http';

export type Asked = {
  readonly method?: 'GET' | 'POST' | undefined;
  readonly path?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Called when the header of the answer is there: nginx is then in the body. */
  readonly onHeader?: (() => void) | undefined;
};

/** What a client of nginx got: the status, and whether the body came to its end. */
export type Answer = { readonly status: number; readonly isWhole: boolean };

/** One request on a connection of its own; no answer within five seconds, or one that is no HTTP, rejects. */
export function ask(port: number, asked: Asked = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { method = 'GET', path = '/', headers = {} } = asked;
  const signal = AbortSignal.timeout(5000);
  const sent = request({ host: '127.0.0.1', port, agent: false, method, path, headers, signal });
  const onAnswer = (answer: IncomingMessage): void => {
    const status = answer.statusCode ?? 0;
    const done = (): void => resolve({ status, isWhole: answer.complete });
    answer.on('error', done).on('close', done).resume();
    asked.onHeader?.();
  };
  sent.on('response', onAnswer).on('error', reject);
  sent.on('upgrade', (answer, socket) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ status: answer.statusCode ?? 0, isWhole: false }));
    asked.onHeader?.();
  });
  sent.end(method === 'POST' ? 'name=value' : undefined);
  return promise;
}

/** A request whose client goes away once `isTime` says that it was passed on. */
export async function askAndLeave(port: number, isTime: () => Promise<void>): Promise<void> {
  const sent = request({ host: '127.0.0.1', port, agent: false });
  sent.on('error', () => undefined).end();
  await isTime();
  sent.destroy();
}
