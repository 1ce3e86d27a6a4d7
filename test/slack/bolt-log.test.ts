import { expect, test } from 'vitest';
import { boltLog, saidBy } from '../../src/slack/bolt-log.ts';
import { recordingLog } from './recording-log.ts';

test('what Bolt says reaches our log without tokens, payloads and control characters', () => {
  const log = recordingLog();
  const logger = boltLog(log);

  logger.debug('a payload: {"text":"secret"}');
  logger.warn('failed with xapp-1-A0-123-abcdef0123 and xoxb-12345678-abcdef', { text: 'payload' });
  logger.error(new Error('wss://example/link/?ticket=abc-def\u001b[31m'));

  expect(log.lines).toEqual([
    {
      level: 'warn',
      fields: { from: 'bolt' },
      message: 'failed with [redacted] and [redacted]',
    },
    { level: 'error', fields: { from: 'bolt' }, message: 'Error: wss://example/link/?ticket=…' },
  ]);
});

test('a long answer of a proxy is clipped', () => {
  expect(saidBy(new Error('x'.repeat(10_000))).length).toBeLessThanOrEqual(300);
});
