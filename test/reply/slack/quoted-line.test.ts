import { expect, test } from 'vitest';
import { shortLine } from '../../../src/reply/slack/quoted-line.ts';

test('a line of the error log is its message and its request', () => {
  expect(
    shortLine(
      '2026/11/22 09:14:03 [error] 29#29: *12 connect() failed (111: Connection refused) while connecting to upstream, client: 1.2.3.4, request: "GET /v1 HTTP/1.1", host: "a"',
    ),
  ).toBe(
    'connect() failed (111: Connection refused) while connecting to upstream … request: "GET /v1 HTTP/1.1"',
  );
});

test('a line without a request is its message', () => {
  expect(shortLine('[error] 29#29: *12 recv() failed, client: 1.2.3.4, server: b')).toBe(
    'recv() failed',
  );
});

test('any other line is its beginning', () => {
  expect(shortLine('x'.repeat(500))).toBe(`${'x'.repeat(159)}…`);
});

test('a long message leaves room for the request', () => {
  const text = shortLine(
    `[error] 1#1: ${'m'.repeat(500)}, client: a, request: "${'r'.repeat(200)}"`,
  );
  expect(text).toMatch(/^m{109}… … request: "r{49}…"$/);
});
