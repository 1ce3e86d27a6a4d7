import { expect, test } from 'vitest';
import { contentOf, FULL, linesOf } from './full-answer.ts';
import { valueIn } from './shown-lines.ts';

const by = 'U024BE7LH';
const at = Date.UTC(2026, 10, 22, 9, 20);

test('who has it stands above the verdict', () => {
  const lines = linesOf([FULL], { work: { kind: 'acknowledged', by, at } });
  const said = lines.indexOf('✓ Acknowledged by @U024BE7LH at 22 Nov 09:20 UTC');
  expect(said).toBeGreaterThan(0);
  expect(said).toBeLessThan(lines.indexOf('Likely: title of crash (out of memory)'));
});

test('until when it is quiet, and by whom', () => {
  expect(linesOf([FULL], { snooze: { by, until: at } })).toContain(
    'Snoozed until 22 Nov 09:20 UTC by @U024BE7LH',
  );
});

test('what is no id of a person is nobody', () => {
  const lines = linesOf([FULL], { work: { kind: 'acknowledged', by: '!channel', at } });
  expect(lines).toContain('✓ Acknowledged by somebody at 22 Nov 09:20 UTC');
});

test('a cause set aside is no longer the verdict, and stands below with who said so', () => {
  const lines = linesOf([FULL], { setAside: [{ cause: 'crash', by, at }] });
  expect(lines.join()).not.toContain('Likely:');
  expect(lines).toContain('Set aside by @U024BE7LH: title of crash (likely)');
});

test('the cause set aside last can be put back, and the first that is left set aside', () => {
  const { blocks } = contentOf([FULL], { setAside: [{ cause: 'crash', by, at }] });
  expect(valueIn(blocks, 'put-back')).toBe('i0123456789ab|crash');
  expect(valueIn(blocks, 'not-the-cause')).toBe('i0123456789ab|idle');
});

test('when every cause is set aside it says so, and gives no fix', () => {
  const setAside = ['crash', 'idle'].map((cause) => ({ cause, by, at }));
  const lines = linesOf([FULL], { setAside });
  expect(lines).toContain('Cause: none is left, all that fit were set aside');
  expect(lines.join()).not.toMatch(/apply |Next check/);
});

test('the last changes are shown, newest first', () => {
  const changes = ['one', 'two', 'three', 'four'].map((text) => ({ at, text, by }));
  expect(linesOf([FULL], { changes }).slice(-4)).toEqual([
    'Changed',
    '• 22 Nov 09:20 UTC: four by @U024BE7LH',
    '• 22 Nov 09:20 UTC: three by @U024BE7LH',
    '• 22 Nov 09:20 UTC: two by @U024BE7LH',
  ]);
});
