import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FakeSlack } from '../fake-slack/fake-slack.ts';

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;
/** As `npm start` has it: without, memory rises by 50 MB in a storm before V8 sees a reason to collect. */
const MEMORY = '--max-semi-space-size=4';
const LONGEST_START_MS = 20_000;

export type BotProcess = {
  readonly url: string;
  readonly pid: number;
  /** Everything it wrote about itself. */
  log(): string;
  /** What it printed: replies in local mode. */
  output(): string;
  isAlive(): boolean;
  /** kill -9: nothing is finished and nothing is said. */
  kill(): Promise<void>;
  /** SIGTERM; the exit status. */
  stop(): Promise<number | null>;
};

/** A folder for the bot's data that is gone when the test is. */
export function dataFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'nginx-diagnose-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** What the bot needs in its environment to meet the fake Slack. */
export function slackEnvironment(slack: FakeSlack): Readonly<Record<string, string>> {
  return {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_ALERT_CHANNELS: 'C0ALERTS01',
  };
}

type Environment = Readonly<Record<string, string>>;

/** Starts the bot as `npm start` does, in a process of its own, and waits until it says that it has. */
export async function startBotProcess(environment: Environment): Promise<BotProcess> {
  return await processThatSays(STARTED, environment);
}

/** Starts the bot and waits until its web server listens: Slack may be out. */
export async function launchBotProcess(environment: Environment): Promise<BotProcess> {
  return await processThatSays(LISTENING, environment);
}

const STARTED = /"url":"([^"]{1,100})","msg":"started"/;
const LISTENING = /"url":"([^"]{1,100})","msg":"listening"/;

async function processThatSays(sign: RegExp, environment: Environment): Promise<BotProcess> {
  const child = spawn(process.execPath, [MEMORY, MAIN], {
    // Nothing of this machine's own settings, and no .env of the project.
    cwd: environment.DATA_DIR,
    env: { PATH: '/usr/bin:/bin', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const started = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not started: ${log}`)), LONGEST_START_MS);
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const url = sign.exec(log)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`exited with ${code} before it started: ${log}`));
    });
  });
  try {
    const url = await started;
    return {
      url,
      pid: child.pid ?? 0,
      log: () => log,
      output: () => output,
      isAlive: () => child.exitCode === null && child.signalCode === null,
      kill: async () => void (await ended(child, 'SIGKILL')),
      stop: () => ended(child, 'SIGTERM'),
    };
  } catch (error) {
    await ended(child, 'SIGKILL');
    throw error;
  }
}

async function ended(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
}
