import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { IDENTITY } from './base.ts';
import { asJson, parsed } from './json.ts';
import type { Parts } from './method.ts';
import { useResponseUrl } from './response-urls.ts';
import { argumentsOf, type Reaction, type WebApi } from './web-api.ts';
import type { StoredFile } from './workspace.ts';

export type Server = {
  readonly origin: string;
  outage(isOn: boolean): void;
  close(): Promise<void>;
};

type Wiring = {
  readonly parts: Parts;
  readonly api: WebApi;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
};

const LISTEN_AGAIN_MS = 20;
const FILE = /^\/files-pri\/[^/]+-(F\w+)\//u;

/** The HTTP side on a free port of this machine. */
export async function listen({ parts, api, upgrade }: Wiring): Promise<Server> {
  const { base } = parts;
  const open = new Set<Socket>();
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('upgrade', upgrade);
  // A port that an outage let go may be taken for a moment.
  server.on('error', () => base.timers.later(LISTEN_AGAIN_MS, () => server.listen(port, HOST)));
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  // A listening TCP server has an address and a port.
  const { port } = server.address() as AddressInfo;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const { pathname } = new URL(request.url ?? '/', `http://${HOST}`);
    const token = request.headers.authorization?.replace(/^Bearer /u, '');
    response.setHeader('date', new Date(Date.now() + base.settings.clockAheadMs).toUTCString());
    if (pathname.startsWith('/api/')) {
      const args = argumentsOf(body, request.headers['content-type'] ?? '');
      const { token: inBody, ...rest } = args;
      const reaction = api.call(pathname.slice(5), rest, token ?? bodyToken(inBody));
      react(reaction, response);
    } else if (pathname.startsWith('/response/')) {
      const args = asJson(parsed(body));
      const run = () => useResponseUrl(parts, pathname, args);
      react(api.other('response_url', args, run), response);
    } else download(pathname, token, response);
  }

  function download(path: string, token: string | undefined, response: ServerResponse): void {
    const id = FILE.exec(path)?.[1] ?? '';
    const args = { file: id, hasToken: token !== undefined };
    const noted = api.other('files.download', args, () => ({ status: 200, headers: {}, body: {} }));
    const file = base.workspace.files.get(id);
    if (noted.kind !== 'answer' || noted.answer.status !== 200) react(noted, response);
    else base.timers.later(noted.afterMs, () => sendFile(file, mayRead(token), response));
  }

  const mayRead = (token: string | undefined): boolean =>
    token === IDENTITY.botToken && base.settings.scopes.includes('files:read');

  function react(reaction: Reaction, response: ServerResponse): void {
    if (reaction.kind === 'close') response.destroy();
    if (reaction.kind === 'cut') cutOff(response);
    if (reaction.kind !== 'answer') return;
    const { status, headers, body } = reaction.answer;
    const send = (): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(JSON.stringify(body));
    };
    if (reaction.afterMs === 0) send();
    else base.timers.later(reaction.afterMs, send);
  }

  const dropAll = (): void => {
    for (const socket of open) socket.destroy();
  };

  return {
    origin: `http://${HOST}:${port}`,
    outage(isOn) {
      if (isOn) {
        server.close();
        dropAll();
      } else if (!server.listening) server.listen(port, HOST);
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      dropAll();
      await closed;
    },
  };
}

const HOST = '127.0.0.1';

// The client has the headers before the connection goes.
function cutOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.write('{"ok":', () => setImmediate(() => response.destroy()));
}

const bodyToken = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

const SIGN_IN = { 'content-type': 'text/html; charset=utf-8' };

// Without the right to read, Slack sends its sign-in page, and says that all is well.
function sendFile(file: StoredFile | undefined, mayRead: boolean, response: ServerResponse): void {
  if (!mayRead) {
    response.writeHead(200, { ...SIGN_IN }).end('<!DOCTYPE html><title>Sign in | Slack</title>');
  } else if (file === undefined) response.writeHead(404).end();
  else if (file.redirectTo !== undefined)
    response.writeHead(302, { location: file.redirectTo }).end();
  else {
    const type = 'text/plain; charset=utf-8';
    response.writeHead(200, { 'content-type': type, 'content-length': file.bytes.length });
    response.end(file.bytes);
  }
}
