import { isIP } from 'node:net';
import { z } from 'zod';
import { displayText } from './text/display.ts';
import { redact } from './text/redact.ts';

/** One variable of the environment, as `.env.example`, faults and the reading of it know it. */
export type Variable = {
  readonly name: VariableName;
  /** What it is for, in one line. */
  readonly meaning: string;
  readonly allowed: string;
  /** What holds when it is not set; undefined when nothing does. */
  readonly fallback: string | undefined;
  readonly isSecret: boolean;
};

export type VariableName = keyof typeof FIELDS;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const BOT_TOKEN = /^xoxb-[\w-]{1,250}$/u;
const APP_TOKEN = /^xapp-[\w-]{1,250}$/u;
const ANY_TOKEN = /^x(?:ox[a-z]|oxe\.xox[a-z]|app)[-.]/u;
const CHANNEL = /^[CG][A-Z0-9]{1,20}$/u;
const PERSON = /^[UWD][A-Z0-9]{6,20}$/u;
const PORT = /^\d{1,5}$/u;
const HOST_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/u;
const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|\[::1\])$/u;
const HEADER_WORD = /^[\x21-\x7e]{1,500}$/u;
const CHANNEL_ID = 'ids such as C0123ABCDEF, last in a channel’s details (click its name)';
const SEPARATOR = /[\s,;]+/u;
const LONGEST_SHOWN = 40;

const text = z.string();

/** A text that `faultOf` has nothing against. */
const checked = (faultOf: (value: string) => string | undefined) =>
  text.check((payload) => {
    const fault = faultOf(payload.value);
    if (fault !== undefined)
      payload.issues.push({ code: 'custom', message: fault, input: undefined });
  });

const channelList = checked((value) => firstFault(listOf(value), channelFault)).transform((value) =>
  Object.freeze([...new Set(listOf(value))]),
);

/** How each variable is read once blanks and quotes around it are gone; empty counts as not set. */
const FIELDS = {
  SLACK_BOT_TOKEN: checked(botTokenFault).optional(),
  SLACK_APP_TOKEN: checked(appTokenFault).optional(),
  SLACK_SIGNING_SECRET: checked(signingSecretFault).optional(),
  SLACK_ALERT_CHANNELS: channelList.default([]),
  SLACK_SHADOW_CHANNELS: channelList.default([]),
  DEFAULT_CHANNEL: checked(channelFault).optional(),
  OPS_CHANNEL: checked(channelFault).optional(),
  HOST: checked(hostFault).default('127.0.0.1'),
  PORT: checked(portFault).transform(Number).default(3000),
  DATA_DIR: checked(folderFault).default('./data'),
  WEBHOOK_TOKEN: checked(webhookTokenFault).optional(),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(LOG_LEVELS, { error: 'is no level' }))
    .default('info'),
  SLACK_API_URL: checked(apiUrlFault)
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .default('https://slack.com/api/'),
};

export const environmentSchema = z.object(FIELDS);

