import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Call } from './shell-command.ts';

/** What typing one command into a shell did: the programs it called with their words, and files that appeared. */
type Typed = { readonly calls: readonly Call[]; readonly files: readonly string[] };

/** A shell at work; `type` resolves when its prompt is back. */
export type Shell = AsyncDisposable & {
  readonly type: (command: string) => Promise<Typed>;
  readonly paste: (command: string) => Promise<Typed>;
};

const MARK = 'typed-so-far';
/** What record-call puts after every word. */
const END = '\u001f';
const LONGEST_WAIT_MILLISECONDS = 5000;

/**
 * An interactive bash on a terminal of its own (util-linux's script), with history expansion as everybody has it. It stands
 * in an empty folder, and its path holds stubs only: each writes down its words and does nothing.
 */
export function interactiveShell(programs: readonly string[]): Shell {
  const folder = mkdtempSync(join(tmpdir(), 'pasted-commands-'));
  const [stubs, here, journal] = ['stubs', 'here', 'journal'].map((name) => join(folder, name));
  if (stubs === undefined || here === undefined || journal === undefined) throw new Error('bug');
  mkdirSync(stubs);
  mkdirSync(here);
  writeFileSync(journal, '');
  for (const name of [...programs, MARK])
    symlinkSync(join(import.meta.dirname, 'record-call'), join(stubs, name));
  const bash = '/bin/bash --noprofile --norc -i';
  const child = spawn('/usr/bin/script', ['-qec', `exec ${bash}`, '/dev/null'], {
    cwd: here,
    env: {
      PATH: stubs,
      HOME: here,
      TERM: 'xterm',
      SHELL: '/bin/sh',
      HISTFILE: '/dev/null',
      JOURNAL: journal,
      LC_ALL: 'C.UTF-8',
    },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  // Builtins would run for real and leave no trace.
  child.stdin?.write(`enable -n ${programs.filter((name) => BUILTINS.has(name)).join(' ')}\n`);
  let marks = 0;
  let seen = 0;

  const send = async (bytes: string): Promise<Typed> => {
    marks += 1;
    child.stdin?.write(`${bytes}\n${MARK} ${marks}\n`);
    const written = await journalUpTo(child, journal, marks);
    const calls = written.slice(seen, -1);
    seen = written.length;
    return { calls, files: readdirSync(here) };
  };

  return {
    type: (command) => send(command),
    // What a terminal sends for a paste where the shell asked for brackets around it.
    paste: (command) => send(`\u001b[200~${command}\u001b[201~`),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.stdin?.end('exit\n');
        // Without its terminal the shell ends too; script itself heeds no gentler signal.
        const limit = setTimeout(() => child.kill('SIGKILL'), 2000);
        await ended;
        clearTimeout(limit);
      }
      rmSync(folder, { recursive: true });
    },
  };
}

const BUILTINS = new Set(['test', 'ulimit']);

async function journalUpTo(
  child: ChildProcess,
  journal: string,
  mark: number,
): Promise<readonly Call[]> {
  const deadline = performance.now() + LONGEST_WAIT_MILLISECONDS;
  for (;;) {
    const text = readFileSync(journal, 'utf8');
    if (text.endsWith(`${MARK}${END}${mark}${END}\n`))
      return text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(END).slice(0, -1));
    if (child.exitCode !== null) throw new Error(`the shell ended: ${child.exitCode}`);
    if (performance.now() > deadline)
      throw new Error(`the shell did not come back; its calls: ${text.slice(-500)}`);
    await pause(2);
  }
}
