import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');
const TEXT = readFileSync(join(ROOT, 'manifest.yml'), 'utf8');
const MARKS = ['http', 'private', 'canvas'];
const CORE = ['app_mentions:read', 'channels:history', 'chat:write', 'commands', 'files:read'];

const shortcut = z.object({ name: z.string(), type: z.string(), callback_id: z.string() });
const manifestSchema = z.object({
  features: z.object({
    app_home: z.object({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean() }),
    slash_commands: z.array(
      z.object({
        command: z.string(),
        url: z.string().optional(),
        usage_hint: z.string(),
        should_escape: z.boolean(),
      }),
    ),
    shortcuts: z.array(shortcut),
  }),
  oauth_config: z.object({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.strictObject({
      request_url: z.string().optional(),
      bot_events: z.array(z.string()),
    }),
    interactivity: z.object({ is_enabled: z.boolean(), request_url: z.string().optional() }),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});
type Manifest = z.infer<typeof manifestSchema>;

/** The manifest with the marks of these variants deleted, as its head says. */
const variant = (marks: readonly string[]): unknown => {
  const unmarked = marks.reduce((text, mark) => text.replaceAll(`#${mark}: `, ''), TEXT);
  const isHttp = marks.includes('http');
  return parse(
    isHttp ? unmarked.replace('socket_mode_enabled: true', 'socket_mode_enabled: false') : unmarked,
  );
};
const manifestOf = (marks: readonly string[]): Manifest => manifestSchema.parse(variant(marks));

const VARIANTS = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
  MARKS.filter((_, at) => (bits & (1 << at)) !== 0),
);

const schemaFile = join(import.meta.dirname, 'manifest/manifest.schema.json');
const isValid = new Ajv({ strict: false, allErrors: true, logger: false }).compile(
  JSON.parse(readFileSync(schemaFile, 'utf8')),
);

const SOURCES = ['slack', 'bot', 'reply'].map((part) => sourceOf(join(ROOT, 'src', part)));
const [SLACK_SOURCE = ''] = SOURCES;

function sourceOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

// docs.slack.dev/reference: the scope that Slack asks of a bot for each event and method; none where it asks none.
const SCOPE_OF_EVENT: Readonly<Record<string, string | undefined>> = {
  app_home_opened: undefined,
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
};
const SCOPE_OF_METHOD: Readonly<Record<string, string | undefined>> = {
  'apps.connections.open': undefined,
  'auth.test': undefined,
  'chat.delete': 'chat:write',
  'chat.getPermalink': undefined,
  'chat.postEphemeral': 'chat:write',
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.history': 'channels:history',
  'conversations.replies': 'channels:history',
  'files.info': 'files:read',
  'views.open': undefined,
  'views.publish': undefined,
  'views.push': undefined,
  'views.update': undefined,
};
// A call through the client or by name: client.chat.postMessage( or apiCall('chat.postMessage'.
const CALL =
  /\b(?:client|web)\.((?:[a-z]+\.)+[a-zA-Z]+)\(|'((?:apps|auth|bookmarks|canvases|chat|conversations|files|pins|reactions|usergroups|users|views)(?:\.[a-zA-Z]+){1,2})'/g;
const FAMILIES =
  /^(?:apps|auth|bookmarks|canvases|chat|conversations|files|pins|reactions|usergroups|users|views)\./;
const CALLED = [
  ...new Set(
    [...SLACK_SOURCE.matchAll(CALL)]
      .map(([, dotted, quoted]) => (dotted ?? quoted ?? '').replace(/^.*?\b(?:client|web)\./, ''))
      .filter((name) => FAMILIES.test(name)),
  ),
];

const scopesUsed = ({ features, settings }: Manifest): ReadonlySet<string | undefined> =>
  new Set([
    ...settings.event_subscriptions.bot_events.map((event) => SCOPE_OF_EVENT[event]),
    ...CALLED.map((method) => SCOPE_OF_METHOD[method]),
    features.slash_commands.length + features.shortcuts.length > 0 ? 'commands' : undefined,
  ]);

test.each(VARIANTS)('the manifest with the variants %j %j %j fits Slack’s schema', (...marks) => {
  isValid(variant(marks.filter((mark) => mark !== undefined)));
  expect(isValid.errors).toBeNull();
});

test('the schema refuses what Slack would refuse', () => {
  expect(isValid(parse(TEXT.replace('command: /nginx', 'command: nginx')))).toBe(false);
});

test.each([[], ['private']])(
  'every event has its scope, and no scope is unused (%j)',
  (...marks) => {
    const manifest = manifestOf(marks.filter((mark) => mark !== undefined));
    const events = manifest.settings.event_subscriptions.bot_events;
    expect(events.filter((event) => !Object.hasOwn(SCOPE_OF_EVENT, event))).toEqual([]);
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(
      [...scopesUsed(manifest)].filter((scope) => scope !== undefined).sort(),
    );
  },
);

test('what src/slack calls is known to need a scope or none', () => {
  expect(CALLED.filter((method) => !Object.hasOwn(SCOPE_OF_METHOD, method))).toEqual([]);
  expect(CALLED).toContain('conversations.history');
});

test('the five core scopes are asked for, and no more', () => {
  expect(manifestOf([]).oauth_config.scopes.bot).toEqual(CORE);
});

test.each([
  ['private', 'groups:history'],
  ['canvas', 'canvases:write'],
])('the variant %s adds %s', (mark, scope) => {
  expect(manifestOf([mark]).oauth_config.scopes.bot).toEqual([...CORE, scope]);
});

test('Socket Mode names no address', () => {
  expect(manifestOf([]).settings.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(variant([]))).not.toContain('<your-host>');
});

test('HTTP names one address for all that Slack sends', () => {
  const { features, settings } = manifestOf(['http']);
  const url = 'https://<your-host>/slack/events';
  expect(settings).toMatchObject({
    socket_mode_enabled: false,
    event_subscriptions: { request_url: url },
    interactivity: { request_url: url },
  });
  expect(features.slash_commands.map((command) => command.url)).toEqual([url]);
});

test('the command takes text as it was typed', () => {
  expect(manifestOf([]).features.slash_commands).toMatchObject([
    { command: '/nginx-diagnose', should_escape: false, usage_hint: expect.any(String) },
  ]);
});

test('the shortcuts are the ones people look for', () => {
  expect(manifestOf([]).features.shortcuts).toMatchObject([
    { name: 'Diagnose this', type: 'message', callback_id: 'diagnose-message' },
    { name: 'Diagnose nginx errors', type: 'global', callback_id: 'diagnose-text' },
  ]);
});

test('the code answers to the command and the shortcuts by the same names', () => {
  const { slash_commands: commands, shortcuts } = manifestOf([]).features;
  const names = [...commands.map((one) => one.command), ...shortcuts.map((one) => one.callback_id)];
  expect(names.filter((name) => !SOURCES.join('\n').includes(`'${name}'`))).toEqual([]);
});

test('home and buttons are on; direct messages and rotating tokens are off', () => {
  const { features, settings } = manifestOf([]);
  expect(features.app_home).toMatchObject({ home_tab_enabled: true, messages_tab_enabled: false });
  expect(settings).toMatchObject({
    interactivity: { is_enabled: true },
    token_rotation_enabled: false,
  });
});
