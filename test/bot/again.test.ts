import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageBody } from '../../src/bot/submission.ts';
import { contentOf, type FakeDesk, fakeDesk, RESET, type Sent, wordsOf } from './fake-desk.ts';
import { click, idIn, message, only, paste, REFUSED } from './samples.ts';

let fake: FakeDesk;
beforeEach(async () => {
  fake = await fakeDesk();
});
afterEach(() => fake.close());

const person: Partial<MessageBody> = { from: { kind: 'person', id: 'U0000001' } };
const says = (sent: Sent | undefined): string =>
  sent === undefined ? '' : wordsOf(contentOf(sent));
const sentIn = (kind: string): readonly Sent[] =>
  fake.chat.sent.filter(({ delivery }) => delivery.kind === kind);

describe('edits', () => {
  test('of which an older one comes late do not overwrite the newer one', async () => {
    await fake.submit(message(person));
    await fake.pass(1000);
    const file = { id: 'F1', name: 'error.log' };
    fake.chat.files.set('F1', new Error('timeout'));
    await fake.submit(message({ ...person, edited: '2.0', files: [file] }));
    const texts = [{ name: 'message', text: REFUSED }];
    await fake.submit(message({ ...person, edited: '3.0', texts }));
    fake.chat.files.set('F1', { kind: 'text', name: 'error.log', bytes: Buffer.from(RESET) });
    await fake.pass(10_000);
    expect(says(fake.chat.sent.at(-1))).toContain('refused');
  });
});

describe('alerts without lines', () => {
  test('of which one that only joined is deleted keep their answer', async () => {
    const alert = { title: 'Bad gateway', host: 'edge-1.example', says: '502 answers' };
    const quiet = { texts: [{ name: 'message', text: 'ratio of 502' }], alert };
    await fake.submit(message(quiet));
    await fake.submit(message({ ...quiet, ts: '1.000002' }));
    await fake.pass(3000);
    await fake.submit({ kind: 'deleted', channel: 'C1', ts: '1.000002' });
    await fake.pass(2000);
    expect(await fake.store.openIncidents(10)).toHaveLength(1);
    await fake.submit({ kind: 'deleted', channel: 'C1', ts: '1.000001' });
    await fake.pass(2000);
    expect(await fake.store.openIncidents(10)).toEqual([]);
  });
});

describe('a way to a person that is closed', () => {
  test('a response_url that has expired: the answer comes as a whisper', async () => {
    fake.chat.answers.push({ kind: 'refused', reason: 'response_url_expired' });
    await fake.submit(paste());
    await fake.pass(1000);
    const whisper = only(sentIn('whisper'));
    expect(whisper.delivery).toMatchObject({ channel: 'C1', user: 'U0000001' });
    expect(says(whisper)).toContain('10.0.3.17:8080');
  });

  test('a click after a share that was refused says again how to invite the bot', async () => {
    await fake.submit(paste());
    const id = idIn(only(fake.chat.sent));
    fake.chat.answers.push({ kind: 'refused', reason: 'not_in_channel' });
    await fake.submit(click('share', id));
    await fake.pass(1000);
    fake.chat.answers.push({ kind: 'refused', reason: 'not_in_channel' });
    const cause = 'keepalive-mismatch';
    await fake.submit(click('not-the-cause', id, { value: cause }));
    await fake.pass(1000);
    const invitations = sentIn('response').filter((one) => says(one).includes('/invite'));
    expect(invitations.length).toBeGreaterThan(0);
  });
});

describe('asked once more', () => {
  test('each time the asker is shown where the answer stands', async () => {
    await fake.submit(message());
    for (let time = 1; time <= 3; time += 1) {
      const body = message({ ...person, mode: 'asked', asker: 'U0000001' });
      await fake.store.accept([{ key: `shortcut:${time}`, receivedAt: fake.now(), body }]);
      await fake.pass(2000);
    }
    expect(sentIn('whisper')).toHaveLength(3);
  });

  test('about an alert whose answer was emptied, there is a new answer', async () => {
    await fake.submit(message());
    await fake.submit(message({ ts: '1.000002' }));
    await fake.pass(2000);
    const id = idIn(fake.chat.sent[0] as Sent);
    const standing = await fake.store.incident(id);
    if (standing === undefined) throw new Error('no incident');
    const next = { ...standing.incident, isErased: true, report: undefined };
    await fake.store.commit({
      done: [],
      incident: { next, expectedVersion: standing.version },
      deliveries: [],
    });
    const body = message({ ...person, mode: 'asked', asker: 'U0000001', ts: '1.000002' });
    await fake.store.accept([{ key: 'shortcut:9', receivedAt: fake.now(), body }]);
    await fake.pass(2000);
    expect(new Set(fake.chat.sent.map(idIn).filter((one) => one !== '')).size).toBe(2);
  });
});

test('what is pasted into an emptied answer is not kept', async () => {
  await fake.submit(message());
  const incident = idIn(only(fake.chat.sent));
  await fake.submit({ kind: 'deleted', channel: 'C1', ts: '1.000001' });
  await fake.submit(paste({ incident, config: 'keepalive 32;' }));
  await fake.pass(2000);
  expect(await fake.store.evidenceOf(incident)).toEqual([]);
  expect((await fake.store.incident(incident))?.incident.config).toBeUndefined();
});

test('a burst of alerts with an edit in its middle is counted in full', async () => {
  await fake.submit(message(), ...burst(2, 150));
  await fake.submit(message({ edited: '2.0', texts: [{ name: 'message', text: REFUSED }] }));
  await fake.submit(...burst(152, 150));
  await fake.pass(5000);
  const id = idIn(fake.chat.sent[0] as Sent);
  expect((await fake.store.incident(id))?.incident.alerts).toBe(301);
});

function burst(from: number, count: number): readonly MessageBody[] {
  return Array.from({ length: count }, (_, at) => message({ ts: `1.${from + at}` }));
}
