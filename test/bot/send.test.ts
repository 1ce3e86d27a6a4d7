import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ChatUnavailable,
  type Delivery,
  MayNotLook,
  type SendResult,
} from '../../src/bot/ports.ts';
import { contentOf, type FakeDesk, fakeDesk } from './fake-desk.ts';

let fake: FakeDesk;
beforeEach(async () => {
  fake = await fakeDesk();
});
afterEach(() => fake.close());

type Message = Extract<Delivery, { kind: 'message' }>;

function messageOf(key: string, patch: Partial<Message> = {}): Message {
  const content = { text: key, blocks: [] };
  return { kind: 'message', key, channel: 'C1', thread: '1.000001', content, ...patch };
}

const later = (afterMs: number, scope: 'channel' | 'all'): SendResult => ({
  kind: 'later',
  afterMs,
  scope,
});
const UNCERTAIN: SendResult = { kind: 'uncertain', reason: 'timeout' };

const textsSent = (): readonly string[] => fake.chat.sent.map((one) => contentOf(one).text);
/** When what was sent under a key went out, in milliseconds after `since`. */
const timesOf = (keys: readonly string[], since: number): readonly number[] =>
  keys.map((key) => (fake.chat.sent.find(({ delivery }) => delivery.key === key)?.at ?? 0) - since);

