import { describe, expect, test } from 'vitest';
import { gather } from '../../src/bot/gather.ts';
import { ChatUnavailable, type ThreadMessage } from '../../src/bot/ports.ts';
import type { MessageBody } from '../../src/bot/submission.ts';
import { fakeChat, RESET, START } from './fake-desk.ts';

const SECRET_NAME = 'error-of-customer.log';
const FILE = { id: 'F1', name: SECRET_NAME };
const ASKED: MessageBody = {
  kind: 'message',
  channel: 'C1',
  ts: '1.000002',
  threadTs: '1.000001',
  from: { kind: 'person', id: 'U1' },
  mode: 'asked',
  texts: [],
  files: [],
};
const ABOVE: ThreadMessage = { ts: '1.000001', from: 'person', texts: [], files: [FILE] };

const content = (text: string) =>
  ({ kind: 'text', name: SECRET_NAME, bytes: Buffer.from(text) }) as const;
const lost = () => new ChatUnavailable('the download broke off');

describe('a file', () => {
  test('of the thread stands in the message that it was posted with', async () => {
    const chat = fakeChat(() => START);
    chat.threads.set('C1:1.000001', [ABOVE]);
    chat.files.set('F1', content(RESET));
    const { texts } = await gather({ ...ASKED, readsThread: true }, { chat }, false);
    expect(texts).toEqual([{ name: SECRET_NAME, text: RESET, origin: 'C1:1.000001' }]);
  });

  test('is one of five at the most; the message’s own come first', async () => {
    const chat = fakeChat(() => START);
    const files = ['F1', 'F2', 'F3', 'F4'].map((id) => ({ id, name: `${id}.log` }));
    for (const { id } of files) chat.files.set(id, content(id));
    chat.threads.set('C1:1.000001', [{ ...ABOVE, files }]);
    const asked = { ...ASKED, files, readsThread: true };
    const { texts, notes } = await gather(asked, { chat }, false);
    expect(texts.map(({ text }) => text)).toEqual(['F1', 'F1', 'F2', 'F3', 'F4']);
    expect(notes).toEqual(['3 more files: 5 at once are the most that are read']);
  });

  test('of the message itself has no other origin', async () => {
    const chat = fakeChat(() => START);
    chat.files.set('F1', content(RESET));
    const { texts } = await gather({ ...ASKED, files: [FILE] }, { chat }, false);
    expect(texts).toEqual([{ name: SECRET_NAME, text: RESET, origin: undefined }]);
  });

  test('that could not be asked for is asked for again; its name is not logged', async () => {
    const chat = fakeChat(() => START);
    chat.files.set('F1', lost());
    const gathering = gather({ ...ASKED, files: [FILE] }, { chat }, false);
    await expect(gathering).rejects.toEqual(
      new ChatUnavailable('could not read a file', { cause: lost() }),
    );
  });

  test('that could not be asked for at the last try is named in a note', async () => {
    const chat = fakeChat(() => START);
    chat.files.set('F1', lost());
    const { notes } = await gather({ ...ASKED, files: [FILE] }, { chat }, true);
    expect(notes).toEqual([`${SECRET_NAME} was not read: Slack could not be asked`]);
  });

  test.each([
    ['a first', false],
    ['the last', true],
  ])('that makes us fail while we read it is not blamed on Slack, at %s try', async (_, isLast) => {
    const chat = fakeChat(() => START);
    const fault = new RangeError('a fault of ours');
    const bytes = Object.defineProperty(new Uint8Array(1), 'length', {
      get() {
        throw fault;
      },
    });
    chat.files.set('F1', { kind: 'text', name: SECRET_NAME, bytes });
    await expect(gather({ ...ASKED, files: [FILE] }, { chat }, isLast)).rejects.toBe(fault);
  });
});

describe('a thread that could not be asked for', () => {
  const chat = {
    ...fakeChat(() => START),
    async thread(): Promise<never> {
      throw lost();
    },
  };

  test('is asked for again', async () => {
    await expect(gather({ ...ASKED, readsThread: true }, { chat }, false)).rejects.toEqual(
      new ChatUnavailable('could not read the thread', { cause: lost() }),
    );
  });

  test('at the last try leaves what the message itself says', async () => {
    const texts = [{ name: 'message', text: RESET }];
    expect(await gather({ ...ASKED, texts, readsThread: true }, { chat }, true)).toEqual({
      texts,
      notes: ['the thread was not read: Slack could not be asked'],
    });
  });
});
