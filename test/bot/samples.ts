import type { ClickBody, MessageBody, PasteBody } from '../../src/bot/submission.ts';
import { contentOf, RESET, type Sent, wordsOf } from './fake-desk.ts';

export const REFUSED = RESET.replace(
  'recv() failed (104: Connection reset by peer) while reading response header from upstream',
  'connect() failed (111: Connection refused) while connecting to upstream',
);
export const HOUR = 3_600_000;

export function message(change: Partial<MessageBody> = {}): MessageBody {
  return {
    kind: 'message',
    channel: 'C1',
    ts: '1.000001',
    from: { kind: 'bot', id: 'B1' },
    mode: 'unasked',
    texts: [{ name: 'message', text: RESET }],
    files: [],
    ...change,
  };
}

export function paste(change: Partial<PasteBody> = {}): PasteBody {
  const texts = [{ name: 'paste', text: RESET }];
  const responseUrl = 'https://hooks.slack.com/commands/1';
  return {
    kind: 'paste',
    user: 'U0000001',
    channel: 'C1',
    responseUrl,
    texts,
    files: [],
    told: {},
    ...change,
  };
}

export function click(
  action: ClickBody['action'],
  incident: string,
  change: Partial<ClickBody> = {},
): ClickBody {
  const responseUrl = 'https://hooks.slack.com/actions/1';
  return {
    kind: 'click',
    action,
    incident,
    value: '',
    user: 'U0000002',
    channel: 'C1',
    responseUrl,
    ...change,
  };
}

/** The one thing that was sent. */
export function only<Item>(items: readonly Item[]): Item {
  const [item, ...more] = items;
  if (item === undefined || more.length > 0) throw new Error(`${items.length} in place of one`);
  return item;
}

/** The id of the incident whose answer this is; '' for what is no answer. */
export function idIn(sent: Sent): string {
  return /i[0-9a-f]{12}/.exec(wordsOf(contentOf(sent)))?.[0] ?? '';
}
