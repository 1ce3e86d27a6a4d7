import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configTree, type Directive } from '../../src/nginx-config/tree.ts';
import type { Nginx } from './nginx-versions.ts';

/** What `nginx -t` said: whether it took the configuration, and its errors and warnings. */
export type Verdict = { readonly isAccepted: boolean; readonly complaints: readonly string[] };

/** Puts a snippet where it belongs in an otherwise empty configuration and has nginx test it. */
export async function check(nginx: Nginx, text: string, context: string): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-check-'));
  try {
    mkdirSync(join(folder, 'logs'));
    // `nginx -t` opens the log files it finds, so they go where all else goes.
    const own = text.replaceAll('/var/log/nginx/', `${folder}/logs/`);
    writeFileSync(join(folder, 'nginx.conf'), `pid ${folder}/pid;\n${wrapped(own, context)}\n`);
    return await verdict(nginx, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function wrapped(text: string, context: string): string {
  const http = (inner: string): string => `events {}\nhttp {\naccess_log off;\n${inner}\n}`;
  const server = (inner: string): string => http(`server {\nlisten 127.0.0.1:18999;\n${inner}\n}`);
  switch (context) {
    case 'main':
      return namesIn(text).includes('events') ? text : `${text}\nevents {}`;
    case 'http':
      return http(text);
    case 'server':
      return server(text);
    case 'location':
      return server(`location / {\n${text}\n}`);
    default:
      throw new Error(`no place for a snippet of context "${context}"`);
  }
}

function verdict(nginx: Nginx, folder: string): Promise<Verdict> {
  const words = ['-t', '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
  return new Promise((resolve) => {
    execFile(nginx.program, words, { timeout: 10_000 }, (error, _, stderr) => {
      const complaints = stderr
        .split('\n')
        .filter((line) => /\[(?:warn|error|crit|alert|emerg)\]/.test(line))
        // Depends on the machine that tests, not on the snippet.
        .filter((line) => !line.includes('exceed open file resource limit'));
      resolve({ isAccepted: error === null, complaints });
    });
  });
}

/** Names of all directives in a snippet, inner ones too. */
export function namesIn(text: string): readonly string[] {
  const names = (directives: readonly Directive[]): readonly string[] =>
    directives.flatMap((one) => [one.name, ...names(one.block ?? [])]);
  return names(configTree(text).directives);
}
