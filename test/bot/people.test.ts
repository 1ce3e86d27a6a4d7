import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contentOf, type FakeDesk, fakeDesk, type Sent, wordsOf } from './fake-desk.ts';
import { click, HOUR, idIn, message, only, paste, REFUSED } from './samples.ts';

let fake: FakeDesk;
beforeEach(async () => {
  fake = await fakeDesk();
});
afterEach(() => fake.close());

const sentIn = (kind: string): readonly Sent[] =>
  fake.chat.sent.filter(({ delivery }) => delivery.kind === kind);

describe('the command', () => {
  test('is answered to the one person who gave it', async () => {
    await fake.submit(paste());
    expect(only(fake.chat.sent).delivery).toMatchObject({
      kind: 'response',
      replacesOriginal: false,
    });
  });

  test('shared, its answer stands in the channel', async () => {
    await fake.submit(paste());
    await fake.submit(click('share', idIn(only(fake.chat.sent))));
    const { delivery } = only(sentIn('message'));
    expect(delivery).toMatchObject({ channel: 'C1' });
    expect('thread' in delivery && delivery.thread).toBeFalsy();
  });

  test('shared where the bot is not, says how to invite it; once invited, sharing works', async () => {
    await fake.submit(paste());
    const share = () => click('share', idIn(fake.chat.sent[0] as Sent));
    fake.chat.answers.push({ kind: 'refused', reason: 'not_in_channel' });
    await fake.submit(share());
    await fake.pass(1000);
    const told = fake.chat.sent.at(-1);
    expect(told && wordsOf(contentOf(told))).toContain('/invite');
    await fake.submit(share());
    await fake.pass(1000);
    expect(only(sentIn('message')).delivery).toMatchObject({ channel: 'C1' });
  });

  test('with more evidence is answered in place, from old and new together', async () => {
    await fake.submit(paste());
    const incident = idIn(only(fake.chat.sent));
    await fake.submit(paste({ incident, texts: [{ name: 'paste', text: REFUSED }] }));
    const second = fake.chat.sent[1];
    expect(second?.delivery).toMatchObject({ replacesOriginal: true });
    const words = second === undefined ? '' : wordsOf(contentOf(second));
    expect(words).toContain('refused');
    expect(words).toMatch(/reset/);
  });
});

describe('clicks', () => {
  async function answered(): Promise<string> {
    await fake.submit(message());
    await fake.pass(1000);
    return idIn(only(fake.chat.sent));
  }

  test('edit the answer in place', async () => {
    const id = await answered();
    await fake.submit(click('acknowledge', id));
    const [first, second] = fake.chat.sent;
    expect(second?.ts).toBe(first?.ts);
    expect(second && wordsOf(contentOf(second))).toContain('"user_id":"U0000002"');
  });

  test('of two people at once, the first has it and the other is told', async () => {
    const id = await answered();
    await fake.submit(click('acknowledge', id), click('acknowledge', id, { user: 'U0000003' }));
    await fake.pass(2000);
    const { incident } = (await fake.store.incident(id)) ?? {};
    const has = incident?.work.kind === 'acknowledged' ? incident.work.by : undefined;
    expect(['U0000002', 'U0000003']).toContain(has);
    expect(wordsOf(contentOf(only(sentIn('response'))))).toContain(has);
  });

  test('on an answer nobody knows any more say so', async () => {
    await fake.submit(click('acknowledge', 'i000000000000'));
    expect(wordsOf(contentOf(only(sentIn('response'))))).toContain('too old');
  });

  test('a snooze ends by itself, and says so in the thread', async () => {
    const id = await answered();
    await fake.submit(click('snooze', id, { value: '60' }));
    await fake.pass(1000);
    const before = fake.chat.sent.length;
    await fake.pass(HOUR + 1000);
    const after = fake.chat.sent.slice(before);
    expect(after.some((one) => wordsOf(contentOf(one)).includes('Snooze is over'))).toBe(true);
  });
});
