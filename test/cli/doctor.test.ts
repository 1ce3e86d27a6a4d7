import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Examined, examine } from '../../src/cli/doctor.ts';
import { type Environment, loadConfig } from '../../src/config.ts';

const ROOT = join(import.meta.dirname, '../..');
const NOW = Date.UTC(2026, 10, 24);
const outputSchema = z.strictObject({
  ok: z.boolean(),
  checks: z.array(
    z.strictObject({
      check: z.string(),
      state: z.enum(['ok', 'fault', 'not-checked']),
      says: z.string(),
      todo: z.string().nullable(),
    }),
  ),
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Run = { readonly status: number; readonly text: string };
const run = async (environment: Environment, over: Partial<Examined> = {}): Promise<Run> => {
  const printed: string[] = [];
  const status = await examine(
    { isJson: false },
    {
      config: () => loadConfig(environment),
      rules: join(ROOT, 'rules'),
      probe: async () => {
        throw new Error('Slack was asked');
      },
      condition: async () => ({ kind: 'empty' }),
      now: () => NOW,
      print: (text) => printed.push(text),
      ...over,
    },
  );
  return { status, text: printed.join('') };
};

test('local mode asks nobody, says how to go on and is no fault', async () => {
  const { status, text } = await run({});
  expect(status).toBe(0);
  expect(text).toMatch(/^ok +configuration: local mode/);
  expect(text).toMatch(/^not checked +Slack: .*docs\/slack\.md/m);
  expect(text).toMatch(/nothing wrong was found\n$/);
});

test('every fault of the configuration stands there with what to give, and Slack is not asked', async () => {
  const { status, text } = await run({ SLACK_BOT_TOKEN: 'xoxb-1', PORT: 'x' });
  expect(status).toBe(1);
  expect(text.split('\n').filter((line) => line.startsWith('fault'))).toHaveLength(2);
  expect(text.match(/→/g)).toHaveLength(2);
  expect(text).toMatch(/→ give it a number from 0 to 65535/);
});

test('what Slack answers decides the exit status', async () => {
  const probe = async () => ({
    identity: async () =>
      ({ kind: 'refused', word: 'invalid_auth', needed: undefined, date: NOW }) as const,
    openConnection: undefined,
    newestMessage: async () => {
      throw new Error('not without a token');
    },
  });
  const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'abc' };
  const { status, text } = await run(slack, { probe });
  expect(status).toBe(1);
  expect(text).toMatch(/^fault +bot token: .*invalid_auth.*\n +→ copy the Bot User OAuth Token/m);
  expect(text).toMatch(/1 to put right\n$/);
});

test('every variable that names channels is looked at', async () => {
  const seen: string[] = [];
  const answered = { kind: 'answered', body: {}, scopes: undefined, date: NOW } as const;
  const probe = async () => ({
    identity: async () => answered,
    openConnection: async () => answered,
    newestMessage: async (channel: string) => {
      seen.push(channel);
      return answered;
    },
  });
  await run(
    {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_ALERT_CHANNELS: 'C01,C02',
      SLACK_SHADOW_CHANNELS: 'C03',
      DEFAULT_CHANNEL: 'C04',
      OPS_CHANNEL: 'C05',
    },
    { probe },
  );
  expect(seen).toEqual(['C01', 'C02', 'C03', 'C04', 'C05']);
});

test('a store that cannot be used is a fault', async () => {
  const condition = async () =>
    ({ kind: 'fault', fault: 'is damaged', remedy: 'put back a backup' }) as const;
  const { status, text } = await run({ DATA_DIR: '/srv/data' }, { condition });
  expect(status).toBe(1);
  expect(text).toMatch(/^fault +store: \/srv\/data is damaged\n +→ put back a backup$/m);
});

test('rule files with faults are a fault', async () => {
  const rules = mkdtempSync(join(folder, 'rules-'));
  writeFileSync(join(rules, 'upstream-crash.yml'), 'id: [');
  const { status, text } = await run({}, { rules });
  expect(status).toBe(1);
  expect(text).toMatch(/^fault +rules: .*\n +→ .*npx nginx-diagnose rules/m);
});

/** The command itself, in a folder with this `.env`; nothing of our own environment reaches it. */
const command = (args: readonly string[], dotenv: string) => {
  writeFileSync(join(folder, '.env'), dotenv);
  return spawnSync(process.execPath, [join(ROOT, 'src/cli.ts'), 'doctor', ...args], {
    cwd: folder,
    env: {},
    encoding: 'utf8',
  });
};

test('the command prints JSON for programs', () => {
  const { status, stdout, stderr } = command(['--json'], 'PORT=70000\n');
  const { ok, checks } = outputSchema.parse(JSON.parse(stdout));
  expect({ status, stderr, ok }).toEqual({ status: 1, stderr: '', ok: false });
  expect(checks[0]).toMatchObject({ check: 'PORT', state: 'fault', todo: expect.any(String) });
});

test('the command shows no token, whatever becomes of it', () => {
  const { stdout, stderr } = command(
    [],
    'SLACK_API_URL=http://127.0.0.1:9/\nSLACK_BOT_TOKEN=xoxb-1-Hidden\nSLACK_APP_TOKEN=xapp-1-Hidden\n',
  );
  expect(stdout).toMatch(/fault +bot token: Slack does not answer/);
  expect(stdout + stderr).not.toContain('Hidden');
});

test('wrong use is one line and the status 2', () => {
  const { status, stdout, stderr } = command(['--nope'], '');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
