import { z } from 'zod';
import type { Log } from '../bot/log.ts';
import type { Clock } from '../bot/ports.ts';
import { saidBy } from './bolt-log.ts';
import type { SlackClient } from './clients.ts';
import { isOutage, isPassing, waitAfterLimit, wordOf } from './slack-failure.ts';

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
/** Five minutes of them; whoever asked comes back later. */
const MOST_RETRIES = 30;

const word = z.string().optional().catch(undefined);
const message = z.looseObject({
  ts: z.string(),
  thread_ts: word,
  latest_reply: word,
  edited: z.object({ ts: z.string() }).optional().catch(undefined),
});
const page = z.object({ messages: z.array(message), has_more: z.boolean().default(false) });

/** Reads channels page by page, waits out rate limits and outages, and gives up where Slack says no or nobody knows why. */
export function channelReader(
  client: SlackClient,
  {
    clock,
    log,
    signal,
  }: { readonly clock: Clock; readonly log: Log; readonly signal: AbortSignal },
): ChannelReader {
  const ask = async (method: string, place: object, span: Span): Promise<HistoryPage> => {
    const waitAfter = patienceWith(method, log);
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

/**
 * How long to wait after each failure of a row; tells the first that is neither a rate limit nor a passing word of Slack's, and
 * throws the last one where it is no outage either.
 */
function patienceWith(method: string, log: Log): (failure: unknown) => number {
  let isTold = false;
  let strange = 0;
  return (failure) => {
    const limit = waitAfterLimit(failure);
    if (limit !== undefined) return Math.min(MOST_WAIT_MS, limit);
    if (isPassing(failure)) return RETRY_AFTER_MS;
    if (!isTold)
      log.warn({ method, failure: saidBy(failure) }, 'slack could not be read; trying again');
    isTold = true;
    if (!isOutage(failure)) strange += 1;
    if (strange > MOST_RETRIES) throw failure;
    return RETRY_AFTER_MS;
  };
}
