import { fileURLToPath } from 'node:url';
import type { Check } from '../bot/doctor/check.ts';
import { slackChecks } from '../bot/doctor/slack-checks.ts';
import type { SlackProbe } from '../bot/doctor/slack-probe.ts';
import { type StoreCondition, storeChecks } from '../bot/doctor/store-check.ts';
import { type Config, ConfigError, loadConfig, readEnvironment } from '../config.ts';
import { loadRuleBook, RuleFileError } from '../diagnosis/load-rules.ts';

export type DoctorOptions = { readonly isJson: boolean };

/** What the doctor looks at, and where it says what it found. */
export type Examined = {
  /** Throws a ConfigError with all that is wrong. */
  readonly config: () => Config;
  readonly rules: string;
  readonly probe: (slack: Config) => Promise<SlackProbe>;
  readonly condition: (directory: string) => Promise<StoreCondition>;
  readonly now: () => number;
  readonly print: (text: string) => void;
};

/** Examines this installation; returns the exit status: 0 nothing wrong was found, 1 something is wrong. */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  return examine(options, {
    config: () => loadConfig(readEnvironment(process.cwd())),
    rules: fileURLToPath(new URL('../../rules', import.meta.url)),
    probe: probeOf,
    condition: async (directory) => {
      const { storeCondition } = await import('../store/condition.ts');
      return storeCondition(directory);
    },
    now: Date.now,
    print: (text) => process.stdout.write(text),
  });
}

/** The examination on what is handed to it. */
export async function examine({ isJson }: DoctorOptions, what: Examined): Promise<number> {
  const checks = [...(await installationChecks(what)), rulesCheck(what.rules)];
  what.print(isJson ? jsonOf(checks) : pageOf(checks));
  return checks.some((check) => check.kind === 'fault') ? 1 : 0;
}

// Bolt takes a while to load, and nothing but Slack needs it.
async function probeOf({ slack, slackApiUrl }: Config): Promise<SlackProbe> {
  if (slack.kind === 'local') throw new Error('local mode has no Slack to ask');
  const { slackProbe } = await import('../slack/doctor-calls.ts');
  const appToken = slack.kind === 'socket' ? slack.appToken : undefined;
  return slackProbe({ apiUrl: slackApiUrl, botToken: slack.botToken, appToken });
}

async function installationChecks(what: Examined): Promise<readonly Check[]> {
  let config: Config;
  try {
    config = what.config();
  } catch (error) {
    if (error instanceof ConfigError) return configFaults(error);
    throw error;
  }
  const condition = await what.condition(config.dataDirectory);
  return [
    configCheck(config),
    ...doubts(config),
    ...(await slackPart(config, what)),
    ...storeChecks(config.dataDirectory, condition, what.now()),
  ];
}

function configFaults({ faults }: ConfigError): readonly Check[] {
  const says = 'needs a configuration that can be used';
  return [
    ...faults.map(({ variable, fault, allowed }): Check => {
      return { kind: 'fault', about: variable, says: fault, todo: `give it ${allowed}` };
    }),
    { kind: 'not-checked', about: 'Slack', says },
    { kind: 'not-checked', about: 'store', says },
  ];
}

function configCheck(config: Config): Check {
  const ways = { local: 'local mode', socket: 'Socket Mode', http: 'HTTP' };
  const { alertChannels, shadowChannels } = config;
  const parts = [
    ways[config.slack.kind],
    alertChannels.length === 0
      ? 'answers only when asked'
      : `answers alerts in ${alertChannels.join(', ')}`,
    ...(shadowChannels.length === 0 ? [] : [`only reads ${shadowChannels.join(', ')}`]),
    `data in ${config.dataDirectory}`,
    `server at ${config.host}:${config.port}`,
  ];
  return { kind: 'ok', about: 'configuration', says: parts.join('; ') };
}

/** What may be meant so, and often is not. */
function doubts({ slack, alertChannels, shadowChannels, unknown }: Config): readonly Check[] {
  const none = slack.kind !== 'local' && alertChannels.length + shadowChannels.length === 0;
  const says = 'names no channel, so alerts are answered only when somebody asks';
  return [
    ...(none ? [{ kind: 'not-checked', about: 'SLACK_ALERT_CHANNELS', says } as const] : []),
    ...unknown.map((about): Check => {
      return { kind: 'not-checked', about, says: 'is no variable of this bot: a typing error?' };
    }),
  ];
}

async function slackPart(config: Config, what: Examined): Promise<readonly Check[]> {
  if (config.slack.kind === 'local') {
    const says = 'no token is set, so nothing is connected; docs/slack.md tells how to go on';
    return [{ kind: 'not-checked', about: 'Slack', says }];
  }
  const { alertChannels, shadowChannels, defaultChannel, opsChannel } = config;
  const channels = {
    SLACK_ALERT_CHANNELS: alertChannels,
    SLACK_SHADOW_CHANNELS: shadowChannels,
    DEFAULT_CHANNEL: defaultChannel === undefined ? [] : [defaultChannel],
    OPS_CHANNEL: opsChannel === undefined ? [] : [opsChannel],
  };
  return slackChecks(await what.probe(config), channels, what.now);
}

function rulesCheck(folder: string): Check {
  const about = 'rules';
  try {
    return { kind: 'ok', about, says: `${loadRuleBook(folder).rules.length} causes` };
  } catch (error) {
    if (!(error instanceof RuleFileError)) throw error;
    return {
      kind: 'fault',
      about,
      says: `${error.faults.length} faults in the rule files`,
      todo: 'mend what npx nginx-diagnose rules names',
    };
  }
}

function jsonOf(checks: readonly Check[]): string {
  const isOk = checks.every((check) => check.kind !== 'fault');
  const rows = checks.map((check) => ({
    check: check.about,
    state: check.kind,
    says: check.says,
    todo: check.kind === 'fault' ? check.todo : null,
  }));
  return `${JSON.stringify({ ok: isOk, checks: rows }, null, 2)}\n`;
}

function pageOf(checks: readonly Check[]): string {
  const lines = checks.flatMap((check) => {
    const line = `${STATES[check.kind].padEnd(11)}  ${check.about}: ${check.says}`;
    return check.kind === 'fault' ? [line, `${' '.repeat(11)}  → ${check.todo}`] : [line];
  });
  const faults = checks.filter((check) => check.kind === 'fault').length;
  const end = faults === 0 ? 'nothing wrong was found' : `${faults} to put right`;
  return `${[...lines, end].join('\n')}\n`;
}

const STATES = { ok: 'ok', fault: 'fault', 'not-checked': 'not checked' };
