import { createServer } from 'node:net';
import type { ErrorLine } from '../../src/log/line.ts';
import { ask, askAndLeave } from './client.ts';
import { type Backend, type Behaviour, nobodyAt, serve, startBackend } from './faulty-backend.ts';
import { freePort } from './nginx-process.ts';
import { until } from './until.ts';

/** One fault: how it is brought about, and what must be read from what nginx writes about it. */
export type Scenario = {
  readonly name: string;
  readonly backend: () => Promise<Backend>;
  /** Inside `upstream shop {}`, besides its server. */
  readonly pool?: string;
  /** Inside `location / {}`, instead of `proxy_pass http://shop;` alone; $BACKEND stands for the address. */
  readonly location?: string;
  /** How many connections a worker may have. */
  readonly connections?: number;
  /** Makes the requests; all of them are answered or given up when it resolves. */
  readonly run: (port: number, backend: Backend) => Promise<unknown>;
  readonly line: Partial<
    Pick<ErrorLine, 'level' | 'message' | 'syscall' | 'errno' | 'phase' | 'side'>
  >;
  /** The fault may have any of these causes: none may be missing. */
  readonly causes: readonly string[];
  /** What the person who asks knows besides. */
  readonly told?: { readonly backend: string };
  /** The cause that must lead, once configuration and version are given. */
  readonly first?: string | undefined;
  /** What may be called confirmed, since the line itself proves it. */
  readonly provable?: readonly string[];
};

/** A backend of one behaviour. */
export const broken = (behaviour: Behaviour) => (): Promise<Backend> => startBackend(behaviour);
export const askOnce = (port: number): Promise<unknown> => ask(port);

/** A client that waits for the header, whereupon the backend breaks the connection. */
export const breakInBody =
  (how: 'resetAndDestroy' | 'destroy') =>
  (port: number, backend: Backend): Promise<unknown> =>
    ask(port, {
      onHeader: () => {
        for (const socket of backend.open) socket[how]();
      },
    });

/** A port that nobody listens on. */
export async function refusedPort(): Promise<Backend> {
  return nobodyAt(`127.0.0.1:${await freePort()}`);
}

/** Says something to whoever says anything, in whatever protocol. */
export const answerAnything = (answer: string | Buffer) => (): Promise<Backend> =>
  serve(createServer((socket) => socket.once('data', () => socket.end(answer))));

/** A client that goes away while nginx waits for the backend. */
export async function leaveEarly(port: number, backend: Backend): Promise<void> {
  await askAndLeave(port, () => until('the backend is asked', () => backend.connections() === 1));
  await until('nginx gives up on the backend', () => backend.open.size === 0);
}

/** Each POST comes on the connection that a GET left behind. */
export async function postAfterGet(port: number): Promise<void> {
  for (let round = 1; round <= 3; round += 1) {
    await ask(port);
    await ask(port, { method: 'POST' });
  }
}
