import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageBody } from '../../src/bot/submission.ts';
import { contentOf, type FakeDesk, fakeDesk, RESET, type Sent, wordsOf } from './fake-desk.ts';
import { HOUR, idIn, message, only, REFUSED } from './samples.ts';

let fake: FakeDesk;
beforeEach(async () => {
  fake = await fakeDesk();
});
afterEach(() => fake.close());

const sentIn = (kind: string): readonly Sent[] =>
  fake.chat.sent.filter(({ delivery }) => delivery.kind === kind);

describe('an alert in a channel', () => {
  test('is answered once, in its thread', async () => {
    await fake.submit(message());
    const { delivery } = only(fake.chat.sent);
    expect(delivery).toMatchObject({ kind: 'message', channel: 'C1', thread: '1.000001' });
    expect(wordsOf(contentOf(only(fake.chat.sent)))).toContain('10.0.3.17:8080');
  });

  test('that comes twice is answered once', async () => {
    await fake.submit(message(), message());
    await fake.submit(message());
    expect(fake.chat.sent).toHaveLength(1);
  });

  test('about the same problem gets one line that points at the answer, whose count rises', async () => {
    await fake.submit(message());
    await fake.pass(1000);
    await fake.submit(message({ ts: '1.000002' }));
    await fake.pass(3000);
    const [first, ...rest] = fake.chat.sent;
    const pointer = rest.find(
      ({ delivery }) => 'thread' in delivery && delivery.thread === '1.000002',
    );
    expect(pointer && wordsOf(contentOf(pointer))).toContain('/archives/C1/p1000001');
    const edit = rest.find(({ ts }) => ts === first?.ts);
    expect(edit && wordsOf(contentOf(edit))).toMatch(/2 alerts/);
  });

  test('about the same problem is counted and not read any more after the hundredth', async () => {
    const alerts = Array.from({ length: 120 }, (_, at) => message({ ts: `1.${at + 100_000}` }));
    for (const alert of alerts) await fake.submit(alert);
    const [first] = fake.chat.sent;
    const id = first === undefined ? '' : idIn(first);
    expect((await fake.store.incident(id))?.incident.alerts).toBe(120);
    expect(await fake.store.evidenceOf(id)).toHaveLength(100);
  });

  test('of the same kind hours later is a new problem', async () => {
    await fake.submit(message());
    await fake.pass(5 * HOUR);
    await fake.submit(message({ ts: '1.000002' }));
    await fake.pass(1000);
    expect(fake.chat.sent.map(idIn).filter((id) => id !== '')).toHaveLength(2);
  });

  test('about another upstream is a problem of its own', async () => {
    await fake.submit(
      message(),
      message({
        ts: '1.000002',
        texts: [{ name: 'message', text: RESET.replaceAll('shop.example', 'api.example') }],
      }),
    );
    await fake.pass(2000);
    expect(new Set(fake.chat.sent.map(idIn)).size).toBe(2);
  });

  test('without a log line asks for it, once a problem', async () => {
    const alert = {
      title: 'Bad gateway on edge-1',
      host: 'edge-1.example.net',
      says: '502 answers',
    };
    const quiet = { texts: [{ name: 'message', text: 'ratio of 502 responses' }], alert };
    await fake.submit(message(quiet));
    await fake.submit(message({ ...quiet, ts: '1.000002' }));
    await fake.pass(3000);
    const asks = fake.chat.sent.filter((one) => wordsOf(contentOf(one)).includes('grep'));
    expect(new Set(asks.map(({ ts }) => ts)).size).toBe(1);
  });

  test.each([
    ['chatter', 'anyone else seeing connection reset by peer on the vpn?'],
    [
      'what only a client did',
      '2026/11/22 09:14:03 [info] 7#7: *5 recv() failed (104: Connection reset by peer) while sending to client, client: 198.51.100.23, server: shop.example, request: "GET / HTTP/1.1"',
    ],
  ])('says nothing to %s', async (_, text) => {
    await fake.submit(message({ texts: [{ name: 'message', text }] }));
    expect(fake.chat.sent).toEqual([]);
  });
});

describe('lines of a person', () => {
  const person = { from: { kind: 'person', id: 'U0000001' } } as const;

  test('get the full answer also while the problem is known', async () => {
    await fake.submit(message());
    await fake.submit(message({ ...person, ts: '1.000002' }));
    await fake.pass(1000);
    expect(fake.chat.sent.map(idIn).filter((id) => id !== '')).toHaveLength(2);
  });

  test('in a thread are answered in that thread', async () => {
    await fake.submit(message({ ...person, ts: '1.000002', threadTs: '1.000001' }));
    expect(only(fake.chat.sent).delivery).toMatchObject({ thread: '1.000001' });
  });

  test('that were edited without a new line leave the answer as it is', async () => {
    await fake.submit(message(person));
    await fake.submit(message({ ...person, edited: '2.0' }));
    await fake.pass(5_000);
    expect(fake.chat.sent).toHaveLength(1);
  });

  test('that were edited are answered once, and the answer is corrected in place', async () => {
    await fake.submit(message(person));
    await fake.pass(1000);
    await fake.submit(
      message({ ...person, edited: '2.0', texts: [{ name: 'message', text: REFUSED }] }),
    );
    const [first, second] = fake.chat.sent;
    expect(fake.chat.sent).toHaveLength(2);
    expect(second?.ts).toBe(first?.ts);
    expect(second && wordsOf(contentOf(second))).toContain('refused');
  });

  test('that stand in a file are fetched', async () => {
    fake.chat.files.set('F1', { kind: 'text', name: 'error.log', bytes: Buffer.from(RESET) });
    await fake.submit(message({ ...person, texts: [], files: [{ id: 'F1', name: 'error.log' }] }));
    expect(wordsOf(contentOf(only(fake.chat.sent)))).toContain('10.0.3.17:8080');
  });

  test('in a file that cannot be read are asked for, with the reason', async () => {
    const reason = 'the app lacks the scope files:read';
    fake.chat.files.set('F1', { kind: 'unreadable', name: 'error.log', reason });
    await fake.submit(message({ ...person, texts: [], files: [{ id: 'F1', name: 'error.log' }] }));
    expect(wordsOf(contentOf(only(fake.chat.sent)))).toContain('files:read');
  });

  test('a picture is no reason to speak', async () => {
    await fake.submit(message({ ...person, texts: [], files: [{ id: 'F1', name: 'cat.png' }] }));
    expect(fake.chat.sent).toEqual([]);
  });

  test('in a file that Slack does not give just now are read a little later', async () => {
    fake.chat.files.set('F1', new Error('timeout'));
    await fake.submit(message({ ...person, texts: [], files: [{ id: 'F1', name: 'error.log' }] }));
    expect(fake.chat.sent).toEqual([]);
    fake.chat.files.set('F1', { kind: 'text', name: 'error.log', bytes: Buffer.from(RESET) });
    await fake.pass(6000);
    expect(wordsOf(contentOf(only(fake.chat.sent)))).toContain('10.0.3.17:8080');
  });
});

