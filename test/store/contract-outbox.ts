import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/bot/ports.ts';
import type { Bench } from './contract.ts';
import { claimAll, claimOne, keysOf, LEASE_MS, messageOf, put, START } from './samples.ts';

/** What waits to be sent, and whose turn it is. */
export function outboxContract(bench: () => Bench): void {
  describe('claimOutbox', () => {
    test.each<Delivery>([
      {
        kind: 'message',
        key: 'k',
        channel: 'C1',
        thread: '1.2',
        content: { text: 'text', blocks: [] },
      },
      messageOf('k'),
      {
        kind: 'response',
        key: 'k',
        responseUrl: 'https://hooks.slack.example/1',
        replacesOriginal: true,
        content: { text: 'a\u0000b', blocks: [{ type: 'divider' }] },
      },
      {
        kind: 'whisper',
        key: 'k',
        channel: 'C1',
        thread: '1.2',
        user: 'U1',
        content: { text: 'text', blocks: [] },
      },
      { kind: 'home', key: 'k', user: 'U1', view: { type: 'home', blocks: [] } },
    ])('gives back a $kind as it was put, tried once', async (delivery) => {
      const { store } = bench();
      await put(store, delivery);
      expect(await claimOne(store, START)).toEqual({
        delivery,
        version: 1,
        ts: undefined,
        isUncertain: false,
        tries: 1,
        createdAt: START,
      });
    });

    test('gives the oldest first, and those of one time in the order they were put', async () => {
      const { store } = bench();
      bench().now = START + 5;
      await put(store, messageOf('late'));
      bench().now = START;
      await put(store, messageOf('z'), messageOf('a'));
      expect(keysOf(await claimAll(store, START))).toEqual(['z', 'a', 'late']);
    });

    test('gives what was sent lately after what still waits, however old it is', async () => {
      const { store } = bench();
      await put(store, messageOf('busy', 'first'));
      await store.settle(await claimOne(store, START), { kind: 'sent', ts: '1.2' }, START + 2);
      bench().now = START + 1;
      await put(store, messageOf('waits'));
      bench().now = START + 3;
      await put(store, messageOf('busy', 'second'));
      expect(keysOf(await claimAll(store, START + 3))).toEqual(['waits', 'busy']);
    });

    test('gives what changed after a long time first: somebody clicked on it', async () => {
      const { store } = bench();
      await put(store, messageOf('old', 'first'));
      await store.settle(await claimOne(store, START), { kind: 'sent', ts: '1.2' }, START);
      bench().now = START + 1;
      await put(store, messageOf('waits'));
      await put(store, messageOf('old', 'second'));
      expect(keysOf(await claimAll(store, START + 1))).toEqual(['old', 'waits']);
    });

    test('gives no more than asked for', async () => {
      const { store } = bench();
      await put(store, messageOf('a'), messageOf('b'));
      const options = { limit: 1, heldChannels: [] };
      expect(keysOf(await store.claimOutbox(START, LEASE_MS, options))).toEqual(['a']);
      expect(keysOf(await store.claimOutbox(START, LEASE_MS, options))).toEqual(['b']);
    });

    test('leaves channels alone that are held, and counts no try for them', async () => {
      const { store } = bench();
      const whisper: Delivery = {
        kind: 'whisper',
        key: 'w',
        channel: 'C2',
        thread: undefined,
        user: 'U1',
        content: { text: 'text', blocks: [] },
      };
      const home: Delivery = { kind: 'home', key: 'h', user: 'U1', view: {} };
      await put(store, messageOf('m1'), messageOf('m2', 'text', 'C2'), whisper, home);
      expect(keysOf(await claimAll(store, START, ['C2', 'C1']))).toEqual(['h']);
      expect(keysOf(await claimAll(store, START, ['C1']))).toEqual(['m2', 'w']);
      expect((await claimOne(store, START)).tries).toBe(1);
    });

    test('gives a key out once at a time, also when it has new content', async () => {
      const { store } = bench();
      await put(store, messageOf('k', 'first'));
      await claimOne(store, START);
      await put(store, messageOf('k', 'second'));
      expect(await claimAll(store, START)).toEqual([]);
    });

    test('gives out again, as uncertain, what nobody settled in time', async () => {
      const { store } = bench();
      await put(store, messageOf('k'));
      await claimOne(store, START);
      expect(await claimAll(store, START + LEASE_MS - 1)).toEqual([]);
      expect(await claimOne(store, START + LEASE_MS)).toMatchObject({
        isUncertain: true,
        tries: 2,
      });
    });

    test('gives out at once after a restart, as uncertain, what was being sent', async () => {
      await put(bench().store, messageOf('sending'));
      await claimOne(bench().store, START);
      await put(bench().store, messageOf('waiting'));
      await bench().restart();
      const pending = await claimAll(bench().store, START);
      expect(pending.map((one) => [one.delivery.key, one.isUncertain, one.tries])).toEqual([
        ['sending', true, 2],
        ['waiting', false, 1],
      ]);
    });

    test('fails and reports what cannot be read, and gives the rest', async () => {
      const { store } = bench();
      await put(store, messageOf('odd'), messageOf('good'));
      await bench().tamper(`UPDATE outbox SET body = '{"kind":"pigeon"}' WHERE key = 'odd'`);
      expect(keysOf(await claimAll(store, START))).toEqual(['good']);
      expect(bench().errors).toHaveLength(1);
      expect((await store.counts()).failed).toMatchObject([{ reason: 'unreadable', count: 1 }]);
    });
  });

  describe('new content under a key', () => {
    test('takes the place of what waits, with its turn', async () => {
      const { store } = bench();
      await put(store, messageOf('k', 'first'));
      bench().now = START + 5;
      await put(store, messageOf('k', 'second'));
      expect(await claimOne(store, START)).toMatchObject({
        delivery: { content: { text: 'second' } },
        version: 2,
        createdAt: START,
      });
    });

    test('goes out as an edit of what was posted', async () => {
      const { store } = bench();
      await put(store, messageOf('k', 'first'));
      await store.settle(await claimOne(store, START), { kind: 'sent', ts: '1.2' }, START);
      await put(store, messageOf('k', 'second'));
      expect(await claimOne(store, START)).toMatchObject({ ts: '1.2', version: 2, tries: 1 });
    });

    test('that comes while the old is being sent goes out after it', async () => {
      const { store } = bench();
      await put(store, messageOf('k', 'first'));
      const first = await claimOne(store, START);
      await put(store, messageOf('k', 'second'));
      await store.settle(first, { kind: 'sent', ts: '1.2' }, START);
      const second = await claimOne(store, START);
      expect(second).toMatchObject({
        delivery: { content: { text: 'second' } },
        ts: '1.2',
        isUncertain: false,
      });
      await store.settle(second, { kind: 'sent', ts: undefined }, START);
      expect(await claimAll(store, START)).toEqual([]);
    });

    test('that says the same goes out once', async () => {
      const { store } = bench();
      await put(store, messageOf('k'));
      const pending = await claimOne(store, START);
      await put(store, messageOf('k'));
      await store.settle(pending, { kind: 'sent', ts: '1.2' }, START);
      await put(store, messageOf('k'));
      expect(await claimAll(store, START)).toEqual([]);
    });

    test('does not shorten a wait that Slack asked for', async () => {
      const { store } = bench();
      await put(store, messageOf('k', 'first'));
      const later = { kind: 'later', afterMs: 500, scope: 'channel' } as const;
      await store.settle(await claimOne(store, START), later, START);
      await put(store, messageOf('k', 'second'));
      expect(await claimAll(store, START + 499)).toEqual([]);
    });
  });
}
