import type { Content, Delivery, Pending } from '../bot/ports.ts';
import type { SlackClient } from './clients.ts';

/** One way to send: `call` resolves to Slack's id of the message, if it gets one. */
export type SlackCall = {
  /** Doing it twice shows once. */
  readonly isRepeatable: boolean;
  call(content: Content): Promise<string | undefined>;
};

type MessageDelivery = Extract<Delivery, { kind: 'message' }>;
type WhisperDelivery = Extract<Delivery, { kind: 'whisper' }>;

/** Name of the metadata that carries a message's key. */
export const METADATA_EVENT = 'nginx_diagnose';

// An unfurl makes Slack fetch an address that an attacker wrote.
const QUIET = { unfurl_links: false, unfurl_media: false } as const;

/** How a message goes out: posted once, edited from then on. */
export function messageCall(
  client: SlackClient,
  delivery: MessageDelivery,
  ts: Pending['ts'],
): SlackCall {
  const shared = {
    channel: delivery.channel,
    metadata: { event_type: METADATA_EVENT, event_payload: { key: delivery.key } },
  };
  if (ts !== undefined) {
    return {
      isRepeatable: true,
      call: async (content) => {
        await client.apiCall('chat.update', { ...shared, ...content, ts });
        return ts;
      },
    };
  }
  const thread = delivery.thread === undefined ? {} : { thread_ts: delivery.thread };
  return {
    isRepeatable: false,
    call: async (content) => {
      const post = { ...shared, ...thread, ...QUIET, ...content, mrkdwn: false };
      return tsIn(await client.apiCall('chat.postMessage', post));
    },
  };
}

/** How one person alone is told something in a channel. */
export function whisperCall(client: SlackClient, delivery: WhisperDelivery): SlackCall {
  const { channel, user } = delivery;
  const thread = delivery.thread === undefined ? {} : { thread_ts: delivery.thread };
  return {
    isRepeatable: false,
    call: async (content) => {
      await client.apiCall('chat.postEphemeral', { channel, user, ...thread, ...content });
      return undefined;
    },
  };
}

function tsIn(answer: object): string {
  if (!('ts' in answer) || typeof answer.ts !== 'string')
    throw new Error('chat.postMessage gave no ts');
  return answer.ts;
}
