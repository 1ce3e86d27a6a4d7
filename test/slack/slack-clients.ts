import { boltLog } from '../../src/slack/bolt-log.ts';
import { type SlackClients, slackClients } from '../../src/slack/clients.ts';
import type { Identity } from '../../src/slack/identity.ts';
import type { FakeSlack } from '../fake-slack/fake-slack.ts';
import { recordingLog } from './recording-log.ts';

/** Clients for the fake Slack. */
export function clientsOf({ apiUrl, botToken }: FakeSlack): SlackClients {
  return slackClients({ apiUrl, botToken, logger: boltLog(recordingLog()) });
}

/** Who the bot is in the fake Slack. */
export function identityIn({ botUserId, botId, appId, teamUrl }: FakeSlack): Identity {
  return { botUserId, botId, appId, teamUrl };
}
