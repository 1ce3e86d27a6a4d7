import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type Base, IDENTITY, newId } from './base.ts';
import type { Delivered, Outcome, Transport } from './deliveries.ts';
import { asJson, type Json, parsed, textOf } from './json.ts';

/** `dropped` is ours: the connection breaks without a word. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'dropped';

export type SocketLink = Transport & {
  /** An address for one connection, as apps.connections.open gives it out. */
  newUrl(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  disconnect(reason: DisconnectReason, which: 'all' | 'oldest'): void;
  count(): number;
  /** Sends an envelope as it is, to one connection. */
  raw(envelope: Json, outcome: Outcome): void;
};

type Connection = { readonly socket: WebSocket; isLeaving: boolean };

const MAX_CONNECTIONS = 10;
// A client takes silence for a broken connection; Slack pings it.
const PING_MS = 5_000;
const CLOSE_AFTER_MS = 1_000;

const ENVELOPES = {
  event: 'events_api',
  command: 'slash_commands',
  interaction: 'interactive',
  other: 'other',
} as const;

/** Socket Mode: up to ten connections, each payload to one of them. */
export function newSocketLink(base: Base): SocketLink {
  const server = new WebSocketServer({ noServer: true });
  const urls = new Set<string>();
  const connections: Connection[] = [];
  const unacked = new Map<string, Outcome>();
  let turn = 0;

  const ready = (): readonly Connection[] =>
    connections.filter((each) => !each.isLeaving && each.socket.readyState === each.socket.OPEN);

  function post(envelope: Json, outcome: Outcome, waitMs = base.settings.redeliverAfterMs): void {
    const open = ready();
    turn += 1;
    const connection = open[turn % Math.max(1, open.length)];
    if (connection === undefined) {
      // Later, as any other failure: the caller is not finished yet.
      setImmediate(() => outcome.failed('connection_failed', true));
      return;
    }
    const id = textOf(envelope.envelope_id);
    if (id !== undefined) unacked.set(id, outcome);
    connection.socket.send(JSON.stringify(envelope));
    base.timers.later(waitMs, () => outcome.failed('timeout', true));
  }

  function heard(data: RawData): void {
    const answer = asJson(parsed(String(data)));
    const id = textOf(answer.envelope_id) ?? '';
    const body = answer.payload;
    unacked.get(id)?.acked(Object.keys(asJson(body)).length === 0 ? undefined : body);
    unacked.delete(id);
  }

  function welcome(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    if (ready().length >= MAX_CONNECTIONS) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close();
      return;
    }
    const connection = { socket, isLeaving: false };
    connections.push(connection);
    socket.on('message', heard);
    const pings = setInterval(() => socket.ping(), PING_MS);
    socket.on('close', () => {
      clearInterval(pings);
      connections.splice(connections.indexOf(connection), 1);
      base.changes.changed();
    });
    socket.send(JSON.stringify(hello(ready().length)));
    base.changes.changed();
  }

  function leave(connection: Connection, reason: DisconnectReason): void {
    if (reason === 'dropped') {
      connection.socket.terminate();
      return;
    }
    connection.isLeaving = true;
    const debug_info = { host: 'applink-fake' };
    connection.socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info }));
    base.timers.later(CLOSE_AFTER_MS, () => connection.socket.close());
  }

  return {
    send(delivered, retry, outcome) {
      post(
        {
          ...envelopeOf(delivered),
          ...(delivered.kind === 'event'
            ? { retry_attempt: retry?.number ?? 0, retry_reason: retry?.reason ?? '' }
            : {}),
        },
        outcome,
        delivered.kind === 'event' ? base.settings.redeliverAfterMs : base.settings.ackDeadlineMs,
      );
    },
    pause: (_attempt, reason) => (reason === 'timeout' ? 0 : base.settings.redeliverAfterMs),
    newUrl() {
      const ticket = newId('');
      urls.add(ticket);
      return `${base.origin().replace('http:', 'ws:')}/link/?ticket=${ticket}&app_id=${IDENTITY.appId}`;
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', base.origin()).searchParams.get('ticket') ?? '';
      if (!urls.delete(ticket)) {
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    disconnect(reason, which) {
      const leaving = which === 'oldest' ? ready().slice(0, 1) : ready();
      for (const connection of leaving) leave(connection, reason);
      base.changes.changed();
    },
    count: () => ready().length,
    raw: (envelope, outcome) => post(envelope, outcome),
  };
}

const hello = (connections: number): Json => ({
  type: 'hello',
  num_connections: connections,
  debug_info: { host: 'applink-fake', build_number: 1, approximate_connection_time: 18_060 },
  connection_info: { app_id: IDENTITY.appId },
});

// Every attempt goes out under an id of its own; only the event_id stays.
const envelopeOf = (delivered: Delivered): Json => ({
  envelope_id: randomUUID(),
  type: ENVELOPES[delivered.kind],
  accepts_response_payload: delivered.kind !== 'event',
  payload: delivered.payload,
});
