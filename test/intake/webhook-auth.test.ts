import { expect, test } from 'vitest';
import { refusalOf } from '../../src/intake/webhook-auth.ts';

const asker = (peer: string | undefined, host: string | undefined) => ({
  peer,
  headers: host === undefined ? {} : { host },
  queryToken: undefined,
});

test.each([
  ['127.0.0.1', 'localhost:3000'],
  ['127.8.9.1', '127.0.0.1'],
  ['::1', '[::1]:3000'],
  ['::ffff:127.0.0.1', 'LOCALHOST'],
])('without a token %s may send to %s', (peer, host) => {
  expect(refusalOf(asker(peer, host), undefined)).toBeUndefined();
});

test.each([
  ['10.0.0.7', 'localhost', /only this machine/],
  ['::ffff:10.0.0.7', 'localhost', /only this machine/],
  ['fe80::1', 'localhost', /only this machine/],
  [undefined, 'localhost', /only this machine/],
  ['127.0.0.1', undefined, /Host/],
  ['127.0.0.1', '127.0.0.1.evil.example', /Host/],
  ['127.0.0.1', 'localhost:3000@evil.example', /Host/],
  ['127.0.0.1', '0.0.0.0:3000', /Host/],
])('without a token %s may not send to %s', (peer, host, sentence) => {
  expect(refusalOf(asker(peer, host), undefined)).toMatch(sentence);
});

test.each(['origin', 'sec-fetch-site', 'x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])(
  'without a token nobody may send with %s',
  (name) => {
    const { headers } = asker('127.0.0.1', 'localhost');
    const request = {
      peer: '127.0.0.1',
      headers: { ...headers, [name]: 'x' },
      queryToken: undefined,
    };
    expect(refusalOf(request, undefined)).toMatch(/set WEBHOOK_TOKEN/);
  },
);

test('a token counts from anywhere, and the place alone does not', () => {
  const far = { ...asker('203.0.113.9', 'bot.example'), queryToken: 'secret' };
  expect([refusalOf(far, 'secret'), refusalOf(asker('127.0.0.1', 'localhost'), 'secret')]).toEqual([
    undefined,
    'this needs the WEBHOOK_TOKEN: send it as "Authorization: Bearer <token>"',
  ]);
});

test('a token with a colon comes through the password of Basic', () => {
  const authorization = `Basic ${Buffer.from('me:a:b').toString('base64')}`;
  expect(refusalOf({ ...asker('::1', 'h'), headers: { authorization } }, 'a:b')).toBeUndefined();
});
