import { z } from 'zod';
import type { ClickBody, Submission } from '../bot/submission.ts';

const id = z.string().min(1).max(255);
const action = z.object({
  action_id: id,
  action_ts: z.string().optional(),
  value: z.string().max(2000).optional(),
  selected_option: z.object({ value: z.string().max(2000) }).nullish(),
});
const blockActions = z.object({
  type: z.literal('block_actions'),
  trigger_id: id.optional(),
  user: z.object({ id }),
  channel: z.object({ id }).nullish(),
  container: z.object({ channel_id: id.optional() }).nullish(),
  response_url: z.string().optional(),
  actions: z.array(action).min(1),
});

/** A click, read: what was clicked, by whom and where. */
export type Click = {
  readonly actionId: string;
  readonly incident: string;
  readonly argument: string | undefined;
  readonly user: string;
  /** Unknown for clicks in the app's home. */
  readonly channel: string | undefined;
  readonly responseUrl: string | undefined;
  readonly triggerId: string | undefined;
  readonly key: string;
};

const INCIDENT = /^i[0-9a-f]{12}$/;
const CAUSE = /^[a-z][a-z-]{1,60}$/;
const MINUTES = /^\d{1,5}$/;

/** Reads a click on a button or in a menu of ours; undefined when it is none, or its value is not one we ever write. */
export function clickIn(body: unknown): Click | undefined {
  const read = blockActions.safeParse(body);
  const clicked = read.data?.actions[0];
  if (!read.success || clicked === undefined) return undefined;
  const { user, channel, container, response_url: responseUrl, trigger_id: triggerId } = read.data;
  const [incident = '', argument, ...more] = writtenIn(clicked).split('|');
  if (!INCIDENT.test(incident) || more.length > 0) return undefined;
  return {
    actionId: clicked.action_id,
    incident,
    argument,
    user: user.id,
    channel: channel?.id ?? container?.channel_id,
    responseUrl,
    triggerId,
    key: `click:${triggerId ?? `${clicked.action_ts ?? ''}:${user.id}`}`,
  };
}

/** What a click asks to be done; undefined for those that only open a window. */
export function clickSubmission(body: unknown, receivedAt: number): Submission | undefined {
  const click = clickIn(body);
  const change = click === undefined ? undefined : changeOf(click);
  if (click === undefined || change === undefined) return undefined;
  const { incident, user, channel = '', responseUrl } = click;
  return {
    key: click.key,
    receivedAt,
    body: { kind: 'click', ...change, incident, user, channel, responseUrl },
  };
}

function changeOf({ actionId, argument }: Click): Pick<ClickBody, 'action' | 'value'> | undefined {
  switch (actionId) {
    case 'acknowledge':
    case 'wake':
    case 'share':
      return argument === undefined ? { action: actionId, value: '' } : undefined;
    case 'not-the-cause':
    case 'put-back':
      return CAUSE.test(argument ?? '') ? { action: actionId, value: argument ?? '' } : undefined;
    case 'snooze':
      return isMinutes(argument) ? { action: actionId, value: argument } : undefined;
    default:
      return undefined;
  }
}

// From five minutes to a week.
function isMinutes(argument: string | undefined): argument is string {
  return MINUTES.test(argument ?? '') && Number(argument) >= 5 && Number(argument) <= 10_080;
}

function writtenIn(clicked: z.infer<typeof action>): string {
  return clicked.selected_option?.value ?? clicked.value ?? '';
}
