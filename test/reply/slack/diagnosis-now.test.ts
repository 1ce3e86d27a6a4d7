import { expect, test } from 'vitest';
import { type DiagnosisNow, diagnosisNow } from '../../../src/reply/slack/diagnosis-now.ts';
import { causeWith, checkWith, diagnosisWith, fixWith } from './report-with.ts';

const DIAGNOSIS = diagnosisWith({
  causes: ['crash', 'idle', 'cut'].map((id) => causeWith({ id })),
  checks: [
    checkWith({ id: 'uptime', confirms: ['crash'] }),
    checkWith({ id: 'kernel', confirms: ['crash'] }),
    checkWith({ id: 'firewall', confirms: ['cut'] }),
    checkWith({ id: 'timeouts', refutes: ['idle'] }),
  ],
  nextCheck: 'kernel',
  fixes: ['crash', 'idle', 'cut'].map((cause) => fixWith({ id: `fix-${cause}`, cause })),
  warnings: [{ about: 'a', text: 'b', proof: null }],
  verify: [{ run: 'c', expect: 'd' }],
});

const without = (...causes: readonly string[]): DiagnosisNow =>
  diagnosisNow(
    DIAGNOSIS,
    causes.map((cause) => ({ cause, by: 'U024BE7LH', at: 0 })),
  );

test('a diagnosis of which nothing was set aside stays as it is', () => {
  expect(without()).toEqual({ diagnosis: DIAGNOSIS, setAside: [] });
});

test('the first cause that is left is the first', () => {
  const { diagnosis, setAside } = without('crash');
  expect(diagnosis.causes.map(({ id }) => id)).toEqual(['idle', 'cut']);
  expect(setAside.map(({ cause: { id }, by }) => [id, by])).toEqual([['crash', 'U024BE7LH']]);
});

test('the next check is one that speaks of the first cause that is left', () => {
  expect(without('crash').diagnosis.nextCheck).toBe('timeouts');
  expect(without('crash', 'idle').diagnosis.nextCheck).toBe('firewall');
});

test('the next check stays while it speaks of the first cause that is left', () => {
  expect(without('cut').diagnosis.nextCheck).toBe('kernel');
});

test('fixes are those of causes that are left', () => {
  expect(without('crash').diagnosis.fixes.map(({ id }) => id)).toEqual(['fix-idle', 'fix-cut']);
});

test('what is said of the first cause goes with it', () => {
  expect(without('crash').diagnosis).toMatchObject({ warnings: [], verify: [] });
  expect(without('cut').diagnosis).toMatchObject({
    warnings: DIAGNOSIS.warnings,
    verify: DIAGNOSIS.verify,
  });
});

test('when all are set aside nothing is left to check or to fix', () => {
  expect(without('crash', 'idle', 'cut').diagnosis).toMatchObject({
    causes: [],
    nextCheck: null,
    fixes: [],
  });
});

test('a cause that new evidence no longer names is not set aside', () => {
  expect(without('gone')).toEqual({ diagnosis: DIAGNOSIS, setAside: [] });
});
