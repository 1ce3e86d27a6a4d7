import { chmodSync, linkSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backend, neverAnswer, nobodyAt, startBackend } from './faulty-backend.ts';

/** A socket file left by a process that is gone: a server removes only the name it made itself. */
export async function abandonedSocket(): Promise<Backend> {
  const folder = openFolder();
  const path = join(folder, 'app.sock');
  const gone = await startBackend(neverAnswer, `${path}.first`);
  linkSync(`${path}.first`, path);
  chmodSync(path, 0o777);
  await gone[Symbol.asyncDispose]();
  return removing(folder, nobodyAt(`unix:${path}`));
}

/** The path of a socket that nobody made. */
export async function missingSocket(): Promise<Backend> {
  const folder = openFolder();
  return removing(folder, nobodyAt(`unix:${join(folder, 'app.sock')}`));
}

/** A socket with a backend behind it that workers of nginx may not open. */
export async function forbiddenSocket(): Promise<Backend> {
  const folder = openFolder();
  const path = join(folder, 'app.sock');
  const backend = await startBackend(neverAnswer, path);
  chmodSync(path, 0o000);
  return removing(folder, backend);
}

/** A folder that everybody may enter, the workers of nginx too. */
function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-lab-socket-'));
  chmodSync(folder, 0o755);
  return folder;
}

function removing(folder: string, backend: Backend): Backend {
  return {
    ...backend,
    async [Symbol.asyncDispose]() {
      await backend[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}
