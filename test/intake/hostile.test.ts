import { expect, test } from 'vitest';
import { post, runningServer } from './running-server.ts';

const MB = 1024 * 1024;
const json = { 'content-type': 'application/json' };

test.each([
  ['a million open brackets', '['.repeat(MB)],
  ['half a million lists in each other', '['.repeat(MB / 2) + ']'.repeat(MB / 2)],
  ['objects in each other', `${'{"a":'.repeat(150_000)}"x"${'}'.repeat(150_000)}`],
  ['a list of empty objects', `[${'{},'.repeat(300_000)}1]`],
  [
    'a hundred thousand fields',
    `{${Array.from({ length: 80_000 }, (_, at) => `"${at}":1`).join(',')}}`,
  ],
  [
    'one field a thousand times',
    `{${Array.from({ length: 1000 }, (_, at) => `"text":"line ${at}"`).join(',')}}`,
  ],
  ['a megabyte of one letter', JSON.stringify({ text: 'a'.repeat(MB - 100) })],
  ['a megabyte of line ends', JSON.stringify({ text: '\n'.repeat(MB / 2 - 100) })],
  ['half a megabyte of upstream', JSON.stringify({ x: 'upstream\n'.repeat(50_000) })],
  ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x80, 0x22])],
  ['half a character', '{"text":"\\ud800 upstream"}'],
  ['a NUL', '{"text":"a\\u0000b"}'],
])('%s is answered, and the server stays alive', async (_name, body) => {
  await using server = await runningServer();
  const response = await post(server, body, json);
  expect([202, 400]).toContain(response.status);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test.each([
  '{"__proto__":{"polluted":"yes"},"text":"upstream"}',
  '{"constructor":{"prototype":{"polluted":"yes"}},"text":"upstream"}',
  '{"text":{"__proto__":{"polluted":"an upstream"}}}',
  '{"__proto__":"upstream one","hasOwnProperty":"upstream two","toString":"upstream three"}',
  '{"status":200,"uri":"/","__proto__":"upstream"}',
])('%s leaves every other object as it was', async (body) => {
  await using server = await runningServer();
  const before = Object.getOwnPropertyNames(Object.prototype);
  const response = await post(server, body, json);
  expect([response.status, Object.getOwnPropertyNames(Object.prototype)]).toEqual([202, before]);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

test('a body of exactly 1 MB is read, one more byte is not', async () => {
  await using server = await runningServer();
  const sizes = [MB, MB + 1];
  const statuses = await Promise.all(
    sizes.map(async (size) => (await post(server, `x ${'y'.repeat(size - 2)}`)).status),
  );
  expect(statuses).toEqual([202, 413]);
});

test('10 MB are refused by their length alone', async () => {
  await using server = await runningServer();
  const answer = await server.raw(
    'POST /webhooks/generic HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer right-token\r\nContent-Type: text/plain\r\nContent-Length: 10485760\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1.1 413[\s\S]*1 MB is the most/);
});

test('10 MB in chunks are refused while they come', async () => {
  await using server = await runningServer();
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  const answer = await server.raw(
    `POST /webhooks/generic HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer right-token\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(160)}0\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 413/);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test('a sender that goes away in the middle disturbs nobody', async () => {
  await using server = await runningServer();
  const controller = new AbortController();
  const body = new ReadableStream({
    start(stream) {
      stream.enqueue(new TextEncoder().encode('half'));
    },
    pull() {
      controller.abort();
    },
  });
  const request = fetch(`${server.url}/webhooks/generic`, {
    method: 'POST',
    body,
    duplex: 'half',
    signal: controller.signal,
    headers: { 'content-type': 'text/plain', authorization: 'Bearer right-token' },
  });
  await expect(request).rejects.toThrow();
  expect([(await post(server, 'whole')).status, server.accepted.length]).toEqual([202, 1]);
});
