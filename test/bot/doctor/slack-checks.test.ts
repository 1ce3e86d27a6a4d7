import { expect, test } from 'vitest';
import type { Check } from '../../../src/bot/doctor/check.ts';
import { CORE_SCOPES } from '../../../src/bot/doctor/scope-check.ts';
import { slackChecks } from '../../../src/bot/doctor/slack-checks.ts';
import type { SlackAnswer, SlackProbe } from '../../../src/bot/doctor/slack-probe.ts';

const NOW = Date.UTC(2026, 10, 24, 3, 0, 0);
const answered = (
  body: Readonly<Record<string, unknown>> = {},
  scopes: readonly string[] | undefined = [...CORE_SCOPES.keys()],
): SlackAnswer => ({ kind: 'answered', body, scopes, date: NOW });
const refused = (word: string, needed?: string): SlackAnswer => ({
  kind: 'refused',
  word,
  needed,
  date: NOW,
});
const IDENTITY = { user: 'nginxdiagnose', team: 'Example Inc', team_id: 'T0123' };

type Answers = {
  readonly identity?: SlackAnswer;
  readonly connection?: SlackAnswer | 'http';
  readonly channels?: Readonly<Record<string, SlackAnswer>>;
};
const asked: string[] = [];
const probeOf = ({ identity, connection, channels }: Answers): SlackProbe => ({
  identity: async () => {
    asked.push('auth.test');
    return identity ?? answered(IDENTITY);
  },
  openConnection: connection === 'http' ? undefined : async () => connection ?? answered(),
  newestMessage: async (channel) => {
    asked.push(channel);
    return channels?.[channel] ?? answered();
  },
});
const checksOf = async (answers: Answers, now = NOW): Promise<readonly Check[]> =>
  slackChecks(probeOf(answers), { SLACK_ALERT_CHANNELS: ['C01'], OPS_CHANNEL: ['C01'] }, () => now);
const about = (checks: readonly Check[], name: string): Check | undefined =>
  checks.find((check) => check.about === name);

test('an installation in order gives an ok for each thing', async () => {
  const checks = await checksOf({});
  expect(checks.map(({ kind, about: name, says }) => [kind, name, says])).toEqual([
    ['ok', 'bot token', 'acts as @nginxdiagnose in Example Inc (T0123)'],
    ['ok', 'app token', 'Socket Mode would connect'],
    ['ok', 'scopes', 'all 5 that are needed'],
    ['ok', 'channel C01', 'the bot is in it (SLACK_ALERT_CHANNELS, OPS_CHANNEL)'],
    ['ok', 'clock', 'within 30 s of Slack’s'],
  ]);
});

test('a channel that two variables name is asked about once, and the token too', async () => {
  asked.length = 0;
  await checksOf({});
  expect(asked).toEqual(['auth.test', 'C01']);
});

test.each([
  ['invalid_auth', /does not know/, /copy the Bot User OAuth Token/],
  ['account_inactive', /removed from the workspace/, /install the app again/],
  ['token_revoked', /revoked/, /install the app again/],
  ['token_expired', /rotation on/, /anew from manifest\.yml/],
  ['internal_error', /in trouble itself/, /slack-status\.com/],
  ['ekm_access_denied', /refuses \(ekm_access_denied\)/, /methods\/auth\.test/],
  ['toString', /refuses \(toString\)/, /methods\/auth\.test/],
])('%s of the bot token says what to do', async (word, says, todo) => {
  expect(about(await checksOf({ identity: refused(word) }), 'bot token')).toEqual({
    kind: 'fault',
    about: 'bot token',
    says: expect.stringMatching(says),
    todo: expect.stringMatching(todo),
  });
});

test('without a bot token that works, scopes and channels are not looked at', async () => {
  const checks = await checksOf({ identity: refused('invalid_auth') });
  expect([about(checks, 'scopes')?.kind, about(checks, 'channels')?.kind]).toEqual([
    'not-checked',
    'not-checked',
  ]);
});

test.each([
  ['missing_scope', /lacks connections:write/, /generate an app-level token/],
  ['invalid_auth', /does not know/, /generate an app-level token/],
  ['not_allowed_token_type', /another kind/, /generate an app-level token/],
  ['socket_mode_not_enabled', /Socket Mode is off/, /switch Socket Mode on/],
  ['forbidden_team', /refuses \(forbidden_team\)/, /methods\/apps\.connections\.open/],
])('%s of the app token says what to do', async (word, says, todo) => {
  expect(about(await checksOf({ connection: refused(word) }), 'app token')).toMatchObject({
    kind: 'fault',
    says: expect.stringMatching(says),
    todo: expect.stringMatching(todo),
  });
});