/** Every variable the bot knows, in the order in which `.env.example` has them. */
export const VARIABLES: readonly Variable[] = [
  {
    name: 'SLACK_BOT_TOKEN',
    meaning: 'Bot User OAuth Token (OAuth & Permissions). No token at all: local mode, no Slack',
    allowed: 'the token that begins with xoxb-',
    fallback: undefined,
    isSecret: true,
  },
  {
    name: 'SLACK_APP_TOKEN',
    meaning: 'app-level token with connections:write (Basic Information), for Socket Mode',
    allowed: 'the token that begins with xapp-',
    fallback: undefined,
    isSecret: true,
  },
  {
    name: 'SLACK_SIGNING_SECRET',
    meaning: 'Signing Secret (Basic Information), for HTTP instead of Socket Mode',
    allowed: 'the Signing Secret of the app, 32 letters and digits',
    fallback: undefined,
    isSecret: true,
  },
  {
    name: 'SLACK_ALERT_CHANNELS',
    meaning: 'channels whose alerts are answered without being asked',
    allowed: `${CHANNEL_ID}, separated by commas`,
    fallback: undefined,
    isSecret: false,
  },
  {
    name: 'SLACK_SHADOW_CHANNELS',
    meaning: 'channels that are only read: what would have been said is noted, nothing is posted',
    allowed: `${CHANNEL_ID}, separated by commas`,
    fallback: undefined,
    isSecret: false,
  },
  {
    name: 'DEFAULT_CHANNEL',
    meaning: 'where alerts go whose webhook names no channel',
    allowed: `one of the ${CHANNEL_ID}`,
    fallback: undefined,
    isSecret: false,
  },
  {
    name: 'OPS_CHANNEL',
    meaning: 'where the bot speaks of itself: its own trouble, and what shadow channels gave',
    allowed: `one of the ${CHANNEL_ID}`,
    fallback: undefined,
    isSecret: false,
  },
  {
    name: 'HOST',
    meaning: 'address of the HTTP server; beyond this machine only with WEBHOOK_TOKEN',
    allowed: 'an address of this machine, 127.0.0.1 for itself only, 0.0.0.0 for all',
    fallback: '127.0.0.1',
    isSecret: false,
  },
  {
    name: 'PORT',
    meaning: 'port of the HTTP server',
    allowed: 'a number from 0 to 65535; 0 takes any free one',
    fallback: '3000',
    isSecret: false,
  },
  {
    name: 'DATA_DIR',
    meaning: 'folder of the database; one bot a folder',
    allowed: 'a folder that the bot may write to, by its whole path or from where it is started',
    fallback: './data',
    isSecret: false,
  },
  {
    name: 'WEBHOOK_TOKEN',
    meaning: 'what senders of webhooks without a signature have to show',
    allowed: 'a word without blanks, as openssl rand -hex 24 prints',
    fallback: undefined,
    isSecret: true,
  },
  {
    name: 'LOG_LEVEL',
    meaning: 'how much the bot writes about itself',
    allowed: LOG_LEVELS.join(', '),
    fallback: 'info',
    isSecret: false,
  },
  {
    name: 'SLACK_API_URL',
    meaning: 'another Web API than Slack’s own, for tests',
    allowed: 'an https URL, or an http one on this machine',
    fallback: 'https://slack.com/api/',
    isSecret: false,
  },
];

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** The parts of a list that is separated by commas, as people write it: with blanks, breaks and a comma too many. */
export function listOf(value: string): readonly string[] {
  return value.split(SEPARATOR).filter((part) => part !== '');
}

function firstFault(
  parts: readonly string[],
  faultOf: (part: string) => string | undefined,
): string | undefined {
  return parts.map(faultOf).find((fault) => fault !== undefined);
}

function botTokenFault(value: string): string | undefined {
  if (BOT_TOKEN.test(value)) return undefined;
  if (value.startsWith('xapp-')) return 'holds an app-level token, which is SLACK_APP_TOKEN’s';
  if (value.startsWith('xoxp-')) return 'holds a user token, and the bot acts as itself only';
  if (value.startsWith('xoxe'))
    return 'holds a token that expires: the app has token rotation switched on';
  return value.startsWith('xoxb-') ? 'is no whole token' : 'is no bot token';
}

function appTokenFault(value: string): string | undefined {
  if (APP_TOKEN.test(value)) return undefined;
  if (value.startsWith('xoxb-')) return 'holds a bot token, which is SLACK_BOT_TOKEN’s';
  return value.startsWith('xapp-') ? 'is no whole token' : 'is no app-level token';
}

function signingSecretFault(value: string): string | undefined {
  if (ANY_TOKEN.test(value)) return 'holds a token, and is no token itself';
  return HEADER_WORD.test(value) ? undefined : 'holds blanks or characters that no secret has';
}

function channelFault(value: string): string | undefined {
  if (CHANNEL.test(value)) return undefined;
  if (PERSON.test(value)) return `holds ${value}, a person or a direct message`;
  const shown = shownValue(value);
  return value.startsWith('#') ? `holds the name ${shown}, not an id` : `holds ${shown}, no id`;
}

function hostFault(value: string): string | undefined {
  if (isIP(value) !== 0 || HOST_NAME.test(value)) return undefined;
  return `is ${shownValue(value)}, no address`;
}

function portFault(value: string): string | undefined {
  if (PORT.test(value) && Number(value) <= 65_535) return undefined;
  return `is ${shownValue(value)}, no port`;
}

function folderFault(value: string): string | undefined {
  if (value.startsWith('~')) return `is ${shownValue(value)}, and only a shell reads ~ as home`;
  return value.includes('\u0000') ? 'holds a zero byte' : undefined;
}

function webhookTokenFault(value: string): string | undefined {
  return HEADER_WORD.test(value) ? undefined : 'holds blanks or characters that no header has';
}

function apiUrlFault(value: string): string | undefined {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return 'is no web address';
  if (url.username !== '' || url.password !== '') return 'holds a password';
  if (url.search !== '' || url.hash !== '') return 'goes on behind its path';
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return 'would send tokens over http in the clear';
  return undefined;
}

/** What was written by mistake may be a secret in the wrong place. */
function shownValue(value: string): string {
  if (ANY_TOKEN.test(value)) return '(a token, not shown)';
  return `"${displayText(redact(value), LONGEST_SHOWN)}"`;
}
