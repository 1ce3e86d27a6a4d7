import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageBody } from '../../src/bot/submission.ts';
import { contentOf, type FakeDesk, fakeDesk, RESET, type Sent, wordsOf } from './fake-desk.ts';
import { idIn, message, only, paste, REFUSED } from './samples.ts';

let fake: FakeDesk;
beforeEach(async () => {
  fake = await fakeDesk();
});
afterEach(() => fake.close());

const ROOT = '1.000001';
const person: Partial<MessageBody> = { from: { kind: 'person', id: 'U0000001' } };
const asked: Partial<MessageBody> = { ...person, mode: 'asked', asker: 'U0000001' };
const byLabels: Partial<MessageBody> = {
  texts: [{ name: 'message', text: 'ratio of 502 responses' }],
  alert: { title: 'Bad gateway', host: 'edge-1.example', says: '502 answers' },
};
const now = (ts: string): Sent | undefined => fake.chat.sent.findLast((one) => one.ts === ts);
const says = (sent: Sent | undefined): string =>
  sent === undefined ? '' : wordsOf(contentOf(sent));
const posts = (): readonly string[] => [...new Set(fake.chat.sent.map(({ ts }) => ts))];

describe('lines that an answer had asked for', () => {
  test('are answered below it, and it says so', async () => {
    await fake.submit(message(byLabels));
    await fake.pass(1000);
    const ask = only(fake.chat.sent);
    await fake.submit(message({ ...person, ts: '1.000002', threadTs: ROOT }));
    await fake.pass(2000);
    expect(says(now(ask.ts))).toContain('Answered below');
    const [, answer = ''] = posts();
    expect(says(now(answer))).toContain('10.0.3.17:8080');
    expect(await fake.store.openIncidents(10)).toHaveLength(1);
  });
});

describe('asked again in the thread of an answer', () => {
  const thread = (...texts: readonly string[]) =>
    fake.chat.threads.set(
      `C1:${ROOT}`,
      texts.map((text, at) => ({
        ts: at === 0 ? ROOT : `1.00001${at}`,
        from: at === 0 ? ('bot' as const) : ('person' as const),
        texts: [{ name: 'message', text }],
        files: [],
      })),
    );
  const ask = () =>
    fake.submit(
      message({ ...asked, ts: '1.000009', threadTs: ROOT, readsThread: true, texts: [] }),
    );

  test('with nothing new, the bot says that, and no second answer', async () => {
    await fake.submit(message());
    await fake.pass(1000);
    thread(RESET);
    await ask();
    await fake.pass(2000);
    expect(posts()).toHaveLength(2);
    expect(says(fake.chat.sent.at(-1))).toContain('nothing in it changes the answer');
  });

  test('with more in the thread, the answer is brought up to date in place', async () => {
    await fake.submit(message());
    await fake.pass(1000);
    const answer = only(fake.chat.sent);
    thread(RESET, REFUSED);
    await ask();
    await fake.pass(2000);
    expect(says(now(answer.ts))).toContain('refused');
    expect(posts()).toHaveLength(2);
  });

  test('what was pasted into a box before is read with it', async () => {
    await fake.submit(message());
    await fake.pass(1000);
    const answer = only(fake.chat.sent);
    await fake.submit(
      paste({ incident: idIn(answer), texts: [{ name: 'pasted text', text: REFUSED }] }),
    );
    thread(RESET);
    await ask();
    await fake.pass(3000);
    expect(says(now(answer.ts))).toContain('refused');
  });
});

test('a mention with nothing to read gets the ways in', async () => {
  await fake.submit(message({ ...asked, texts: [] }));
  expect(only(fake.chat.sent).delivery).toMatchObject({ kind: 'whisper', user: 'U0000001' });
  expect(says(fake.chat.sent[0])).toContain('Diagnose this');
});

