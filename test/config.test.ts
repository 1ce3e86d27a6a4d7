import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { loadConfig, readEnvironment } from '../src/config.ts';
import { VARIABLES } from '../src/config-variables.ts';

const example = (): string => readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8');
const BOT = 'xoxb-1-2-abcDEF';
const APP = 'xapp-1-A0-9-abc';
const SECRET = '0123456789abcdef0123456789abcdef';
const socket = { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('an empty environment is local mode with the documented defaults', () => {
  expect(loadConfig({})).toEqual({
    slack: { kind: 'local' },
    slackApiUrl: 'https://slack.com/api/',
    alertChannels: [],
    shadowChannels: [],
    defaultChannel: undefined,
    opsChannel: undefined,
    host: '127.0.0.1',
    port: 3000,
    dataDirectory: './data',
    webhookToken: undefined,
    logLevel: 'info',
    unknown: [],
  });
});

test.each([
  ['bot and app token', socket, { kind: 'socket', botToken: BOT, appToken: APP }],
  [
    'bot token and signing secret',
    { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: SECRET },
    { kind: 'http', botToken: BOT, signingSecret: SECRET },
  ],
  [
    'all three: Socket Mode wins',
    { ...socket, SLACK_SIGNING_SECRET: SECRET },
    { kind: 'socket', botToken: BOT, appToken: APP },
  ],
])('%s choose the way to Slack', (_, environment, slack) => {
  expect(loadConfig(environment).slack).toEqual(slack);
});

test('every other variable is read', () => {
  const config = loadConfig({
    SLACK_API_URL: 'http://127.0.0.1:4000/api',
    SLACK_ALERT_CHANNELS: 'C01, C02,\n C01,',
    SLACK_SHADOW_CHANNELS: 'G03',
    DEFAULT_CHANNEL: 'C04',
    OPS_CHANNEL: 'C05',
    HOST: '0.0.0.0',
    PORT: '0',
    DATA_DIR: '/var/lib/nginx-diagnose',
    WEBHOOK_TOKEN: 'abc',
    LOG_LEVEL: 'WARN',
  });
  expect(config).toEqual({
    slack: { kind: 'local' },
    slackApiUrl: 'http://127.0.0.1:4000/api/',
    alertChannels: ['C01', 'C02'],
    shadowChannels: ['G03'],
    defaultChannel: 'C04',
    opsChannel: 'C05',
    host: '0.0.0.0',
    port: 0,
    dataDirectory: '/var/lib/nginx-diagnose',
    webhookToken: 'abc',
    logLevel: 'warn',
    unknown: [],
  });
});

test.each([
  ['blanks', ` ${BOT}\t`],
  ['double quotes', `"${BOT}"`],
  ['single quotes and blanks inside', `' ${BOT} '`],
  ['quotes of a word processor', `“${BOT}”`],
])('%s around a value are no part of it', (_, token) => {
  expect(loadConfig({ ...socket, SLACK_BOT_TOKEN: token }).slack).toMatchObject({ botToken: BOT });
});

test.each(['', '  ', '""'])('the value %j counts as not set', (value) => {
  expect(loadConfig(Object.fromEntries(VARIABLES.map(({ name }) => [name, value])))).toEqual(
    loadConfig({}),
  );
});

test('neither the configuration nor its lists can be changed', () => {
  const config = loadConfig({ ...socket, SLACK_ALERT_CHANNELS: 'C01' });
  expect([config, config.slack, config.alertChannels].every(Object.isFrozen)).toBe(true);
});

test('variables of the process win over the file, which is read without a word', () => {
  writeFileSync(
    join(folder, '.env'),
    '\ufeffexport PORT=4000\r\nHOST="localhost" # here\r\nOPS_CHANNEL=C01\r\n',
  );
  vi.stubEnv('PORT', '5000');
  const said = vi.spyOn(process.stderr, 'write');
  const { PORT, HOST, OPS_CHANNEL } = readEnvironment(folder);
  expect({ PORT, HOST, OPS_CHANNEL, said: said.mock.calls }).toEqual({
    PORT: '5000',
    HOST: 'localhost',
    OPS_CHANNEL: 'C01',
    said: [],
  });
});

test('a channel name without quotes in the file is no comment', () => {
  writeFileSync(join(folder, '.env'), 'SLACK_ALERT_CHANNELS=#alerts\nOPS_CHANNEL= # none yet\n');
  expect(() => loadConfig(readEnvironment(folder))).toThrow(
    /^SLACK_ALERT_CHANNELS holds the name "#alerts"[^\n]*$/,
  );
});

test('a file that cannot be read is a fault of the configuration', () => {
  const broken = join(folder, 'broken');
  mkdirSync(join(broken, '.env'), { recursive: true });
  expect(() => readEnvironment(broken)).toThrow(/^\.env cannot be read \(EISDIR\); allowed: /);
});

test('.env.example says of every variable what the table says, and of no other', () => {
  const blocks = example().split('\n\n').slice(1);
  const documented = blocks.map((block) => /^# (.+)\n(\w+)=(.*)\n?$/.exec(block)?.slice(1));
  expect(documented).toEqual(
    VARIABLES.map(({ meaning, name, fallback }) => [meaning, name, fallback ?? '']),
  );
});

test('.env.example as it is gives what an empty environment gives', () => {
  writeFileSync(join(folder, '.env'), example());
  for (const { name } of VARIABLES) vi.stubEnv(name, undefined);
  expect(loadConfig(readEnvironment(folder))).toEqual(loadConfig({}));
});

test('a variable that begins like ours and is none is named, since it may be a typing error', () => {
  const { unknown } = loadConfig({ SLACK_ALERT_CHANELS: 'C0123ABCDEF', PATH: '/bin' });
  expect(unknown).toEqual(['SLACK_ALERT_CHANELS']);
});
