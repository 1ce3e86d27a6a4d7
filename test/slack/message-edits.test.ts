import { expect, test } from 'vitest';
import { bodyOf, CONTEXT, keyOf, outcomeOf, submit } from './submit.ts';
import { CLIENT_LINE, LINE, person, TIMEOUT, webhook } from './written-messages.ts';

const changed = (before: object | undefined, after: object): object => ({
  type: 'message',
  subtype: 'message_changed',
  hidden: true,
  channel: 'C0ALERTS01',
  ts: '1795350009.000900',
  event_ts: '1795350009.000900',
  message: { ...after, edited: { user: 'U0PERSON01', ts: '1795350009.000000' } },
  ...(before === undefined ? {} : { previous_message: before }),
});
const firing = webhook({ attachments: [{ title: '[FIRING:1] NginxUpstreamReset' }] });
const resolved = webhook({ attachments: [{ title: '[RESOLVED] NginxUpstreamReset' }] });
const unfurled = {
  ...person(`${LINE} <https://wiki.example/502>`),
  attachments: [{ id: 1, from_url: 'https://wiki.example/502', title: '502', text: TIMEOUT }],
};

test.each([
  ['adds a line', person('wait'), person(LINE), 'answer'],
  ['adds another line', person(LINE), person(`${LINE}\n${TIMEOUT}`), 'answer'],
  ['corrects a line', person(LINE), person(LINE.replace('10.1.4.8', '10.1.4.9')), 'answer'],
  ['adds a question', person('what is this'), person('<@U0SELFBOT1> what is this'), 'answer'],
  ['makes an alert fire again', resolved, firing, 'answer'],
  ['of which nothing earlier is known', undefined, person(LINE), 'answer'],
  ['adds prose', person(LINE), person(`${LINE}\nany ideas?`), 'edit-adds-nothing'],
  [
    'adds what a link shows',
    person(`${LINE} <https://wiki.example/502>`),
    unfurled,
    'edit-adds-nothing',
  ],
  ['changes nothing', person(LINE), person(LINE), 'edit-adds-nothing'],
  ['resolves an alert', firing, resolved, 'edit-adds-nothing'],
  ['takes the line away', person(LINE), person('never mind'), 'edit-adds-nothing'],
  ['adds a line of a client', person('wait'), person(CLIENT_LINE), 'edit-adds-nothing'],
  ['is our own', person(LINE), { ...person(TIMEOUT), user: 'U0SELFBOT1' }, 'own-message'],
  ['leaves a tombstone', person(LINE), person('', { subtype: 'tombstone' }), 'deleted'],
])('an edit that %s', (_, before, after, expected) => {
  expect(outcomeOf(submit(changed(before, after)))).toBe(expected);
});

test('an edit has a key and a time of its own', () => {
  const reading = submit(changed(person('wait'), person(LINE)));
  expect(keyOf(reading)).toBe('message:C0ALERTS01:1795350000.000100:1795350009.000000');
  expect(bodyOf(reading)).toMatchObject({
    ts: '1795350000.000100',
    edited: '1795350009.000000',
  });
});

test('a resolved alert that gains a line stays resolved', () => {
  const attachments = [{ title: '[RESOLVED] NginxUpstreamReset', text: LINE }];
  expect(outcomeOf(submit(changed(resolved, webhook({ attachments }))))).toBe('resolved');
});

test('a deleted message is forgotten wherever it was', () => {
  const event = {
    type: 'message',
    subtype: 'message_deleted',
    channel: 'C0OTHER001',
    ts: '1795350010.000000',
    deleted_ts: '1795350000.000100',
    previous_message: person(LINE),
  };
  expect(submit(event)).toEqual({
    kind: 'submission',
    submission: {
      key: 'deleted:C0OTHER001:1795350000.000100',
      receivedAt: CONTEXT.receivedAt,
      body: { kind: 'deleted', channel: 'C0OTHER001', ts: '1795350000.000100' },
    },
  });
});
