import { type ChildProcess, fork } from 'node:child_process';
import { type FileContent, fileContent } from './file-text.ts';

/** What is larger is read in a process of its own: Slack waits 3 s for an acknowledgement, and 32 MB take that long. */
const LARGE_BYTES = 65_536;
const LONGEST_MS = 30_000;
/** Enough for any log of the largest size that we unpack; only one that is made of nothing but secrets takes more. */
const MOST_MEMORY_MB = 512;

const READER = new URL('./file-worker.ts', import.meta.url);

export type ReadFile = (bytes: Uint8Array) => Promise<FileContent>;

/** What a file says, without holding up anybody else; one for the whole bot, so that ten large files need the memory of one. */
export const contentOfFile: ReadFile = fileReader(startFileProcess);

/** Reads large files one after the other, each in a process that `start` starts. */
export function fileReader(start: () => ChildProcess): ReadFile {
  let before: Promise<unknown> = Promise.resolve();
  return (bytes) => {
    // A packed file is larger than it looks.
    if (bytes.length <= LARGE_BYTES && bytes[0] !== 0x1f)
      return Promise.resolve(fileContent(bytes));
    const mine = before.then(() => contentFrom(start(), bytes));
    // Who asked hears of the failure; the next file has nothing to do with it.
    before = mine.catch(() => undefined);
    return mine;
  };
}

/**
 * A process that reads one file and ends. No thread: one that reaches the limit of its memory within a single allocation takes
 * the whole process with it. It is handed no environment, so no tokens, and is silent: what it dies with may quote the file.
 */
export function startFileProcess(mostMemoryMb = MOST_MEMORY_MB): ChildProcess {
  return fork(READER, {
    env: {},
    execArgv: [`--max-old-space-size=${mostMemoryMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** Settles when the process has ended, so that there are never two. */
function contentFrom(reader: ChildProcess, bytes: Uint8Array): Promise<FileContent> {
  return new Promise((resolve, reject) => {
    let answer: FileContent | Error | undefined;
    const timer = setTimeout(() => {
      answer ??= unreadable(`reading it took longer than ${LONGEST_MS / 1000} s`);
      reader.kill('SIGKILL');
    }, LONGEST_MS);
    // file-worker.ts sends nothing else.
    reader.once('message', (message) => {
      answer ??= message as FileContent | Error;
    });
    reader.once('error', reject).once('close', (code, signal) => {
      clearTimeout(timer);
      const end = answer ?? endedSilently(code, signal);
      if (end instanceof Error) reject(end);
      else resolve(end);
    });
    // One that cannot take it has ended, and says so itself.
    reader.send(bytes, () => undefined);
  });
}

/** Node aborts what needs too much memory, the kernel kills it. */
function endedSilently(code: number | null, signal: NodeJS.Signals | null): FileContent | Error {
  return signal === null
    ? new Error(`the reader of a file ended with code ${code}`)
    : unreadable('reading it takes more memory than it may');
}

function unreadable(reason: string): FileContent {
  return { kind: 'unreadable', reason };
}
