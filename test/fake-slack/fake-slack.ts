import { type Base, type Call, IDENTITY, newId, type Settings, startTimers } from './base.ts';
import { watchChanges } from './changes.ts';
import { type Delivered, newDeliveries } from './deliveries.ts';
import { newEvents } from './events.ts';
import { type Fault, newFaults } from './faults.ts';
import { addFile, type NewFile } from './file-methods.ts';
import { type Gestures, newGestures } from './gestures.ts';
import { newHttpPush } from './http-push.ts';
import { asJson, type Json, textOf } from './json.ts';
import type { Parts } from './method.ts';
import { newRateLimit } from './rate-limit.ts';
import { listen } from './server.ts';
import { type DisconnectReason, newSocketLink } from './socket-link.ts';
import { edit, event, remove, type Said, type Say, say } from './talk.ts';
import { newTickets } from './tickets.ts';
import { newWebApi } from './web-api.ts';
import {
  addChannel,
  type Ephemeral,
  newWorkspace,
  type OpenView,
  readChannel,
  type Stored,
} from './workspace.ts';

export type FakeSlack = Gestures & {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly appId: string;
  readonly teamId: string;
  readonly teamUrl: string;
  /** HTTP mode: where payloads go. */
  target(url: string): void;
  readonly calls: readonly Call[];
  readonly deliveries: readonly Delivered[];
  /** The messages of a channel as a reader sees them now, oldest first. */
  messages(channel: string): readonly Stored[];
  readonly ephemerals: readonly Ephemeral[];
  readonly views: readonly OpenView[];
  readonly homes: ReadonlyMap<string, Json>;
  say(said: Say): Promise<Said>;
  edit(channel: string, ts: string, patch: object): void;
  remove(channel: string, ts: string): void;
  event(event: object, envelope?: object): Promise<Delivered>;
  /** An envelope as it is, over the socket; in HTTP mode a body. */
  raw(envelope: object): void;
  /** Tells the app that Slack drops its events. */
  appRateLimited(): void;
  addFile(file: NewFile): Json;
  /** The bot is invited, or thrown out. */
  member(channel: string, isMember: boolean): void;
  fault(method: string, fault: Fault | undefined): void;
  outage(isOn: boolean): void;
  disconnect(reason: DisconnectReason, which?: 'all' | 'oldest'): void;
  sockets(): number;
  /** The first truthy answer of `check`. Throws with what was seen. */
  until<T>(check: () => T, timeoutMs?: number): Promise<NonNullable<T>>;
  close(): Promise<void>;
};

export type FakeSlackOptions = Partial<Settings>;

const DEFAULTS: Settings = {
  scopes: ['app_mentions:read', 'channels:history', 'chat:write', 'commands', 'files:read'],
  channels: ['C0ALERTS01'],
  otherChannels: ['C0OTHERS01'],
  redeliverAfterMs: 3_000,
  ackDeadlineMs: 3_000,
  triggerLifeMs: 3_000,
  responseUrlLifeMs: 30 * 60_000,
  postsPerSecond: 1,
  burst: 3,
  tierFactor: 1,
  mode: 'socket',
  clockAheadMs: 0,
};

/** Slack in this process, over real HTTP and WebSocket, for an app with `slackApiUrl: apiUrl`. */
export async function startFakeSlack(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const settings: Settings = { ...DEFAULTS, ...options };
  const posts = newRateLimit();
  const workspace = newWorkspace(settings.channels, settings.otherChannels);
  const base: Base = {
    settings,
    workspace,
    changes: watchChanges(),
    timers: startTimers(),
    calls: [],
    posting: (channel) =>
      posts.take(channel, { perSecond: settings.postsPerSecond, burst: settings.burst }),
    origin: () => server.origin,
  };
  const faults = newFaults();
  const socket = newSocketLink(base);
  const push = newHttpPush(base);
  const deliveries = newDeliveries(base, settings.mode === 'http' ? push : socket);
  const parts: Parts = {
    base,
    events: newEvents(base, deliveries),
    tickets: newTickets(base),
    connectionUrl: socket.newUrl,
  };
  const server = await listen({ parts, api: newWebApi(parts, faults), upgrade: socket.upgrade });

  const raw = (envelope: Json): void => {
    if (settings.mode === 'http')
      deliveries.send({ kind: 'other', id: newId('Raw'), payload: envelope });
    else socket.raw(envelope, { acked: () => undefined, failed: () => undefined });
  };

  return {
    ...IDENTITY,
    ...newGestures(parts, deliveries),
    apiUrl: `${server.origin}/api/`,
    target: push.target,
    calls: base.calls,
    deliveries: deliveries.list,
    messages: (channel) => readChannel(channelAt(base, channel)),
    ephemerals: workspace.ephemerals,
    views: workspace.views,
    homes: workspace.homes,
    say: async (said) => say(parts, said),
    edit: (channel, ts, patch) => edit(parts, { channel, ts }, asJson(patch)),
    remove: (channel, ts) => remove(parts, { channel, ts }),
    event: async (given, envelope = {}) => event(parts, asJson(given), asJson(envelope)),
    raw: (envelope) => raw(asJson(envelope)),
    appRateLimited() {
      const payload = rateLimited();
      const envelope = { envelope_id: newId('En'), type: 'events_api', payload };
      raw(settings.mode === 'http' ? payload : envelope);
    },
    addFile: (file) => addFile(base, file),
    member(channel, isMember) {
      (workspace.channels.get(channel) ?? addChannel(workspace, channel, isMember)).isMember =
        isMember;
    },
    fault: faults.set,
    outage(isOn) {
      push.outage(isOn);
      if (isOn) socket.disconnect('dropped', 'all');
      server.outage(isOn);
    },
    disconnect: (reason, which = 'all') => socket.disconnect(reason, which),
    sockets: socket.count,
    until: (check, timeoutMs = 5_000) =>
      base.changes.until(check, { timeoutMs, seen: () => seen(base, deliveries.list) }),
    async close() {
      base.timers.stop();
      socket.disconnect('dropped', 'all');
      base.changes.stop();
      await server.close();
    },
  };
}

function channelAt({ workspace }: Base, id: string) {
  const channel = workspace.channels.get(id);
  if (channel === undefined) throw new Error(`there is no channel ${id}`);
  return channel;
}

const rateLimited = (): Json => ({
  token: IDENTITY.verificationToken,
  type: 'app_rate_limited',
  team_id: IDENTITY.teamId,
  minute_rate_limited: Math.floor(Date.now() / 60_000) * 60,
  api_app_id: IDENTITY.appId,
});

function seen({ calls }: Base, deliveries: readonly Delivered[]): string {
  const last = calls.slice(-15).map(({ method, error, args }) => {
    const said = textOf(args.text)?.slice(0, 60);
    return `  ${method} ${error ?? 'ok'}${said === undefined ? '' : ` ${JSON.stringify(said)}`}`;
  });
  const waiting = deliveries
    .filter(({ ackedAt }) => ackedAt === undefined)
    .map(({ kind, id, attempts }) => `  ${kind} ${id}, ${attempts} attempts`);
  return [`calls (${calls.length}):`, ...last, 'without an ack:', ...waiting].join('\n');
}
