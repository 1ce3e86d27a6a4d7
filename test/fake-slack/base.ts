import type { Changes } from './changes.ts';
import type { Json } from './json.ts';
import type { Workspace } from './workspace.ts';

/** Who the app is in its workspace; the same ids as in the recorded payloads. */
export const IDENTITY = {
  appId: 'A0NGINXBOT',
  teamId: 'T0TEAM0001',
  teamDomain: 'fake-team',
  teamUrl: 'https://fake-team.slack.com/',
  botUserId: 'U0SELFBOT1',
  botId: 'B0SELFBOT1',
  botName: 'nginx-bot',
  botToken: 'xoxb-0000000000-fake',
  appToken: 'xapp-1-A0NGINXBOT-0000000000-fake',
  signingSecret: 'fake-signing-secret',
  verificationToken: 'legacy-verification-token-unused',
} as const;

/** One Web API call, file download or use of a response_url, as it came. */
export type Call = {
  readonly method: string;
  /** Blocks, attachments, metadata and views as objects, flags as booleans. */
  readonly args: Json;
  readonly at: number;
  readonly ok: boolean;
  readonly error: string | undefined;
};

export type Settings = {
  readonly scopes: readonly string[];
  /** Channels that the bot is a member of. */
  readonly channels: readonly string[];
  /** Public channels that exist without the bot. */
  readonly otherChannels: readonly string[];
  readonly redeliverAfterMs: number;
  /** How long a payload may stay unanswered. */
  readonly ackDeadlineMs: number;
  readonly triggerLifeMs: number;
  readonly responseUrlLifeMs: number;
  readonly postsPerSecond: number;
  readonly burst: number;
  /** Times the calls per minute that Slack allows for a method. */
  readonly tierFactor: number;
  readonly mode: 'socket' | 'http';
  /** How far Slack's clock is ahead of ours: its `date` header says so. */
  readonly clockAheadMs: number;
};

/** What every part of the fake stands on. */
export type Base = {
  readonly settings: Settings;
  readonly workspace: Workspace;
  readonly changes: Changes;
  readonly timers: Timers;
  readonly calls: Call[];
  /** Seconds to wait before the next post to a channel. */
  readonly posting: (channel: string) => number | undefined;
  /** `http://127.0.0.1:<port>`, once the server listens. */
  readonly origin: () => string;
};

export type Timers = { later(ms: number, run: () => void): void; stop(): void };

/** Timers that all end with the server. */
export function startTimers(): Timers {
  const running = new Set<NodeJS.Timeout>();
  return {
    later(ms, run) {
      const timer = setTimeout(() => {
        running.delete(timer);
        run();
      }, ms);
      running.add(timer);
    },
    stop() {
      for (const timer of running) clearTimeout(timer);
      running.clear();
    },
  };
}

// Unique over all fakes of a process: a bot that outlives one fake must not take the next one's events for old ones.
const ERA = Date.now().toString(36).toUpperCase();
let serial = 0;
let lastMicros = 0;

export function newId(prefix: string): string {
  serial += 1;
  return `${prefix}${ERA}${serial.toString(36).toUpperCase().padStart(4, '0')}`;
}

/** A message id: seconds and six more digits, always later than the one before. */
export function newTs(): string {
  lastMicros = Math.max(lastMicros + 1, Date.now() * 1_000);
  return `${Math.floor(lastMicros / 1_000_000)}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
}