test('over HTTP the signing secret is said to be unchecked', async () => {
  expect(about(await checksOf({ connection: 'http' }), 'signing secret')).toMatchObject({
    kind: 'not-checked',
  });
});

test.each([...CORE_SCOPES.keys()])('names the scope %s when it is missing', async (missing) => {
  const scopes = [...CORE_SCOPES.keys(), 'channels:read'].filter((scope) => scope !== missing);
  const check = about(await checksOf({ identity: answered(IDENTITY, scopes) }), 'scopes');
  expect(check).toMatchObject({
    kind: 'fault',
    says: expect.stringContaining(`lacks ${missing}: `),
    todo: expect.stringMatching(`add ${missing} to the app’s scopes .* and reinstall`),
  });
});

test('scopes that the answer does not name are not checked', async () => {
  const identity: SlackAnswer = { kind: 'answered', body: IDENTITY, scopes: undefined, date: NOW };
  expect(about(await checksOf({ identity }), 'scopes')?.kind).toBe('not-checked');
});

const PRIVATE_TOO = answered(IDENTITY, [...CORE_SCOPES.keys(), 'groups:history']);
test.each([
  [
    'not_in_channel',
    undefined,
    undefined,
    /not in it/,
    /^\/invite @nginxdiagnose in that channel$/,
  ],
  ['channel_not_found', undefined, undefined, /no such channel/, /groups:history/],
  ['channel_not_found', undefined, PRIVATE_TOO, /no such channel/, /\/invite @nginxdiagnose there/],
  ['missing_scope', 'groups:history', undefined, /private.*groups:history/, /private variant/],
  ['access_denied', undefined, undefined, /access_denied/, /methods\/conversations\.history/],
])('%s (%s) of a channel says what to do', async (word, needed, identity, says, todo) => {
  const channels = { C01: refused(word, needed) };
  const checks = await checksOf({ channels, ...(identity && { identity }) });
  expect(about(checks, 'channel C01')).toMatchObject({
    kind: 'fault',
    says: expect.stringMatching(says),
    todo: expect.stringMatching(todo),
  });
});

test('a channel that cannot be asked about for want of a core scope is no second fault', async () => {
  const channels = { C01: refused('missing_scope', 'channels:history') };
  expect(about(await checksOf({ channels }), 'channel C01')?.kind).toBe('not-checked');
});

test('a pause that Slack wants is no fault', async () => {
  const channels = { C01: { kind: 'limited', seconds: 40 } } as const;
  expect(about(await checksOf({ channels }), 'channel C01')).toEqual({
    kind: 'not-checked',
    about: 'channel C01',
    says: 'Slack wants a pause; ask again in 40 s',
  });
});

test.each([
  [false, /HTTPS_PROXY/],
  [true, /NODE_EXTRA_CA_CERTS/],
])('when nobody answers the network is named (certificate: %s)', async (isCertificate, todo) => {
  const identity = { kind: 'unreachable', reason: 'ENOTFOUND', isCertificate } as const;
  expect(about(await checksOf({ identity }), 'bot token')).toMatchObject({
    kind: 'fault',
    says: 'Slack does not answer: ENOTFOUND',
    todo: expect.stringMatching(todo),
  });
});

test.each([
  [30, 'ok', /within 30 s/],
  [-30, 'ok', /within 30 s/],
  [31, 'fault', /^31 s ahead of/],
  [-95, 'fault', /^95 s behind/],
])('a clock that is %i s off is %s', async (seconds, kind, says) => {
  expect(about(await checksOf({}, NOW + seconds * 1000), 'clock')).toMatchObject({
    kind,
    says: expect.stringMatching(says),
  });
});

test('the clock is compared even where the token is refused', async () => {
  const checks = await checksOf({ identity: refused('invalid_auth') }, NOW + 60_000);
  expect(about(checks, 'clock')?.kind).toBe('fault');
});

test('names that Slack gives hide nothing on a terminal', async () => {
  const identity = answered({ user: 'bot\u001b[31m', team: 'a\u202eb', team_id: 'T1' });
  expect(about(await checksOf({ identity }), 'bot token')?.says).toBe('acts as @bot in ab (T1)');
});

test('without channels it says so', async () => {
  const checks = await slackChecks(probeOf({}), { SLACK_ALERT_CHANNELS: [] }, () => NOW);
  expect(about(checks, 'channels')).toMatchObject({ kind: 'not-checked' });
});