describe('configuration', () => {
  test('pasted as more evidence is read as configuration, whichever box it was put into', async () => {
    await fake.submit(message({ ...person }));
    await fake.pass(1000);
    const answer = only(fake.chat.sent);
    const text =
      'upstream shop {\n  server 10.0.3.17:8080;\n  keepalive 32;\n}\nserver {\n  server_name shop.example;\n  location / {\n    proxy_pass http://shop;\n    proxy_http_version 1.1;\n    proxy_set_header Connection "";\n  }\n}\n';
    const texts = [{ name: 'pasted text', text }];
    await fake.submit(paste({ incident: idIn(answer), texts, told: { backend: 'node' } }));
    await fake.pass(2000);
    expect(says(now(answer.ts))).toMatch(/Likely.{0,80}keep-alive mismatch/);
  });
});

describe('alerts of one problem', () => {
  const two = async (): Promise<Sent> => {
    await fake.submit(message());
    await fake.pass(1000);
    await fake.submit(message({ ts: '1.000002' }));
    await fake.pass(3000);
    const [first] = fake.chat.sent;
    if (first === undefined) throw new Error('nothing was sent');
    return first;
  };

  test('are read together: the answer counts their lines', async () => {
    const first = await two();
    expect(says(now(first.ts))).toContain('2 lines');
  });

  test('outlive the deletion of one of them', async () => {
    const first = await two();
    await fake.submit({ kind: 'deleted', channel: 'C1', ts: ROOT });
    await fake.pass(2000);
    expect(says(now(first.ts))).toContain('10.0.3.17:8080');
    await fake.submit({ kind: 'deleted', channel: 'C1', ts: '1.000002' });
    await fake.pass(2000);
    expect(says(now(first.ts))).not.toContain('10.0.3.17');
  });

  test('that are many do not make the evidence grow without end', async () => {
    for (let at = 1; at <= 400; at += 1) await fake.submit(message({ ts: `1.${at}` }));
    await fake.pass(3000);
    const kept = await fake.store.evidenceOf(idIn(fake.chat.sent[0] as Sent));
    const length = kept.reduce((sum, { text }) => sum + text.length, 0);
    expect(length).toBeLessThanOrEqual(65_536);
    const id = idIn(fake.chat.sent[0] as Sent);
    expect((await fake.store.incident(id))?.incident.alerts).toBe(400);
  });
});

test('a message that two answers quote is forgotten by both', async () => {
  await fake.submit(message({ ...person }));
  await fake.pass(1000);
  fake.chat.threads.set('C1:1.000005', [
    { ts: ROOT, from: 'person', texts: [{ name: 'message', text: RESET }], files: [] },
  ]);
  const where = { ts: '1.000006', threadTs: '1.000005', readsThread: true, texts: [] };
  await fake.submit(message({ ...asked, ...where }));
  await fake.pass(1000);
  expect(posts()).toHaveLength(2);
  await fake.submit({ kind: 'deleted', channel: 'C1', ts: ROOT });
  await fake.pass(3000);
  for (const ts of posts()) expect(says(now(ts))).not.toContain('10.0.3.17');
});

describe('a webhook', () => {
  const webhook = (text: string, more = {}) => ({
    kind: 'webhook' as const,
    source: 'generic',
    channel: 'C1',
    texts: [{ name: 'text', text }],
    ...more,
  });

  test('with lines is answered in the channel', async () => {
    await fake.submit(webhook(RESET));
    expect(only(fake.chat.sent).delivery).toMatchObject({ channel: 'C1' });
  });

  test('without lines asks for them, under the title it came with', async () => {
    await fake.submit(webhook('answers 504', { titles: ['Upstream timeouts on pay.example'] }));
    expect(says(only(fake.chat.sent))).toContain('Upstream timeouts on pay.example');
  });

  test.each([
    ['in a field', webhook(RESET, { fields: [{ name: 'status', value: 'resolved' }] })],
    ['in its title', webhook('ratio of 502', { titles: ['[RESOLVED] 502 on shop.example'] })],
    ['in its text', webhook('[RESOLVED] 502 rate on shop.example back to normal')],
  ])('that says that it is over, %s, gets no word', async (_, body) => {
    await fake.submit(body);
    expect(fake.chat.sent).toEqual([]);
  });
});
