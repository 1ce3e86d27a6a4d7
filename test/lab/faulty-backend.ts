import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** A backend on the loopback that breaks in one way. */
export type Backend = AsyncDisposable & {
  /** For `server` in an upstream block. */
  readonly address: string;
  /** Connections that nginx made to it so far. */
  readonly connections: () => number;
  /** The connections that are open now. */
  readonly open: ReadonlySet<Socket>;
};

/** What a backend does with a request once its head is there; `count` counts the requests of one connection from 1. */
export type Behaviour = (socket: Socket, request: string, count: number) => void;

export const resetBeforeHeader: Behaviour = (socket) => socket.resetAndDestroy();

export const closeBeforeHeader: Behaviour = (socket) => {
  socket.end();
};

export const neverAnswer: Behaviour = () => undefined;

/** Half an answer; the test breaks the connection when its client has seen the header. */
export const answerHalf: Behaviour = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nthe first part');
};

export const answerWithHugeHeader: Behaviour = (socket) => {
  socket.write(`HTTP/1.1 200 OK\r\nSet-Cookie: ${'x'.repeat(70_000)}\r\nContent-Length: 0\r\n\r\n`);
};

export const upgrade: Behaviour = (socket) => {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: lab\r\n\r\n');
};

/** Answers once and keeps the connection; the next request on it comes too late. */
export const resetWhenReused: Behaviour = (socket, _, count) => {
  if (count === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  else socket.resetAndDestroy();
};

/** A backend as it should be (RFC 9112, 9.3): the Connection header decides, and without one the version. */
export const answerAndObey: Behaviour = (socket, request) => {
  const asked = /^connection: (close|keep-alive)\r$/im.exec(request)?.[1]?.toLowerCase();
  const isOld = /^\S+ \S+ HTTP\/1\.0\r$/m.test(request);
  const connection = asked ?? (isOld ? 'close' : 'keep-alive');
  const answer = `HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: ${connection}\r\n\r\nok`;
  if (connection === 'close') socket.end(answer);
  else socket.write(answer);
};

/** A backend that keeps connections whatever it is asked. */
export const answerAndKeep: Behaviour = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
};

/** Starts a backend that reads heads of HTTP requests; `path` makes it listen on a unix socket. */
export function startBackend(behaviour: Behaviour, path?: string): Promise<Backend> {
  const onConnection = (socket: Socket): void => {
    let pending = '';
    let count = 0;
    socket.setEncoding('latin1').on('data', (text: string) => {
      pending += text;
      if (!pending.includes('\r\n\r\n')) return;
      const request = pending;
      pending = '';
      count += 1;
      behaviour(socket, request, count);
    });
  };
  return serve(createServer(onConnection), path);
}

/** An address with nobody behind it. */
export function nobodyAt(address: string): Backend {
  return {
    address,
    connections: () => 0,
    open: new Set(),
    async [Symbol.asyncDispose]() {},
  };
}

/** Listens, counts the connections, and ends all of them in the end. */
export async function serve(server: Server, path?: string): Promise<Backend> {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket);
    // nginx breaks connections of its own accord; what it did stands in its log.
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
  });
  if (path === undefined) server.listen(0, '127.0.0.1');
  else server.listen(path);
  await once(server, 'listening');
  const address = server.address();
  return {
    address:
      address !== null && typeof address === 'object'
        ? `127.0.0.1:${address.port}`
        : `unix:${address}`,
    connections: () => connections,
    open,
    async [Symbol.asyncDispose]() {
      const ended = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await ended;
    },
  };
}