describe('messages of one channel', () => {
  test('go out one a second, in the order they were put', async () => {
    await fake.put(...['a', 'b', 'c', 'd'].map((key) => messageOf(key)));
    await fake.pass(5_000);
    expect(textsSent()).toEqual(['a', 'b', 'c', 'd']);
    const times = fake.chat.sent.map(({ at }) => at);
    const pauses = times.slice(1).map((at, before) => at - (times[before] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1_000);
  });

  test('of several channels go out at once', async () => {
    await fake.put(
      messageOf('a'),
      messageOf('b', { channel: 'C2' }),
      messageOf('c', { channel: 'C3' }),
    );
    expect(textsSent()).toEqual(['a', 'b', 'c']);
  });

  test('wait while one is under way, and hold up no other channel', async () => {
    const { send } = fake.chat;
    const answered = Promise.withResolvers<void>();
    fake.chat.send = async (pending) => {
      if (pending.delivery.key === 'a') await answered.promise;
      return await send(pending);
    };
    await fake.put(messageOf('a'), messageOf('b'), messageOf('c', { channel: 'C2' }));
    await fake.pass(5_000);
    expect(textsSent()).toEqual(['c']);
    answered.resolve();
    await fake.pass(2_000);
    expect(textsSent()).toEqual(['c', 'a', 'b']);
  });
});

describe('what Slack wants later', () => {
  test('holds its own channel that long, and no other', async () => {
    fake.chat.answers.push(later(5_000, 'channel'));
    const since = fake.now();
    await fake.put(messageOf('a'), messageOf('b'), messageOf('c', { channel: 'C2' }));
    await fake.pass(8_000);
    const [a = 0, b = 0, c = 0] = timesOf(['a', 'b', 'c'], since);
    expect(c).toBe(0);
    expect(a).toBeGreaterThanOrEqual(5_000);
    expect(b).toBeGreaterThanOrEqual(a + 1_000);
  });

  test('for all holds everything that long', async () => {
    fake.chat.answers.push(later(5_000, 'all'));
    const since = fake.now();
    await fake.put(messageOf('a'));
    await fake.pass(1_000);
    await fake.put(messageOf('b', { channel: 'C2' }));
    await fake.pass(8_000);
    expect(Math.min(...timesOf(['a', 'b'], since))).toBeGreaterThanOrEqual(5_000);
  });
});

describe('what may have arrived', () => {
  test('is looked for, and edited where it is found', async () => {
    fake.chat.answers.push(UNCERTAIN);
    fake.chat.found.set('a', '7.000001');
    await fake.put(messageOf('a'));
    await fake.pass(5_000);
    expect(fake.chat.sent.map(({ ts }) => ts)).toEqual(['7.000001']);
  });

  test('is posted again where it is not found', async () => {
    fake.chat.answers.push(UNCERTAIN);
    await fake.put(messageOf('a'));
    await fake.pass(5_000);
    expect(fake.chat.sent).toHaveLength(1);
    expect(fake.chat.sent[0]?.ts).toMatch(/^9\./);
  });

  test('is not posted while nobody can look', async () => {
    fake.chat.answers.push(UNCERTAIN);
    const { find } = fake.chat;
    fake.chat.find = async () => {
      throw new ChatUnavailable('slack did not answer');
    };
    await fake.put(messageOf('a'));
    await fake.pass(10_000);
    expect(fake.chat.sent).toEqual([]);
    fake.chat.find = find;
    await fake.pass(60_000);
    expect(fake.chat.sent).toHaveLength(1);
  });

  test('is posted where nobody may ever look', async () => {
    fake.chat.answers.push(UNCERTAIN);
    fake.chat.find = async () => {
      throw new MayNotLook('missing_scope');
    };
    await fake.put(messageOf('a'));
    await fake.pass(5_000);
    expect(textsSent()).toEqual(['a']);
  });

  test('stays in doubt when the next try is put off', async () => {
    fake.chat.answers.push(UNCERTAIN, later(1_000, 'channel'));
    await fake.put(messageOf('a'));
    await fake.pass(1_500);
    fake.chat.found.set('a', '7.000001');
    await fake.pass(10_000);
    expect(fake.chat.sent.map(({ ts }) => ts)).toEqual(['7.000001']);
  });

  test('through a response_url is sent again: there is nothing to look in', async () => {
    fake.chat.answers.push(UNCERTAIN);
    const responseUrl = 'https://hooks.slack.example/1';
    const content = { text: 'r', blocks: [] };
    await fake.put({ kind: 'response', key: 'r', responseUrl, replacesOriginal: false, content });
    await fake.pass(5_000);
    expect(textsSent()).toEqual(['r']);
  });
});

describe('what is refused', () => {
  test('is told to who asked for it, is not tried again, and holds nobody up', async () => {
    fake.chat.answers.push({ kind: 'refused', reason: 'not_in_channel' });
    const ifRefused = {
      responseUrl: 'https://hooks.slack.example/1',
      content: { text: 'invite me', blocks: [] },
    };
    await fake.put(messageOf('a', { ifRefused }), messageOf('b'));
    await fake.pass(10_000);
    expect(textsSent().toSorted()).toEqual(['b', 'invite me']);
  });

  test('is logged once', async () => {
    const errors: string[] = [];
    fake.desk.log.error = (_fields, message) => errors.push(message);
    fake.chat.answers.push({ kind: 'refused', reason: 'is_archived' });
    await fake.put(messageOf('a'));
    await fake.pass(10_000);
    expect(errors).toEqual(['refused by Slack']);
  });
});

describe('edits', () => {
  test('that wait become one', async () => {
    await fake.put(messageOf('a'));
    for (const text of ['one', 'two', 'three'])
      await fake.put(messageOf('a', { content: { text, blocks: [] } }));
    await fake.pass(5_000);
    expect(textsSent()).toEqual(['a', 'three']);
    expect(new Set(fake.chat.sent.map(({ ts }) => ts)).size).toBe(1);
  });

  test('of an answer that changes all the time leave others their turn', async () => {
    await fake.put(messageOf('busy'));
    await fake.pass(1_000);
    await fake.put(messageOf('other'));
    for (let seconds = 0; seconds < 4; seconds += 1) {
      await fake.put(messageOf('busy', { content: { text: `count ${seconds}`, blocks: [] } }));
      await fake.pass(1_000);
    }
    expect(textsSent()).toContain('other');
  });
});
