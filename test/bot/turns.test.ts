import { describe, expect, test } from 'vitest';
import { createBell } from '../../src/bot/bell.ts';
import { createQueue } from '../../src/bot/queue.ts';
import { inTurns } from '../../src/bot/turns.ts';

const bell = () => createBell(() => new Promise(() => {}));
const turns = () => inTurns({ inbox: bell(), outbox: bell() });

describe('inTurns', () => {
  test('what is about one subject goes one after the other, the rest at once', async () => {
    const seen: string[] = [];
    const first = Promise.withResolvers<void>();
    const work = turns();
    work.add('a', async () => {
      await first.promise;
      seen.push('a1');
    });
    work.add('a', async () => void seen.push('a2'));
    work.add('b', async () => void seen.push('b'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual(['b']);
    first.resolve();
    await work.all();
    expect(seen).toEqual(['b', 'a1', 'a2']);
    expect(work.size()).toBe(0);
  });

  test('a failure is told to who gave the work out, and stops none of the rest', async () => {
    const seen: string[] = [];
    const work = turns();
    work.add('a', () => Promise.reject(new Error('a bug')));
    work.add('a', async () => void seen.push('next'));
    await expect(work.all()).rejects.toThrow('a bug');
    expect(seen).toEqual(['next']);
    expect(() => work.throwIfFailed()).toThrow('a bug');
  });
});

describe('createQueue', () => {
  test('does one thing at a time, in order, also behind one that failed', async () => {
    const queue = createQueue();
    const seen: string[] = [];
    const first = queue(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push('first');
      throw new Error('no');
    });
    const second = queue(async () => seen.push('second'));
    await expect(first).rejects.toThrow('no');
    await second;
    expect(seen).toEqual(['first', 'second']);
  });
});
