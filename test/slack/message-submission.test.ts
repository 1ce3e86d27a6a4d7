import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { submissionBodySchema } from '../../src/bot/submission.ts';
import { bodyOf, keyOf, outcomeOf, submit } from './submit.ts';
import { ALERT_FORMS } from './written-alert-forms.ts';
import { ALERTS as FIRST_ALERTS } from './written-alerts.ts';
import { MORE_ALERTS } from './written-alerts-of-monitors.ts';
import { OTHER_BOTS } from './written-by-other-bots.ts';
import { PEOPLE } from './written-by-people.ts';
import { CHATTER } from './written-chatter.ts';
import { LINE, person, webhook } from './written-messages.ts';
import { MORE_ALERT_FORMS } from './written-more-alert-forms.ts';

const ALERTS = [...FIRST_ALERTS, ...MORE_ALERTS];
const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`messages/${name}`, import.meta.url), 'utf8'));

type Sample = { file: string; should_reply: boolean; log: string | null };
// The casts hold since the files are ours.
const samples = read('index.json') as readonly Sample[];
const posts = read('webhook-posts.json') as readonly {
  name: string;
  answered: boolean;
  post: object;
}[];

test.each(samples)('$file is answered: $should_reply', ({ file, should_reply, log }) => {
  const { event } = read(file) as { event: unknown };
  const reading = submit(event);
  expect(outcomeOf(reading) === 'answer', outcomeOf(reading)).toBe(should_reply);
  if (!should_reply || log === null || file === 'human-file-snippet.json') return;
  const shown = log.replaceAll('?id=700', '?id=…').replaceAll(/[“”]/g, '"');
  const texts = bodyOf(reading).texts.map(({ text }) => text.replaceAll(/[“”]/g, '"'));
  expect(texts.join('\n')).toContain(shown);
  expect(texts.join('\n').split('10.0.3.17:8080/checkout')).toHaveLength(2);
});

test.each(posts)('$name is answered: $answered', ({ post, answered }) => {
  expect(outcomeOf(submit(webhook({ ...post, channel: 'C0ALERTS01' }))) === 'answer').toBe(
    answered,
  );
});

test.each(ALERTS)('an alert: $name', ({ event, expected, says, host, service }) => {
  const reading = submit(event);
  expect(outcomeOf(reading)).toBe(expected);
  if (expected !== 'answer') return;
  const { alert, from, mode } = bodyOf(reading);
  expect([from.kind, mode]).toEqual(['bot', 'unasked']);
  expect(alert?.title).toBeTruthy();
  const wanted = { says, host, service };
  for (const [name, value] of Object.entries(wanted))
    if (value !== undefined) expect({ [name]: alert?.[name as 'says'] }).toEqual({ [name]: value });
});

test.each(OTHER_BOTS)('no alert for us: $name', ({ event, expected }) => {
  expect(outcomeOf(submit(event))).toBe(expected);
});

test.each(PEOPLE)('of a person: $name', ({ event, expected }) => {
  expect(outcomeOf(submit(event))).toBe(expected);
});

test.each([...ALERT_FORMS, ...MORE_ALERT_FORMS, ...CHATTER])('%s to %j', (expected, event) => {
  expect(outcomeOf(submit(event))).toBe(expected);
});

test('what a client wrote into a log line ends no alert', () => {
  const line = LINE.replace('/v1/pay HTTP', '/resolved:all-is-back to normal HTTP');
  expect(outcomeOf(submit(webhook({ text: line })))).toBe('answer');
});

test.each([...ALERTS, ...OTHER_BOTS, ...PEOPLE])(
  'nobody asked elsewhere: $name',
  ({ event, expected }) => {
    const outcome = outcomeOf(submit({ ...event, channel: 'C0OTHER001' }));
    expect(outcome).toBe(expected === 'no-message' ? expected : 'not-asked');
  },
);

test.each(ALERTS.filter(({ expected }) => expected === 'answer'))(
  'only watched: $name',
  ({ event }) => {
    expect(bodyOf(submit({ ...event, channel: 'C0SHADOW01' })).mode).toBe('shadow');
  },
);

test('a mention and the message that holds it have one key and one body', () => {
  const event = person(`<@U0SELFBOT1> diagnose ${LINE}`);
  const [first, second] = [submit(event), submit({ ...event, type: 'app_mention' })];
  expect(keyOf(first)).toBe('message:C0ALERTS01:1795350000.000100');
  expect(second).toEqual(first);
});

test.each([
  ['the line alone', `<@U0SELFBOT1> ${LINE}`, [LINE], false],
  ['a word and the line', `<@U0SELFBOT1> please diagnose this: ${LINE}`, [LINE], false],
  ['the line first', `${LINE} <@U0SELFBOT1>`, [LINE], false],
  ['nothing', '<@U0SELFBOT1>', [], true],
  ['a word', '<@U0SELFBOT1> help', [], true],
  ['a name in the mention', '<@U0SELFBOT1|nginx-bot> diagnose', [], true],
  ['prose', '<@U0SELFBOT1> why is checkout slow?', ['why is checkout slow?'], true],
])('asked with %s', (_, text, texts, readsThread) => {
  const body = bodyOf(submit({ ...person(text), channel: 'C0OTHER001' }));
  expect(body.mode).toBe('asked');
  expect(body.asker).toBe('U0PERSON01');
  expect(body.texts.map((one) => one.text)).toEqual(texts);
  expect(body.readsThread).toBe(readsThread);
});

