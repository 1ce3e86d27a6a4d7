import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import {
  environmentSchema,
  isLoopback,
  type LogLevel,
  listOf,
  VARIABLES,
  type VariableName,
} from './config-variables.ts';

/** How the bot reaches Slack. */
type SlackAccess =
  /** Not at all: no token is set. */
  | { readonly kind: 'local' }
  | { readonly kind: 'socket'; readonly botToken: string; readonly appToken: string }
  | { readonly kind: 'http'; readonly botToken: string; readonly signingSecret: string };

export type Config = {
  readonly slack: SlackAccess;
  /** Ends with a slash. */
  readonly slackApiUrl: string;
  readonly alertChannels: readonly string[];
  readonly shadowChannels: readonly string[];
  readonly defaultChannel: string | undefined;
  readonly opsChannel: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly webhookToken: string | undefined;
  readonly logLevel: LogLevel;
  /** Variables that begin like ours and are none: typing errors, or another program's. */
  readonly unknown: readonly string[];
};

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigFault = {
  readonly variable: string;
  /** What is wrong with it; never the value of a secret. */
  readonly fault: string;
  readonly allowed: string;
};

/** The environment cannot be used; the message names every fault, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly ConfigFault[];
  constructor(faults: readonly ConfigFault[], options?: ErrorOptions) {
    super(
      faults
        .map(({ variable, fault, allowed }) => `${variable} ${fault}; allowed: ${allowed}`)
        .join('\n'),
      options,
    );
    this.faults = faults;
  }
}

/** What an environment says, checked; throws one ConfigError with all that is wrong. */
export function loadConfig(environment: Environment): Config {
  const given = givenIn(environment);
  const read = environmentSchema.safeParse(given);
  const faults = [
    ...(read.error?.issues ?? []).map((issue) => faultOf(String(issue.path[0]), issue.message)),
    ...togetherFaults(given),
  ];
  if (faults.length > 0 || !read.success) throw new ConfigError(faults);
  const values = read.data;
  return Object.freeze({
    slack: Object.freeze(accessOf(values)),
    slackApiUrl: values.SLACK_API_URL,
    alertChannels: values.SLACK_ALERT_CHANNELS,
    shadowChannels: values.SLACK_SHADOW_CHANNELS,
    defaultChannel: values.DEFAULT_CHANNEL,
    opsChannel: values.OPS_CHANNEL,
    host: values.HOST,
    port: values.PORT,
    dataDirectory: values.DATA_DIR,
    webhookToken: values.WEBHOOK_TOKEN,
    logLevel: values.LOG_LEVEL,
    unknown: unknownIn(environment),
  });
}

/** The variables of this process, and below them those of the file `.env` in the folder. */
export function readEnvironment(folder: string): Environment {
  return { ...environmentOfFile(join(folder, '.env')), ...process.env };
}

function environmentOfFile(file: string): Environment {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ENOENT') return {};
    const fault = { variable: '.env', fault: `cannot be read (${code})`, allowed: ALLOWED_FILE };
    throw new ConfigError([fault], { cause });
  }
  return { ...parse(text), ...hashValues(text) };
}

const ALLOWED_FILE = 'a file that this user may read, or none';
// dotenv takes SLACK_ALERT_CHANNELS=#alerts for an empty value and a comment; it is a mistake that must not go unseen.
const HASH_VALUE = /^[ \t]{0,20}(\w{1,40})[ \t]{0,20}=(#[^\s#][^\s#]{0,80})/gmu;

function hashValues(text: string): Environment {
  return Object.fromEntries([...text.matchAll(HASH_VALUE)].map(([, name, value]) => [name, value]));
}

/** The variables that are ours and set, without the blanks and quotes that came along when they were copied. */
function givenIn(environment: Environment): Partial<Record<VariableName, string>> {
  const pairs = VARIABLES.map(({ name }) => [name, bare(environment[name] ?? '')] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

const QUOTED = /^(?:"([^"]*)"|'([^']*)'|`([^`]*)`|“([^”]*)”|‘([^’]*)’)$/u;

function bare(value: string): string {
  const trimmed = value.trim();
  const [, ...inner] = QUOTED.exec(trimmed) ?? [];
  return inner.find((one) => one !== undefined)?.trim() ?? trimmed;
}

function unknownIn(environment: Environment): readonly string[] {
  const known = new Set<string>(VARIABLES.map(({ name }) => name));
  return Object.keys(environment).filter((name) => name.startsWith('SLACK_') && !known.has(name));
}

/** What only shows when variables are looked at together. */
function togetherFaults(given: Partial<Record<VariableName, string>>): readonly ConfigFault[] {
  return [...tokenFaults(given), ...listFaults(given), ...openFaults(given)];
}

function tokenFaults(given: Partial<Record<VariableName, string>>): readonly ConfigFault[] {
  const has = (name: VariableName): boolean => given[name] !== undefined;
  if (has('SLACK_BOT_TOKEN')) {
    if (has('SLACK_APP_TOKEN') || has('SLACK_SIGNING_SECRET')) return [];
    return [faultOf('SLACK_APP_TOKEN', 'is not set beside SLACK_BOT_TOKEN', HALF)];
  }
  const alone = (['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'] as const).filter(has).join(' and ');
  return alone === '' ? [] : [faultOf('SLACK_BOT_TOKEN', `is not set beside ${alone}`)];
}

const HALF =
  'an app-level token (xapp-) for Socket Mode, or SLACK_SIGNING_SECRET in its place for HTTP';

function listFaults(given: Partial<Record<VariableName, string>>): readonly ConfigFault[] {
  const alerts = new Set(listOf(given.SLACK_ALERT_CHANNELS ?? ''));
  const twice = listOf(given.SLACK_SHADOW_CHANNELS ?? '').filter((id) => alerts.has(id));
  return [...new Set(twice)].map((id) =>
    faultOf(
      'SLACK_SHADOW_CHANNELS',
      `holds ${id}, which SLACK_ALERT_CHANNELS holds too`,
      'each channel in one of the two lists only: take it out of the other',
    ),
  );
}

function openFaults(given: Partial<Record<VariableName, string>>): readonly ConfigFault[] {
  const { HOST: host, WEBHOOK_TOKEN: token } = given;
  if (host === undefined || token !== undefined || isLoopback(host)) return [];
  return [
    faultOf(
      'HOST',
      'lets others in, and WEBHOOK_TOKEN is not set',
      '127.0.0.1, or a WEBHOOK_TOKEN',
    ),
  ];
}

function faultOf(name: string, fault: string, instead?: string): ConfigFault {
  const allowed = instead ?? VARIABLES.find((one) => one.name === name)?.allowed ?? '';
  return { variable: name, fault, allowed };
}

function accessOf(values: {
  readonly SLACK_BOT_TOKEN?: string | undefined;
  readonly SLACK_APP_TOKEN?: string | undefined;
  readonly SLACK_SIGNING_SECRET?: string | undefined;
}): SlackAccess {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } = values;
  const { SLACK_SIGNING_SECRET: signingSecret } = values;
  if (botToken !== undefined && appToken !== undefined)
    return { kind: 'socket', botToken, appToken };
  if (botToken !== undefined && signingSecret !== undefined)
    return { kind: 'http', botToken, signingSecret };
  return { kind: 'local' };
}
