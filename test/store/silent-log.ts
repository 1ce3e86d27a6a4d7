import type { Log } from '../../src/bot/log.ts';

/** A log for tests that look at something else. */
export const SILENT: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
