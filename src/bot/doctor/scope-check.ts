import type { Check } from './check.ts';
import type { SlackAnswer } from './slack-probe.ts';

/** What the bot may do in Slack, each with what would not work without it; manifest.yml asks for the same. */
export const CORE_SCOPES: ReadonlyMap<string, string> = new Map([
  ['app_mentions:read', 'mentions are not seen'],
  ['channels:history', 'alerts are not seen'],
  ['chat:write', 'nothing can be answered'],
  ['commands', 'the slash command, shortcuts and forms are missing'],
  ['files:read', 'files and snippets cannot be read'],
]);

/** Whether the bot token may do what the bot does, from the scopes that came with auth.test. */
export function scopeCheck(answer: SlackAnswer): Check {
  const about = 'scopes';
  if (answer.kind !== 'answered')
    return { kind: 'not-checked', about, says: 'needs a bot token that works' };
  const { scopes } = answer;
  if (scopes === undefined)
    return { kind: 'not-checked', about, says: 'the answer did not name them' };
  const missing = [...CORE_SCOPES.keys()].filter((scope) => !scopes.includes(scope));
  if (missing.length === 0)
    return { kind: 'ok', about, says: `all ${CORE_SCOPES.size} that are needed` };
  const lost = missing.map((scope) => CORE_SCOPES.get(scope)).join('; ');
  return {
    kind: 'fault',
    about,
    says: `the bot token lacks ${missing.join(', ')}: ${lost}`,
    todo: `add ${missing.join(', ')} to the app’s scopes (api.slack.com/apps → OAuth & Permissions → Bot Token Scopes) and reinstall the app`,
  };
}