describe('asked by mention', () => {
  const asked: Partial<MessageBody> = {
    mode: 'asked',
    asker: 'U0000001',
    from: { kind: 'person', id: 'U0000001' },
    texts: [],
  };

  test('the thread above is read, without what the bot said itself', async () => {
    fake.chat.threads.set('C1:1.000001', [
      { ts: '1.000001', from: 'person', texts: [{ name: 'message', text: RESET }], files: [] },
      { ts: '1.000002', from: 'us', texts: [{ name: 'message', text: REFUSED }], files: [] },
    ]);
    const where = { ts: '1.000003', threadTs: '1.000001', readsThread: true } as const;
    await fake.submit(message({ ...asked, ...where, texts: [] }));
    const words = wordsOf(contentOf(only(fake.chat.sent)));
    expect(words).toContain('10.0.3.17:8080');
    expect(words).not.toContain('Connection refused');
  });

  test('about nothing, it says what to give instead', async () => {
    await fake.submit(message({ ...asked, texts: [{ name: 'message', text: 'hello' }] }));
    expect(wordsOf(contentOf(only(fake.chat.sent)))).toContain('error log');
  });

  test('about a message that is answered, the asker is shown where', async () => {
    await fake.submit(message());
    await fake.submit({ ...message(asked), texts: [{ name: 'message', text: RESET }] });
    await fake.desk.store.accept([
      {
        key: 'shortcut:1',
        receivedAt: fake.now(),
        body: { ...message(asked), texts: [{ name: 'message', text: RESET }] },
      },
    ]);
    await fake.pass(2000);
    expect(only(sentIn('message')).delivery).toMatchObject({ thread: '1.000001' });
    expect(only(sentIn('whisper')).delivery).toMatchObject({ user: 'U0000001' });
  });
});

describe('a deleted message', () => {
  test('takes our quotes of it with it, in Slack and in the store', async () => {
    await fake.submit(message());
    const id = idIn(only(fake.chat.sent));
    await fake.pass(1000);
    await fake.submit({ kind: 'deleted', channel: 'C1', ts: '1.000001' });
    await fake.pass(1000);
    const [first, second] = fake.chat.sent;
    expect(second?.ts).toBe(first?.ts);
    expect(second && wordsOf(contentOf(second))).not.toContain('10.0.3.17');
    expect(await fake.store.evidenceOf(id)).toEqual([]);
    expect(JSON.stringify(await fake.store.incident(id))).not.toContain('10.0.3.17');
  });

  test('that overtook the message, since that waited for a file, leaves it unanswered', async () => {
    const file = { id: 'F1', name: 'error.log' };
    fake.chat.files.set('F1', new Error('timeout'));
    await fake.submit(message({ from: { kind: 'person', id: 'U1' }, files: [file] }));
    await fake.submit({ kind: 'deleted', channel: 'C1', ts: '1.000001' });
    fake.chat.files.set('F1', { kind: 'text', name: 'error.log', bytes: Buffer.from(RESET) });
    await fake.pass(10_000);
    expect(fake.chat.sent).toEqual([]);
  });

  test('before the answer went out leaves nothing to quote either', async () => {
    fake.chat.answers.push({ kind: 'later', afterMs: 3000, scope: 'channel' });
    await fake.submit(message());
    await fake.submit({ kind: 'deleted', channel: 'C1', ts: '1.000001' });
    await fake.pass(4000);
    expect(wordsOf(contentOf(only(fake.chat.sent)))).not.toContain('10.0.3.17');
  });
});

describe('a shadow channel', () => {
  test('gets no word; what would have been said is noted', async () => {
    await fake.submit(message({ mode: 'shadow' }));
    expect(fake.chat.sent).toEqual([]);
    const [note] = await fake.store.shadowSince(0);
    expect(note?.line).toContain('10.0.3.17:8080');
  });
});

test('a submission that fails every time is given up and answered', async () => {
  const body = message({
    mode: 'asked',
    asker: 'U0000001',
    from: { kind: 'person', id: 'U0000001' },
  });
  await fake.store.accept([{ key: 'poison', receivedAt: fake.now(), body }]);
  for (let tries = 0; tries < 3; tries += 1) {
    await fake.store.claim(fake.now(), 1, 10);
    await fake.store.release('poison', fake.now());
  }
  await fake.pass(1000);
  expect(wordsOf(contentOf(only(fake.chat.sent)))).toContain('failed each time');
});
