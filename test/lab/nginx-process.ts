import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Nginx } from './nginx-versions.ts';

/** A running nginx, stopped and its folder removed when it goes out of scope. */
export type RunningNginx = AsyncDisposable & {
  readonly port: number;
  /** Lines of the error log so far, without those about start and end. */
  readonly errorLines: () => readonly string[];
  /** A file that nginx wrote below its prefix. */
  readonly fileText: (name: string) => string;
};

const TRIES = 5;

/** What a configuration says inside `http {}`, given the address to listen on; and how many connections a worker may have. */
export type Wanted = { readonly http: (listen: string) => string; readonly connections?: number };

/** Starts nginx on a free port of the loopback, in a folder of its own; nothing of the machine's nginx is read. */
export async function startNginx(nginx: Nginx, wanted: Wanted): Promise<RunningNginx> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    const started = await tryStart(nginx, wanted, port);
    if (typeof started !== 'string') return started;
    // Somebody else may have taken the port in between.
    if (tries === TRIES || !started.includes('Address already in use'))
      throw new Error(`nginx ${nginx.version} did not start: ${started}`);
  }
}

async function tryStart(
  nginx: Nginx,
  wanted: Wanted,
  port: number,
): Promise<RunningNginx | string> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-lab-'));
  const [configuration, errorLog, pidFile] = ['nginx.conf', 'error.log', 'pid'].map((name) =>
    join(folder, name),
  ) as [string, string, string]; // three names in, three paths out
  writeFileSync(configuration, mainLevel(folder, wanted, port));
  const child = spawn(nginx.program, ['-p', folder, '-c', configuration, '-e', errorLog], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stopWithTest = (): unknown => child.kill('SIGTERM');
  process.once('exit', stopWithTest);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  while (!existsSync(pidFile) && isRunning(child)) await pause(2);
  const running: RunningNginx = {
    port,
    errorLines: () =>
      readFileSync(errorLog, 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.includes(' [notice] ')),
    fileText: (name) => readFileSync(join(folder, name), 'utf8'),
    async [Symbol.asyncDispose]() {
      await stop(child);
      process.off('exit', stopWithTest);
      rmSync(folder, { recursive: true });
    },
  };
  if (isRunning(child)) return running;
  await running[Symbol.asyncDispose]();
  return complaint;
}

function mainLevel(folder: string, wanted: Wanted, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join('\n');
  return [
    // Workers without privileges, as everywhere: what they may not open, they may not open here either.
    process.getuid?.() === 0 ? 'user nobody nogroup;' : '',
    'daemon off;',
    'worker_processes 1;',
    `pid ${join(folder, 'pid')};`,
    `error_log ${join(folder, 'error.log')} info;`,
    `events { worker_connections ${wanted.connections ?? 128}; }`,
    `http {\naccess_log off;\n${temporary}\n${wanted.http(`127.0.0.1:${port}`)}\n}`,
    '',
  ].join('\n');
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Fast shutdown; the workers end with their master. */
async function stop(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** A port of the loopback on which nothing listens at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
