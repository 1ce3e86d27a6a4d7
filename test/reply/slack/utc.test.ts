import { expect, test } from 'vitest';
import { utc } from '../../../src/reply/slack/utc.ts';

test('a time stands with its day and zone', () => {
  expect(utc(Date.UTC(2026, 10, 22, 9, 4, 59))).toBe('22 Nov 09:04 UTC');
});

test('what is no time says so', () => {
  expect(utc(Number.NaN)).toBe('a time that is not known');
});
