import { expect, test } from 'vitest';
import { ConfigError, type Environment, loadConfig } from '../src/config.ts';
import { VARIABLES } from '../src/config-variables.ts';

const BOT = 'xoxb-1-2-abcDEF';
const APP = 'xapp-1-A0-9-abc';
const SECRET = '0123456789abcdef0123456789abcdef';
const socket = { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP };

const errorOf = (environment: Environment): ConfigError => {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the environment was taken');
};

test.each<[string, Environment, string, RegExp, RegExp]>([
  ['a bot token alone', { SLACK_BOT_TOKEN: BOT }, 'SLACK_APP_TOKEN', /not set/, /xapp-.*SIGNING/],
  ['an app token alone', { SLACK_APP_TOKEN: APP }, 'SLACK_BOT_TOKEN', /not set/, /xoxb-/],
  ['a secret alone', { SLACK_SIGNING_SECRET: SECRET }, 'SLACK_BOT_TOKEN', /SIGNING/, /xoxb-/],
  [
    'a user token',
    { ...socket, SLACK_BOT_TOKEN: 'xoxp-1' },
    'SLACK_BOT_TOKEN',
    /user token/,
    /xoxb/,
  ],
  [
    'a rotated token',
    { ...socket, SLACK_BOT_TOKEN: 'xoxe.xoxb-1' },
    'SLACK_BOT_TOKEN',
    /rotation/,
    /xoxb/,
  ],
  [
    'a placeholder',
    { ...socket, SLACK_BOT_TOKEN: 'xoxb-…' },
    'SLACK_BOT_TOKEN',
    /no whole token/,
    /xoxb/,
  ],
  [
    'an odd app token',
    { ...socket, SLACK_APP_TOKEN: 'hello' },
    'SLACK_APP_TOKEN',
    /no app-level/,
    /xapp/,
  ],
  [
    'a token as secret',
    { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: APP },
    'SLACK_SIGNING_SECRET',
    /a token/,
    /Signing Secret/,
  ],
  [
    'a channel name',
    { SLACK_ALERT_CHANNELS: 'C01,#alerts' },
    'SLACK_ALERT_CHANNELS',
    /name "#alerts"/,
    /channel’s details/,
  ],
  [
    'a bare channel name',
    { DEFAULT_CHANNEL: 'alerts' },
    'DEFAULT_CHANNEL',
    /"alerts", no id/,
    /C0123ABCDEF/,
  ],
  ['two channels for one', { OPS_CHANNEL: 'C01,C02' }, 'OPS_CHANNEL', /no id/, /one of/],
  ['a person', { OPS_CHANNEL: 'U0123ABCD' }, 'OPS_CHANNEL', /a person/, /ids/],
  [
    'a channel in both lists',
    { SLACK_ALERT_CHANNELS: 'C01', SLACK_SHADOW_CHANNELS: 'C02,C01' },
    'SLACK_SHADOW_CHANNELS',
    /C01/,
    /in one of the two lists only/,
  ],
  ['a port that is a word', { PORT: 'http' }, 'PORT', /"http", no port/, /65535/],
  ['a port too high', { PORT: '65536' }, 'PORT', /no port/, /65535/],
  ['a port with a sign', { PORT: '-1' }, 'PORT', /no port/, /65535/],
  ['an open host', { HOST: '0.0.0.0' }, 'HOST', /WEBHOOK_TOKEN is not set/, /127\.0\.0\.1/],
  ['an open IPv6 host', { HOST: '::' }, 'HOST', /lets others in/, /127\.0\.0\.1/],
  ['a host like loopback', { HOST: '127.0.0.1.example.com' }, 'HOST', /lets others in/, /127/],
  [
    'a host with a port',
    { HOST: 'http://0.0.0.0', WEBHOOK_TOKEN: 'a' },
    'HOST',
    /no address/,
    /0\.0\.0\.0/,
  ],
  [
    'an API in the clear',
    { SLACK_API_URL: 'http://slack.example/api/' },
    'SLACK_API_URL',
    /in the clear/,
    /https/,
  ],
  [
    'an API like loopback',
    { SLACK_API_URL: 'http://127.0.0.1.example/' },
    'SLACK_API_URL',
    /in the clear/,
    /https/,
  ],
  ['an API that is no URL', { SLACK_API_URL: 'slack' }, 'SLACK_API_URL', /no web address/, /https/],
  [
    'an API with a query',
    { SLACK_API_URL: 'https://slack.com/api/?a=1' },
    'SLACK_API_URL',
    /goes on/,
    /https/,
  ],
  ['a home folder', { DATA_DIR: '~/data' }, 'DATA_DIR', /only a shell/, /whole path/],
  ['a webhook token in two words', { WEBHOOK_TOKEN: 'a b' }, 'WEBHOOK_TOKEN', /blanks/, /openssl/],
  ['a level that is none', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL', /no level/, /debug, info/],
])('refuses %s', (_, environment, variable, fault, allowed) => {
  expect(errorOf(environment).faults).toEqual([
    {
      variable,
      fault: expect.stringMatching(fault),
      allowed: expect.stringMatching(allowed),
    },
  ]);
});

test('tokens that were swapped are both named', () => {
  const { message } = errorOf({ SLACK_BOT_TOKEN: APP, SLACK_APP_TOKEN: BOT });
  expect(message).toMatch(
    /SLACK_BOT_TOKEN holds an app-level token.*\nSLACK_APP_TOKEN holds a bot token/,
  );
});

test('all faults come at once, a line each', () => {
  const { message } = errorOf({
    SLACK_APP_TOKEN: 'hello',
    SLACK_ALERT_CHANNELS: '#alerts',
    PORT: 'x',
    HOST: '0.0.0.0',
  });
  expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual([
    'SLACK_APP_TOKEN',
    'SLACK_ALERT_CHANNELS',
    'PORT',
    'SLACK_BOT_TOKEN',
    'HOST',
  ]);
});

const HIDDEN = /aBcDeFgH|Hidden/;
const messageOf = (environment: Environment): string => {
  try {
    loadConfig(environment);
    return '';
  } catch (error) {
    return String(error);
  }
};

test.each(VARIABLES.map(({ name }) => name))('a token in %s is not shown', (name) => {
  const tokens = [
    'xoxb-12-aBcDeFgH~',
    'xapp-1-aBcDeFgH~',
    'xoxe.xoxp-1-aBcDeFgH~',
    'https://u:aBcDeFgH@a.example/',
  ];
  expect(tokens.map((token) => messageOf({ [name]: token })).join('\n')).not.toMatch(HIDDEN);
});

test.each(VARIABLES.filter(({ isSecret }) => isSecret).map(({ name }) => name))(
  'a wrong value of %s is not shown',
  (name) => {
    expect(messageOf({ [name]: 'Hidden Word' })).toMatch(name);
    expect(messageOf({ [name]: 'Hidden Word' })).not.toMatch(HIDDEN);
  },
);
