/** Messages as tools and people post them, written for these tests; none of them is a real one. */

const TS = '1795350000.000100';

export const LINE =
  '2026/11/22 10:12:07 [error] 31#31: *918 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.9, server: api.shop.example, request: "POST /v1/pay HTTP/1.1", upstream: "http://10.1.4.8:3000/v1/pay", host: "api.shop.example"';
export const TIMEOUT =
  '2026/11/22 10:13:11 [error] 31#31: *955 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 203.0.113.9, server: api.shop.example, request: "GET /v1/report HTTP/1.1", upstream: "http://10.1.4.9:3000/v1/report", host: "api.shop.example"';
export const CLIENT_LINE =
  '2026/11/22 10:14:00 [info] 31#31: *977 recv() failed (104: Connection reset by peer) while waiting for request, client: 203.0.113.9, server: 0.0.0.0:443';
export const ACCESS =
  '203.0.113.9 - - [22/Nov/2026:10:12:07 +0000] "POST /v1/pay HTTP/1.1" 502 157 "-" "curl/8.5.0"';
export const OOM =
  'Nov 22 10:12:05 app-1 kernel: Out of memory: Killed process 4242 (node) total-vm:2097152kB, anon-rss:1048576kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:4096kB oom_score_adj:0';

type Json = Readonly<Record<string, unknown>>;

const inChannel = (fields: Json): Json => ({
  type: 'message',
  channel: 'C0ALERTS01',
  channel_type: 'channel',
  ts: TS,
  event_ts: TS,
  ...fields,
});
/** An incoming webhook. */
export const webhook = (fields: Json): Json =>
  inChannel({ subtype: 'bot_message', bot_id: 'B0HOOK0001', text: '', ...fields });
/** An app with a bot user. */
export const app = (fields: Json): Json =>
  inChannel({
    user: 'U0APP00001',
    bot_id: 'B0APP00001',
    app_id: 'A0APP00001',
    bot_profile: { id: 'B0APP00001', name: 'some app', app_id: 'A0APP00001' },
    text: '',
    ...fields,
  });
export const person = (text: string, fields: Json = {}): Json =>
  inChannel({ user: 'U0PERSON01', client_msg_id: 'c', text, ...fields });

export const attached = (attachment: Json): Json => ({ attachments: [{ id: 1, ...attachment }] });
export const section = (text: string): Json => ({
  type: 'section',
  text: { type: 'mrkdwn', text },
});
export const header = (text: string): Json => ({
  type: 'header',
  text: { type: 'plain_text', text, emoji: true },
});
export const sectionOf = (...fields: readonly string[]): Json => ({
  type: 'section',
  fields: fields.map((text) => ({ type: 'mrkdwn', text })),
});
export const context = (text: string): Json => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text }],
});
export const code = (line: string): string => `\`\`\`${line}\`\`\``;

/** A message, and whether it is answered: `answer`, or the reason of the silence. */
export type Written = {
  readonly name: string;
  readonly event: Json;
  readonly expected: string;
  readonly says?: string;
  readonly host?: string;
  readonly service?: string;
};

/** What is expected of a message, and the message. */
export type Row = readonly [expected: string, event: Json];
