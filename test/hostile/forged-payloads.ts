import { IDENTITY, newId } from '../fake-slack/base.ts';

type Json = Readonly<Record<string, unknown>>;

/** Who does all of it. */
export const FORGER = 'U0FORGER01';

const about = (): Json => ({
  user: { id: FORGER, username: 'x', team_id: IDENTITY.teamId },
  team: { id: IDENTITY.teamId, domain: IDENTITY.teamDomain },
  api_app_id: IDENTITY.appId,
  trigger_id: newId('trigger'),
});

/** A click in a channel; `more` replaces what Slack would say of it. */
export const forgedClick = (channel: string, action: Json, more: Json = {}): Json => ({
  type: 'block_actions',
  ...about(),
  channel: { id: channel, name: 'x' },
  container: { type: 'message', channel_id: channel },
  actions: [{ type: 'button', block_id: 'b', action_ts: '1.1', ...action }],
  ...more,
});

/** What the window of ours brings back; `view` and `whole` replace what Slack would say of it. */
export const forgedView = (values: unknown, view: Json = {}, whole: Json = {}): Json => ({
  type: 'view_submission',
  ...about(),
  view: {
    id: newId('V'),
    type: 'modal',
    callback_id: 'paste',
    hash: '1.x',
    private_metadata: '{}',
    state: { values },
    ...view,
  },
  response_urls: [],
  ...whole,
});

/** The shortcut on a message. */
export const forgedShortcut = (more: Json): Json => ({
  type: 'message_action',
  callback_id: 'diagnose-message',
  ...about(),
  ...more,
});

/** A slash command, as a form. */
export const forgedCommand = (fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams({
    command: '/nginx-diagnose',
    user_id: FORGER,
    trigger_id: newId('trigger'),
    ...fields,
  }).toString();

/** Values of the window with this in its box for lines. */
export const written = (value: unknown): Json => ({
  text: { value: { type: 'plain_text_input', value } },
});

/** Addresses that are not Slack's, though some look like it. */
export const elsewhere = (trap: string): readonly string[] => [
  `${trap}/response`,
  'http://169.254.169.254/latest/meta-data/',
  'https://evil.example/',
  'https://hooks.slack.com.evil.example/x',
  'https://hooks.slack.com@evil.example/x',
  'https://evil.example/hooks.slack.com',
  'http://hooks.slack.com/x',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '//evil.example/x',
  '',
  'x',
];
