import { displayText } from '../../text/display.ts';
import type { Check } from './check.ts';
import { noAnswer } from './no-answer.ts';
import type { SlackAnswer } from './slack-probe.ts';

type Remedy = { readonly says: string; readonly todo: string };

const LONGEST_NAME = 60;
const PAGE = 'api.slack.com/apps';
const COPY_BOT_TOKEN = `copy the Bot User OAuth Token again (${PAGE} → OAuth & Permissions)`;
const REINSTALL = `install the app again (${PAGE} → Install App), then copy its new token`;
const NEW_APP_TOKEN = `generate an app-level token with connections:write (${PAGE} → Basic Information)`;
const LATER = 'ask again in a few minutes; slack-status.com says whether Slack is in trouble';

// docs.slack.dev/reference/methods/auth.test and apps.connections.open, "Errors".
const BOTH: Readonly<Record<string, Remedy>> = {
  account_inactive: { says: 'the app was removed from the workspace', todo: REINSTALL },
  token_revoked: { says: 'the token was revoked', todo: REINSTALL },
  user_removed_from_team: { says: 'the bot was removed from the workspace', todo: REINSTALL },
  team_disabled: { says: 'the workspace is disabled', todo: 'have an owner restore the workspace' },
  internal_error: { says: 'Slack is in trouble itself', todo: LATER },
  fatal_error: { says: 'Slack is in trouble itself', todo: LATER },
  service_unavailable: { says: 'Slack is in trouble itself', todo: LATER },
  request_timeout: { says: 'Slack did not read the whole request', todo: LATER },
};
const BOT_TOKEN: Readonly<Record<string, Remedy>> = {
  ...BOTH,
  invalid_auth: { says: 'Slack does not know the token', todo: COPY_BOT_TOKEN },
  not_authed: { says: 'no token arrived at Slack', todo: COPY_BOT_TOKEN },
  not_allowed_token_type: { says: 'the token is of another kind', todo: COPY_BOT_TOKEN },
  token_expired: {
    says: 'the token has expired, so the app has token rotation on',
    todo: 'create the app anew from manifest.yml, which leaves rotation off',
  },
};
const APP_TOKEN: Readonly<Record<string, Remedy>> = {
  ...BOTH,
  invalid_auth: { says: 'Slack does not know the token', todo: NEW_APP_TOKEN },
  not_authed: { says: 'no token arrived at Slack', todo: NEW_APP_TOKEN },
  not_allowed_token_type: { says: 'the token is of another kind', todo: NEW_APP_TOKEN },
  token_revoked: { says: 'the token was revoked', todo: NEW_APP_TOKEN },
  missing_scope: { says: 'the token lacks connections:write', todo: NEW_APP_TOKEN },
  no_permission: { says: 'the token lacks connections:write', todo: NEW_APP_TOKEN },
  socket_mode_not_enabled: {
    says: 'Socket Mode is off',
    todo: `switch Socket Mode on (${PAGE} → Socket Mode)`,
  },
};

/** Whose the bot token is, from the answer of auth.test. */
export function botTokenCheck(answer: SlackAnswer): Check {
  const about = 'bot token';
  if (answer.kind === 'answered') {
    const name = (field: string) => displayText(String(answer.body[field] ?? '?'), LONGEST_NAME);
    const says = `acts as @${name('user')} in ${name('team')} (${name('team_id')})`;
    return { kind: 'ok', about, says };
  }
  return answer.kind === 'refused'
    ? refused(about, { word: answer.word, remedies: BOT_TOKEN, method: 'auth.test' })
    : noAnswer(about, answer);
}

/** Whether Socket Mode would connect, from the answer of apps.connections.open. */
export function appTokenCheck(answer: SlackAnswer): Check {
  const about = 'app token';
  if (answer.kind === 'answered') return { kind: 'ok', about, says: 'Socket Mode would connect' };
  return answer.kind === 'refused'
    ? refused(about, { word: answer.word, remedies: APP_TOKEN, method: 'apps.connections.open' })
    : noAnswer(about, answer);
}

function refused(
  about: string,
  by: {
    readonly word: string;
    readonly remedies: Readonly<Record<string, Remedy>>;
    readonly method: string;
  },
): Check {
  const known = Object.hasOwn(by.remedies, by.word) ? by.remedies[by.word] : undefined;
  const todo = known?.todo ?? `look it up at docs.slack.dev/reference/methods/${by.method}`;
  const says = known === undefined ? 'Slack refuses' : known.says;
  return { kind: 'fault', about, says: `${says} (${by.word})`, todo };
}