test('a question in a thread reads the thread, whatever it holds itself', () => {
  const event = person(`<@U0SELFBOT1> ${LINE}`, { thread_ts: '1795340400.000100' });
  expect(bodyOf(submit(event))).toMatchObject({
    readsThread: true,
    threadTs: '1795340400.000100',
    mode: 'asked',
  });
});

test('a question is answered also where the bot only watches', () => {
  const event = { ...person(`<@U0SELFBOT1> ${LINE}`), channel: 'C0SHADOW01' };
  expect(bodyOf(submit(event)).mode).toBe('asked');
});

test('a mention in rich text is a question', () => {
  const elements = [
    { type: 'user', user_id: 'U0SELFBOT1' },
    { type: 'text', text: ` diagnose\n${LINE}` },
  ];
  const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
  const event = { ...person('', { blocks }), channel: 'C0OTHER001' };
  expect(bodyOf(submit(event)).texts).toEqual([{ name: 'message', text: LINE }]);
});

test('the letters of a mention inside a pasted line ask for nothing', () => {
  const event = { ...person(`GET /&lt;@U0SELFBOT1&gt; ${LINE}`), channel: 'C0OTHER001' };
  expect(outcomeOf(submit(event))).toBe('not-asked');
});

test('a channel shared with another company is served only where it is configured', () => {
  const asked = person(`<@U0SELFBOT1> ${LINE}`);
  const shared = { isExternallyShared: true };
  expect(outcomeOf(submit({ ...asked, channel: 'C0OTHER001' }, shared))).toBe('externally-shared');
  expect(outcomeOf(submit(asked, shared))).toBe('answer');
});

test.each([
  ['by its user', { user: 'U0SELFBOT1' }],
  ['by its bot', { user: undefined, bot_id: 'B0SELFBOT1' }],
  ['by its app', { bot_id: 'B0OTHER001', app_id: 'A0NGINXBOT' }],
  ['by its profile', { bot_id: 'B0OTHER001', bot_profile: { app_id: 'A0NGINXBOT' } }],
])('our own message is known %s', (_, fields) => {
  expect(outcomeOf(submit(person(`<@U0SELFBOT1> ${LINE}`, fields)))).toBe('own-message');
});

test('an unknown app id is nobody’s', () => {
  expect(outcomeOf(submit(person(LINE), { appId: undefined }))).toBe('answer');
});

test('secrets are masked before anything leaves', () => {
  const event = person(LINE.replace('/v1/pay HTTP', '/v1/pay?token=hunter2 HTTP'));
  expect(JSON.stringify(submit(event))).not.toContain('hunter2');
});

test('any event gives a submission of the declared shape or silence', () => {
  const known = fc.constantFrom(...ALERTS, ...OTHER_BOTS, ...PEOPLE).map(({ event }) => event);
  const fields = fc.record(
    {
      type: fc.constantFrom('message', 'app_mention'),
      subtype: fc.constantFrom(undefined, 'bot_message', 'message_changed', 'message_deleted'),
      channel: fc.constantFrom('C0ALERTS01', 'C0OTHER001'),
      ts: fc.oneof(fc.constant('1795350000.000100'), fc.jsonValue()),
      message: fc.oneof(known, fc.jsonValue()),
      previous_message: fc.oneof(known, fc.jsonValue()),
      text: fc.jsonValue(),
      blocks: fc.jsonValue(),
      attachments: fc.jsonValue(),
      files: fc.jsonValue(),
      edited: fc.jsonValue(),
    },
    { requiredKeys: ['channel'] },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fields,
        fc.tuple(known, fields).map(([a, b]) => ({ ...a, ...b })),
      ),
      (event) => {
        const reading = submit(event);
        if (reading.kind === 'silence') return;
        expect(submissionBodySchema.safeParse(reading.submission.body).error).toBeUndefined();
      },
    ),
    { numRuns: 400 },
  );
});

test.each([
  'a.',
  'on a.',
  '502 ',
  'status: ',
  'deploy a ',
  '<a|',
  '[',
  ' ',
  ': ',
  '🔴',
  'cookie:"',
])('two hundred kilobytes of %j cost no more than a second', (unit) => {
  const text = unit.repeat(200_000 / unit.length);
  const part = text.slice(0, 1000);
  const attachments = Array.from({ length: 60 }, (_, n) => ({
    title: `${n}${part}`,
    text: `${part}${n}`,
    fallback: `x${n}${part}`,
  }));
  const start = performance.now();
  submit(webhook({ text }));
  submit(webhook({ attachments }));
  expect(performance.now() - start).toBeLessThan(1000);
});
