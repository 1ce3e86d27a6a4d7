import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../bot/log.ts';
import { displayText } from '../text/display.ts';
import { redact } from '../text/redact.ts';

// App-level tokens, and the one-time ticket in a socket's address; the other kinds are masked by redact.
const APP_TOKEN = /\bxapp-[A-Za-z0-9-]{4,255}/g;

/** Bolt's logger, written to ours: its debug lines hold payloads and are dropped, the others lose tokens and objects. */
export function boltLog(log: Log): Logger {
  return {
    debug: () => {},
    info: (...parts) => log.info({ from: 'bolt' }, sentenceOf(parts)),
    warn: (...parts) => log.warn({ from: 'bolt' }, sentenceOf(parts)),
    error: (...parts) => log.error({ from: 'bolt' }, sentenceOf(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

/** What an error says, without tokens and short enough for a line of our log. */
export function saidBy(failure: unknown): string {
  return failure instanceof Error ? masked(`${failure.name}: ${failure.message}`) : typeof failure;
}

function sentenceOf(parts: readonly unknown[]): string {
  return parts
    .map((part) => (typeof part === 'string' ? masked(part) : saidBy(part)))
    .filter((part) => part !== 'object')
    .join(' ');
}

function masked(text: string): string {
  return displayText(redact(text.slice(0, 4000).replace(APP_TOKEN, '[redacted]')), 300);
}
