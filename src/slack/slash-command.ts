import { z } from 'zod';
import type { Submission } from '../bot/submission.ts';
import { redact } from '../text/redact.ts';
import { plainTextOf } from './message-markup.ts';

const id = z.string().min(1).max(255);
const slashCommand = z.object({
  command: z.string().max(100),
  text: z.string().default(''),
  user_id: id,
  channel_id: id,
  trigger_id: id,
  response_url: z.string().optional(),
});

/** A slash command, read. */
export type Command = {
  readonly asks: 'window' | 'help' | 'diagnosis';
  readonly text: string;
  readonly user: string;
  readonly channel: string;
  readonly triggerId: string;
  readonly responseUrl: string | undefined;
};

/** Reads a slash command: alone it opens the window, with a text it is answered. */
export function commandIn(body: unknown): Command | undefined {
  const read = slashCommand.safeParse(body);
  if (!read.success) return undefined;
  const text = plainTextOf(read.data.text).trim();
  return {
    asks: askedBy(text),
    text,
    user: read.data.user_id,
    channel: read.data.channel_id,
    triggerId: read.data.trigger_id,
    responseUrl: read.data.response_url,
  };
}

/** What a slash command asks to be diagnosed; undefined when it asks for the window or for help. */
export function commandSubmission(body: unknown, receivedAt: number): Submission | undefined {
  const command = commandIn(body);
  if (command?.asks !== 'diagnosis') return undefined;
  const { user, channel, responseUrl, text } = command;
  return {
    key: `command:${command.triggerId}`,
    receivedAt,
    body: {
      kind: 'paste',
      user,
      channel,
      responseUrl,
      texts: [{ name: 'slash command', text: redact(text) }],
      files: [],
      told: {},
    },
  };
}

function askedBy(text: string): Command['asks'] {
  if (text === '') return 'window';
  return text.toLowerCase() === 'help' || text === '?' ? 'help' : 'diagnosis';
}
