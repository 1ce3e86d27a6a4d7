import { z } from 'zod';
import { type Delivery, MayNotLook } from '../bot/ports.ts';
import type { SlackClient } from './clients.ts';
import type { Identity } from './identity.ts';
import { firstBlockId } from './plain-content.ts';
import { METADATA_EVENT } from './slack-calls.ts';
import { finalWordOf } from './slack-failure.ts';
import { slackTime } from './slack-time.ts';

type MessageDelivery = Extract<Delivery, { kind: 'message' }>;
type Post = z.infer<typeof post>;

const PAGE = 200;
const MOST_PAGES = 10;
/** Slack's clock and ours may differ. */
const CLOCK_ALLOWANCE_MS = 60_000;

const word = z.string().optional().catch(undefined);
const post = z.object({
  ts: z.string(),
  user: word,
  bot_id: word,
  metadata: z
    .object({ event_type: word, event_payload: z.looseObject({}) })
    .optional()
    .catch(undefined),
  blocks: z
    .array(z.object({ block_id: word }))
    .optional()
    .catch(undefined),
});
const page = z.object({
  messages: z.array(post),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/**
 * Looks for a message of ours that an earlier try may have posted; throws MayNotLook where Slack will never let us look, and
 * another error when it does not now.
 */
export async function findOwnPost(
  reading: { readonly client: SlackClient; readonly identity: Identity },
  delivery: MessageDelivery,
  since: number,
): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const answer = await pageOf(reading.client, placeOf(delivery, { since, cursor }));
    const own = answer.messages.find(
      (one) => isOurs(one, reading.identity) && isSame(one, delivery),
    );
    if (own !== undefined) return own.ts;
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return undefined;
  }
  throw new MayNotLook('too many messages since then');
}

async function pageOf(client: SlackClient, place: Place): Promise<z.infer<typeof page>> {
  try {
    return page.parse(await client.apiCall(...place));
  } catch (cause) {
    const word = finalWordOf(cause);
    throw word === undefined ? cause : new MayNotLook(word, { cause });
  }
}

type Place = readonly [method: string, options: Record<string, unknown>];

function placeOf(
  { channel, thread }: MessageDelivery,
  from: { readonly since: number; readonly cursor: string | undefined },
): Place {
  const options = {
    channel,
    oldest: slackTime(from.since - CLOCK_ALLOWANCE_MS),
    limit: PAGE,
    include_all_metadata: true,
    ...(from.cursor === undefined ? {} : { cursor: from.cursor }),
  };
  if (thread === undefined) return ['conversations.history', options];
  return ['conversations.replies', { ...options, ts: thread }];
}

function isOurs(one: Post, identity: Identity): boolean {
  return one.user === identity.botUserId || one.bot_id === identity.botId;
}

// An edit by Slack may lose the metadata, an old server the block id: one of them is enough.
function isSame(one: Post, delivery: MessageDelivery): boolean {
  if (one.metadata?.event_type === METADATA_EVENT)
    return one.metadata.event_payload.key === delivery.key;
  const blockId = firstBlockId(delivery.content);
  return blockId !== undefined && one.blocks?.[0]?.block_id === blockId;
}
