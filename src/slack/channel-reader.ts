import { z } from 'zod';
import type { Clock } from '../bot/ports.ts';
import type { SlackClient } from './clients.ts';
import { isPassing, waitAfterLimit, wordOf } from './slack-failure.ts';

/** A channel that Slack does not let us read; the message is Slack's word. */
export class NotReadable extends Error {
  override readonly name = 'NotReadable';
}

export type HistoryMessage = z.infer<typeof message>;

type HistoryPage = {
  /** In Slack's order: a channel's newest first, a thread's oldest first. */
  readonly messages: readonly HistoryMessage[];
  readonly hasMore: boolean;
};

/** Which messages: later than `oldest`, earlier than `latest`. */
export type Span = { readonly oldest: string; readonly latest: string };

export type ChannelReader = {
  channel(id: string, span: Span): Promise<HistoryPage>;
  thread(id: string, root: string, span: Span): Promise<HistoryPage>;
};

// As much as Slack gives to apps that are distributed commercially, which may ask once a minute (docs.slack.dev, rate limits).
const PAGE = 15;
const RETRY_AFTER_MS = 10_000;
const MOST_WAIT_MS = 300_000;

const word = z.string().optional().catch(undefined);
const message = z.looseObject({
  ts: z.string(),
  thread_ts: word,
  latest_reply: word,
  edited: z.object({ ts: z.string() }).optional().catch(undefined),
});
const page = z.object({ messages: z.array(message), has_more: z.boolean().default(false) });

/** Reads channels page by page, waits out rate limits and outages, and gives up only where Slack says no. */
export function channelReader(
  client: SlackClient,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): ChannelReader {
  const ask = async (method: string, place: object, span: Span): Promise<HistoryPage> => {
    for (;;) {
      signal.throwIfAborted();
      try {
        const answer = await client.apiCall(method, { ...place, ...span, limit: PAGE });
        signal.throwIfAborted();
        const { messages, has_more: hasMore } = page.parse(answer);
        return { messages, hasMore };
      } catch (failure) {
        signal.throwIfAborted();
        const refusal = refusalIn(failure);
        if (refusal !== undefined) throw new NotReadable(refusal, { cause: failure });
        await clock.sleep(waitAfter(failure), signal);
      }
    }
  };
  return {
    channel: (channel, span) => ask('conversations.history', { channel }, span),
    thread: (channel, ts, span) => ask('conversations.replies', { channel, ts }, span),
  };
}

function refusalIn(failure: unknown): string | undefined {
  if (failure instanceof z.ZodError) return 'no messages in the answer';
  return isPassing(failure) ? undefined : wordOf(failure);
}

function waitAfter(failure: unknown): number {
  return Math.min(MOST_WAIT_MS, waitAfterLimit(failure) ?? RETRY_AFTER_MS);
}
