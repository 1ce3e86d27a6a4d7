import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Content, Delivery, Pending } from '../../src/bot/ports.ts';
import { printChat } from '../../src/console/print-chat.ts';

function printing(): {
  readonly chat: ReturnType<typeof printChat>;
  readonly taken: () => string;
} {
  let printed = '';
  let from = 0;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed += chunk.toString();
      done();
    },
  });
  return {
    chat: printChat({ output, clock: { now: () => 1_795_340_405_123 } }),
    taken: () => {
      const news = printed.slice(from);
      from = printed.length;
      return news;
    },
  };
}

const content = (...lines: readonly string[]): Content => ({
  text: 'short',
  blocks: lines.map((text) => ({ type: 'section', text: { type: 'plain_text', text } })),
});
const message = (said: Content): Delivery => ({
  kind: 'message',
  key: 'answer:i1',
  channel: 'local',
  thread: undefined,
  content: said,
});
const pending = (delivery: Delivery, ts?: string): Pending => ({
  delivery,
  version: 1,
  ts,
  isUncertain: false,
  tries: 0,
  createdAt: 0,
});

test('a message is printed under the name of its channel, without colour where no terminal is', async () => {
  const { chat, taken } = printing();
  expect(await chat.send(pending(message(content('cause', 'fix'))))).toEqual({
    kind: 'sent',
    ts: '1795340405.123000',
  });
  expect(taken()).toBe('── local ──\ncause\nfix\n\n');
});

test('two messages of one moment have ids of their own', async () => {
  const { chat } = printing();
  const results = [
    await chat.send(pending(message(content('a')))),
    await chat.send(pending(message(content('b')))),
  ];
  expect(results.map((one) => one.kind === 'sent' && one.ts)).toEqual([
    '1795340405.123000',
    '1795340405.123001',
  ]);
});

test('a message without blocks is printed by its text', async () => {
  const { chat, taken } = printing();
  await chat.send(pending(message({ text: 'one\ntwo', blocks: [] })));
  expect(taken()).toBe('── local ──\none\ntwo\n\n');
});

test.each([
  ['little', content('head', 'a', 'b', 'c', 'd!'), '── local (edited) ──\nhead\n- d\n+ d!\n\n'],
  ['nothing', content('head', 'a', 'b', 'c', 'd'), ''],
  ['most', content('new', 'words', 'all'), '── local (edited) ──\nnew\nwords\nall\n\n'],
])('of an edit that changes %s that is printed', async (_name, next, printed) => {
  const { chat, taken } = printing();
  const result = await chat.send(pending(message(content('head', 'a', 'b', 'c', 'd'))));
  const ts = result.kind === 'sent' ? result.ts : undefined;
  taken();
  expect(await chat.send(pending(message(next), ts))).toEqual({ kind: 'sent', ts });
  expect(taken()).toBe(printed);
});

test('an edit of what an earlier run printed is printed whole', async () => {
  const { chat, taken } = printing();
  await chat.send(pending(message(content('head', 'a')), '1795000000.000001'));
  expect(taken()).toBe('── local (edited) ──\nhead\na\n\n');
});

test('after a crash a message is not found, so it is printed again rather than lost', async () => {
  const { chat } = printing();
  const delivery = message(content('a'));
  expect(delivery.kind === 'message' && (await chat.find(delivery, 0))).toBeUndefined();
});

test.each<readonly [string, Delivery, string]>([
  [
    'a whisper',
    {
      kind: 'whisper',
      key: 'k',
      channel: 'local',
      thread: undefined,
      user: 'U1',
      content: content('a'),
    },
    '── local, only for U1 ──\na\n\n',
  ],
  [
    'a response',
    {
      kind: 'response',
      key: 'k',
      responseUrl: 'https://secret.example',
      replacesOriginal: true,
      content: content('a'),
    },
    '── answer to one person ──\na\n\n',
  ],
  ['a home', { kind: 'home', key: 'k', user: 'U1', view: {} }, ''],
])('%s is printed as what it is', async (_name, delivery, printed) => {
  const { chat, taken } = printing();
  expect(await chat.send(pending(delivery))).toMatchObject({ kind: 'sent' });
  expect(taken()).toBe(printed);
});

test('a channel name cannot command the terminal', async () => {
  const { chat, taken } = printing();
  await chat.send(pending({ ...message(content('a')), channel: 'x\u001b[2J\ny' } as Delivery));
  expect(taken()).toBe('── xy ──\na\n\n');
});

test('a stream that has gone away fails no send', async () => {
  const output = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
  output.on('error', () => {});
  const chat = printChat({ output, clock: { now: () => 0 } });
  const results = [
    await chat.send(pending(message(content('a')))),
    await chat.send(pending(message(content('b')))),
  ];
  expect(results.map(({ kind }) => kind)).toEqual(['sent', 'sent']);
});

test('there are no files, threads or links without Slack', async () => {
  const { chat } = printing();
  expect([
    await chat.file({ id: 'F1', name: 'error.log' }),
    await chat.thread('local', '1'),
    chat.linkTo('local', '1'),
  ]).toEqual([
    { kind: 'unreadable', name: 'error.log', reason: 'there are no files without Slack' },
    [],
    '',
  ]);
});
