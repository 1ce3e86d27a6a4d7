import { type Base, IDENTITY, newId, newTs } from './base.ts';
import type { Delivered, Deliveries } from './deliveries.ts';
import { asJson, type Json, textOf } from './json.ts';

export type Events = {
  /** Sends an event, or a whole event_callback body as it is. */
  send(event: Json, envelope?: Json): Delivered;
  /** Sends what happened in a channel, if the app may see it: it must be a member and have the scope. */
  inChannel(channel: string, event: Json, envelope?: Json): Delivered | undefined;
  changed(channel: string, before: Json, after: Json): Delivered | undefined;
  deleted(channel: string, before: Json): Delivered | undefined;
};

/** The Events API: bodies around what happened. */
export function newEvents(base: Base, deliveries: Deliveries): Events {
  const send = (event: Json, envelope: Json = {}): Delivered => {
    const payload = event.type === 'event_callback' ? event : bodyOf(event, envelope);
    return deliveries.send({ kind: 'event', id: textOf(payload.event_id) ?? '', payload });
  };
  const inChannel: Events['inChannel'] = (channel, event, envelope = {}) => {
    const scope = event.type === 'app_mention' ? 'app_mentions:read' : historyScope(channel);
    const maySee = base.settings.scopes.includes(scope);
    if (!maySee || base.workspace.channels.get(channel)?.isMember !== true) return undefined;
    const where = { channel, channel_type: channelType(channel) };
    return send({ event_ts: newTs(), ...event, ...where }, envelope);
  };
  return {
    send,
    inChannel,
    changed: (channel, before, after) =>
      inChannel(channel, {
        ...hidden('message_changed'),
        message: after,
        previous_message: before,
      }),
    deleted: (channel, before) =>
      inChannel(channel, {
        ...hidden('message_deleted'),
        deleted_ts: before.ts,
        previous_message: before,
      }),
  };
}

function hidden(subtype: string): Json {
  const ts = newTs();
  return { type: 'message', subtype, hidden: true, ts, event_ts: ts };
}

/** Scope that reading this kind of channel needs. */
export const historyScope = (channel: string): string =>
  ({ group: 'groups:history', im: 'im:history', channel: 'channels:history' })[
    channelType(channel)
  ];

export function channelType(channel: string): 'group' | 'im' | 'channel' {
  if (channel.startsWith('G')) return 'group';
  return channel.startsWith('D') ? 'im' : 'channel';
}

function bodyOf(event: Json, envelope: Json): Json {
  const authorization = {
    enterprise_id: null,
    team_id: IDENTITY.teamId,
    user_id: IDENTITY.botUserId,
    is_bot: true,
    is_enterprise_install: false,
  };
  return {
    token: IDENTITY.verificationToken,
    team_id: IDENTITY.teamId,
    context_team_id: IDENTITY.teamId,
    api_app_id: IDENTITY.appId,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(Number(asJson(event).event_ts ?? Date.now() / 1_000)),
    authorizations: [authorization],
    is_ext_shared_channel: false,
    event_context: newId('4-'),
    ...envelope,
  };
}
