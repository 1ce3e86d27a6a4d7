import { webApi } from '@slack/bolt';
import type { Log } from '../bot/log.ts';
import type { Clock } from '../bot/ports.ts';
import { saidBy } from './bolt-log.ts';
import type { SlackClient } from './clients.ts';
import { isPassing, wordOf } from './slack-failure.ts';

/** Who we are in Slack. */
export type Identity = {
  readonly botUserId: string;
  readonly botId: string;
  /** Known from the app-level token only. */
  readonly appId: string | undefined;
  /** Address of the workspace, with a slash at its end. */
  readonly teamUrl: string;
};

/** A token that Slack will never take: the message says what to do. */
export class SlackTokenError extends Error {
  override readonly name = 'SlackTokenError';
}

type Asking = {
  readonly client: SlackClient;
  readonly appToken: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
};

// Slack finds the workspace of a link by the reader's session where its address is not known.
const ANY_WORKSPACE = 'https://slack.com/';
const LONGEST_WAIT_MS = 60_000;
const APP_ID = /^xapp-\d{1,3}-([A-Z][A-Z0-9]{5,20})-/;
// Answers that stay the same however often we ask (docs.slack.dev/reference/methods/auth.test).
const FINAL = new Map([
  ['invalid_auth', 'it is not a token of this Slack: copy the "Bot User OAuth Token" again'],
  ['not_authed', 'it is empty'],
  ['account_inactive', 'the app was removed from the workspace: install it again'],
  ['token_revoked', 'it was revoked: install the app again'],
  ['token_expired', 'it has expired: turn token rotation off and install the app again'],
  ['user_removed_from_team', 'the bot was removed from the workspace: install the app again'],
  ['team_disabled', 'the workspace is disabled'],
  ['not_allowed_token_type', 'it must be a bot token, which begins with xoxb-'],
]);

/**
 * Who the bot token belongs to, asked until Slack answers. Bolt asks once and, when that one call fails, drops every later
 * event while it acknowledges it.
 */
export async function identityOf(asking: Asking): Promise<Identity> {
  for (let tries = 0; ; tries += 1) {
    asking.signal.throwIfAborted();
    try {
      return identityIn(await asking.client.auth.test({}), asking.appToken);
    } catch (failure) {
      throwIfFinal(failure);
      const waitMs = waitAfter(failure, tries);
      asking.log.warn({ waitMs, failure: saidBy(failure) }, 'slack did not say who we are');
      await asking.clock.sleep(waitMs, asking.signal);
    }
  }
}

/** Whether Slack is there, whatever it says of the token; in an outage it is not. */
export async function doesAnswer(client: SlackClient): Promise<boolean> {
  try {
    await client.auth.test({});
    return true;
  } catch (failure) {
    return wordOf(failure) !== undefined && !isPassing(failure);
  }
}

function identityIn(answer: webApi.AuthTestResponse, appToken: string | undefined): Identity {
  const { user_id: botUserId, bot_id: botId, url = ANY_WORKSPACE } = answer;
  if (botUserId === undefined) throw new Error('auth.test named no user');
  if (botId === undefined) throw notBot('it must be a bot token, which begins with xoxb-');
  const teamUrl = url.endsWith('/') ? url : `${url}/`;
  return { botUserId, botId, appId: APP_ID.exec(appToken ?? '')?.[1], teamUrl };
}

function throwIfFinal(failure: unknown): void {
  if (failure instanceof SlackTokenError) throw failure;
  if (!(failure instanceof webApi.WebAPIPlatformError)) return;
  const advice = FINAL.get(failure.data.error);
  if (advice !== undefined) throw notBot(`${advice} (Slack said ${failure.data.error})`, failure);
}

function notBot(advice: string, cause?: unknown): SlackTokenError {
  return new SlackTokenError(`SLACK_BOT_TOKEN cannot be used: ${advice}`, { cause });
}

function waitAfter(failure: unknown, tries: number): number {
  const asked = failure instanceof webApi.WebAPIRateLimitedError ? failure.retryAfter * 1000 : 0;
  return Math.max(asked, Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(tries, 10)));
}
