import { z } from 'zod';

/**
 * What was handed to us, redacted, as it lies in the inbox until it is answered. `key` is the same for the same thing
 * delivered twice. Times are milliseconds since 1970; `ts` are Slack's own message ids.
 */

const text = z.string();

const file = z.object({
  id: text,
  name: text,
  bytes: z.number().int().min(0).optional(),
  /** Undefined for files of another workspace (Slack Connect) until files.info was asked. */
  url: text.optional(),
});

const told = z.object({
  nginxVersion: text.optional(),
  backend: text.optional(),
  platform: text.optional(),
  zone: text.optional(),
});

/** What an alert says besides log lines: whether it is about nginx at all, and whether it fires. */
const alert = z.object({
  title: text,
  host: text.optional(),
  service: text.optional(),
  says: text.optional(),
});

const message = z.object({
  kind: z.literal('message'),
  channel: text,
  ts: text,
  threadTs: text.optional(),
  from: z.object({ kind: z.enum(['person', 'bot']), id: text }),
  mode: z.enum(['asked', 'unasked', 'shadow']),
  texts: z.array(z.object({ name: text, text })),
  files: z.array(file),
  /** ts of the edit, when the message was edited. */
  edited: text.optional(),
  /** Set when the message is an alert of a monitoring tool. */
  alert: alert.optional(),
  /** The person who asked, by mention or shortcut. */
  asker: text.optional(),
  /** Whether the texts before it in its thread are to be read as well: "@bot diagnose" says nothing itself. */
  readsThread: z.boolean().optional(),
  /** A channel that the bot is not in takes no answer: then the asker is told so through this, where the shortcut gave one. */
  responseUrl: text.optional(),
});

const deleted = z.object({ kind: z.literal('deleted'), channel: text, ts: text });

/** Text of a person, by slash command, modal or webhook. */
const paste = z.object({
  kind: z.literal('paste'),
  user: text,
  channel: text.optional(),
  responseUrl: text.optional(),
  texts: z.array(z.object({ name: text, text })),
  files: z.array(file),
  told,
  config: text.optional(),
  /** Evidence for an answer that stands already. */
  incident: text.optional(),
});

const click = z.object({
  kind: z.literal('click'),
  action: z.enum(['acknowledge', 'not-the-cause', 'put-back', 'snooze', 'wake', 'share']),
  incident: text,
  value: text,
  user: text,
  channel: text,
  responseUrl: text.optional(),
});

const webhook = z.object({
  kind: z.literal('webhook'),
  source: text,
  channel: text,
  texts: z.array(z.object({ name: text, text })),
  /** What the sender calls it, and its short fields by name: status, host, service. */
  titles: z.array(text).optional(),
  fields: z.array(z.object({ name: text, value: text })).optional(),
});

const home = z.object({ kind: z.literal('home'), user: text });

export const submissionBodySchema = z.discriminatedUnion('kind', [
  message,
  deleted,
  paste,
  click,
  webhook,
  home,
]);

/** Key of the submission that says that a message was deleted. */
export function deletionKey(channel: string, ts: string): string {
  return `deleted:${channel}:${ts}`;
}

export type SubmissionBody = z.infer<typeof submissionBodySchema>;
export type MessageBody = z.infer<typeof message>;
export type PasteBody = z.infer<typeof paste>;
export type ClickBody = z.infer<typeof click>;
export type WebhookBody = z.infer<typeof webhook>;
export type FileRef = z.infer<typeof file>;

export type Submission = {
  readonly key: string;
  readonly receivedAt: number;
  readonly body: SubmissionBody;
};
