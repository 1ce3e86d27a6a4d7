import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayText } from '../../src/text/display.ts';

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]/u;

test('nothing invisible and no lone surrogate is left of any text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.integer({ min: 2, max: 300 }),
      (text, most) => {
        const shown = displayText(text, most);
        expect(shown).not.toMatch(UNSAFE);
        expect(shown.length).toBeLessThanOrEqual(most);
        expect(() => encodeURIComponent(shown)).not.toThrow();
      },
    ),
  );
});

test.each([
  ['a colour sequence', '\u001b[31mred\u001b[0m', 'red'],
  ['a window title', '\u001b]0;pwned\u0007ok', 'ok'],
  ['the end of a bracketed paste', 'a\u001b[201~b', 'ab'],
  ['a right-to-left override', 'abc\u202ecba', 'abccba'],
])('drops %s whole', (_, text, expected) => {
  expect(displayText(text, 100)).toBe(expected);
});

test('says by an ellipsis that something was cut', () => {
  expect(displayText('abcdef', 4)).toBe('abc…');
});
