import type { Log } from '../../src/bot/log.ts';

export type Line = {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
};

/** A log that a test can read. */
export function recordingLog(): Log & { readonly lines: readonly Line[] } {
  const lines: Line[] = [];
  const at = (level: Line['level']) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}
