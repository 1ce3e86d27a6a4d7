import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from '../fake-slack/fake-slack.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');

let folder: string;
let slack: FakeSlack | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-slack-'));
});
afterEach(async () => {
  await slack?.close();
  rmSync(folder, { recursive: true });
});

/** What the doctor says of an installation at this Slack. */
const doctorAt = async (options: FakeSlackOptions, environment: Record<string, string> = {}) => {
  slack = await startFakeSlack(options);
  const run = spawn(process.execPath, [CLI, 'doctor'], {
    cwd: folder,
    env: {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_ALERT_CHANNELS: 'C0ALERTS01',
      ...environment,
    },
  });
  const ended = new Promise<number | null>((resolve) => run.on('close', resolve));
  const [status, said, errors] = await Promise.all([ended, text(run.stdout), text(run.stderr)]);
  return { status, said, errors, called: slack.calls.map((call) => call.method) };
};

test('an installation in order passes, with each call made once and no socket opened', async () => {
  const { status, said, errors, called } = await doctorAt({});
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  expect(said).toMatch(/nothing wrong was found\n$/);
  expect(called.toSorted()).toEqual([
    'apps.connections.open',
    'auth.test',
    'conversations.history',
  ]);
  expect(slack?.sockets()).toBe(0);
});

test('a missing scope is named with what to add', async () => {
  const scopes = ['app_mentions:read', 'channels:history', 'chat:write', 'commands'];
  const { status, said } = await doctorAt({ scopes });
  expect(status).toBe(1);
  expect(said).toMatch(/^fault +scopes: the bot token lacks files:read.*\n +→ add files:read to/m);
});

test('a channel that the bot is not in is to be invited to', async () => {
  const { status, said } = await doctorAt({}, { OPS_CHANNEL: 'C0OTHERS01' });
  expect(status).toBe(1);
  expect(said).toMatch(/^fault +channel C0OTHERS01: .*OPS_CHANNEL.*\n +→ \/invite @\S+ in that/m);
});

test('a clock that is wrong is named', async () => {
  const { status, said } = await doctorAt({ clockAheadMs: 120_000 });
  expect(status).toBe(1);
  expect(said).toMatch(/^fault +clock: 1(?:19|20|21) s behind Slack’s/m);
});

test('a token of another app is refused, and no token is shown', async () => {
  const { status, said, errors } = await doctorAt({}, { SLACK_BOT_TOKEN: 'xoxb-1-Hidden' });
  expect(status).toBe(1);
  expect(said).toMatch(/^fault +bot token: .*\n +→ copy the Bot User OAuth Token/m);
  expect(said + errors).not.toContain('Hidden');
});
