import { describe, expect, test } from 'vitest';
import type { Pending, SendResult } from '../../src/bot/ports.ts';
import type { CountedStore } from '../../src/store/sql-store.ts';
import type { Bench } from './contract.ts';
import { claimAll, claimOne, LEASE_MS, messageOf, put, START } from './samples.ts';

const SENT: SendResult = { kind: 'sent', ts: '1.2' };
const LATER: SendResult = { kind: 'later', afterMs: 500, scope: 'channel' };
const UNCERTAIN: SendResult = { kind: 'uncertain', reason: 'timeout' };
const REFUSED: SendResult = { kind: 'refused', reason: 'not_in_channel' };

/** How a try to send may end. */
export function settleContract(bench: () => Bench): void {
  const claimed = async (): Promise<{ store: CountedStore; pending: Pending }> => {
    const { store } = bench();
    await put(store, messageOf('k'));
    return { store, pending: await claimOne(store, START) };
  };

  describe('sent', () => {
    test('ends it, and keeps its id over a restart', async () => {
      const { store, pending } = await claimed();
      expect(await store.sentTs('k')).toBeUndefined();
      await store.settle(pending, SENT, START);
      await bench().restart();
      expect(await bench().store.sentTs('k')).toBe('1.2');
      expect(await claimAll(bench().store, START + 2 * LEASE_MS)).toEqual([]);
    });

    test('without an id keeps the one it has', async () => {
      const { store, pending } = await claimed();
      await store.settle(pending, SENT, START);
      await put(store, messageOf('k', 'edit'));
      await store.settle(await claimOne(store, START), { kind: 'sent', ts: undefined }, START);
      expect(await store.sentTs('k')).toBe('1.2');
    });

    test('ends the doubt of tries before it', async () => {
      const { store, pending } = await claimed();
      await store.settle(pending, UNCERTAIN, START);
      await store.settle(await claimOne(store, START + 1_000), SENT, START + 1_000);
      await put(store, messageOf('k', 'edit'));
      const edit = await claimOne(store, START + 1_000);
      expect(edit.isUncertain).toBe(false);
      await store.settle(edit, UNCERTAIN, START + 1_000);
      expect(await claimAll(store, START + 2_000)).toHaveLength(1);
    });

    test('erases what was said', async () => {
      const { store, pending } = await claimed();
      await store.settle(pending, SENT, START);
      await expect(
        bench().tamper(`INSERT INTO mark SELECT 'left', body FROM outbox`),
      ).rejects.toThrow(/null/iu);
    });
  });

  test('a key that nothing was sent under has no id', async () => {
    expect(await bench().store.sentTs('none')).toBeUndefined();
  });

  describe('later', () => {
    test('makes it wait as long as asked, without doubt', async () => {
      const { store, pending } = await claimed();
      await store.settle(pending, LATER, START);
      expect(await claimAll(store, START + 499)).toEqual([]);
      expect(await claimOne(store, START + 500)).toMatchObject({ isUncertain: false, tries: 2 });
    });

    test('does not end the doubt of an earlier try', async () => {
      const { store, pending } = await claimed();
      await store.settle(pending, UNCERTAIN, START);
      await store.settle(await claimOne(store, START + 1_000), LATER, START + 1_000);
      expect((await claimOne(store, START + 1_500)).isUncertain).toBe(true);
    });
  });

  test('uncertain tries wait longer each time, up to a minute', async () => {
    const { store } = bench();
    await put(store, messageOf('k'));
    const waits: number[] = [];
    let now = START;
    for (let round = 0; round < 8; round++) {
      await store.settle(await claimOne(store, now), UNCERTAIN, now);
      const next = (await store.nextAt()) ?? Number.NaN;
      expect(await claimAll(store, next - 1)).toEqual([]);
      waits.push(next - now);
      now = next;
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect((await claimOne(store, now)).isUncertain).toBe(true);
  });

  describe('refused', () => {
    test('ends it for good and keeps the reason', async () => {
      const { store, pending } = await claimed();
      bench().now = START + 7;
      await store.settle(pending, REFUSED, START + 7);
      await bench().restart();
      expect(await claimAll(bench().store, START + 2 * LEASE_MS)).toEqual([]);
      expect((await bench().store.counts()).failed).toEqual([
        { channel: 'C1', reason: 'not_in_channel', count: 1, lastAt: START + 7 },
      ]);
    });

    test.each(['text', 'other text'])('lets "%s" try again when it is put again', async (said) => {
      const { store, pending } = await claimed();
      await store.settle(pending, REFUSED, START);
      await put(store, messageOf('k', said));
      expect((await store.counts()).failed).toEqual([]);
      expect(await claimOne(store, START)).toMatchObject({ version: 2, tries: 1 });
    });

    test('does not speak for content that came in the meantime', async () => {
      const { store, pending } = await claimed();
      await put(store, messageOf('k', 'shorter'));
      await store.settle(pending, { kind: 'refused', reason: 'msg_too_long' }, START);
      expect((await claimOne(store, START)).delivery).toEqual(messageOf('k', 'shorter'));
    });
  });

  describe('a try whose lease ran out', () => {
    const overtaken = async () => {
      const { store, pending } = await claimed();
      return { store, pending, second: await claimOne(store, START + LEASE_MS) };
    };

    test.each([LATER, UNCERTAIN, REFUSED])('changes nothing by $kind', async (result) => {
      const { store, pending, second } = await overtaken();
      await store.settle(pending, result, START + LEASE_MS);
      expect(await claimAll(store, START + LEASE_MS + 1)).toEqual([]);
      await store.settle(second, SENT, START + LEASE_MS);
      expect(await store.sentTs('k')).toBe('1.2');
      expect((await store.counts()).failed).toEqual([]);
    });

    test('still tells that it arrived', async () => {
      const { store, pending, second } = await overtaken();
      await store.settle(pending, SENT, START + LEASE_MS);
      expect(await store.sentTs('k')).toBe('1.2');
      await store.settle(second, LATER, START + LEASE_MS);
      expect(await claimAll(store, START + 3 * LEASE_MS)).toEqual([]);
    });
  });
}
