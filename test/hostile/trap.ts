import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Trap = AsyncDisposable & {
  /** `http://127.0.0.1:<port>`: of this machine, but not the fake Slack's. */
  readonly url: string;
  /** What was asked of it, with the token that came along. */
  readonly asked: readonly string[];
};

/** A server that nobody has any business to ask. */
export async function startTrap(): Promise<Trap> {
  const asked: string[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url} ${headers.authorization ?? 'without a token'}`);
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an address and a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
