import { describe, expect, test } from 'vitest';
import type { Bench } from './contract.ts';
import { incidentOf, LEASE_MS, messageOf, opening, START, submissionOf } from './samples.ts';

/** Taking in, claiming and giving back. */
export function inboxContract(bench: () => Bench): void {
  const claimKeys = async (now = START, limit = 100): Promise<readonly string[]> =>
    (await bench().store.claim(now, LEASE_MS, limit)).map((one) => one.submission.key);

  describe('accept', () => {
    test('returns the keys that are new', async () => {
      const { store } = bench();
      await store.accept([submissionOf('a')]);
      expect(await store.accept([submissionOf('a'), submissionOf('b')])).toEqual(['b']);
    });

    test('takes a key once from one call', async () => {
      expect(await bench().store.accept([submissionOf('a'), submissionOf('a')])).toEqual(['a']);
    });

    test('takes a key once from calls of one turn, and answers each for itself', async () => {
      const { store } = bench();
      const taken = await Promise.all([
        store.accept([submissionOf('a')]),
        store.accept([submissionOf('a'), submissionOf('b')]),
        store.accept([]),
      ]);
      expect(taken).toEqual([['a'], ['b'], []]);
    });

    test('keeps what came first under a key', async () => {
      const { store } = bench();
      await store.accept([submissionOf('a', START, 'first')]);
      await store.accept([submissionOf('a', START, 'second')]);
      const [claimed] = await store.claim(START, LEASE_MS, 1);
      expect(claimed?.submission).toEqual(submissionOf('a', START, 'first'));
    });

    test('is remembered, before and after it was answered', async () => {
      const { store } = bench();
      expect(await store.hasAccepted('a')).toBe(false);
      await store.accept([submissionOf('a')]);
      expect(await store.hasAccepted('a')).toBe(true);
      await store.commit({ done: ['a'], deliveries: [] });
      expect(await store.hasAccepted('a')).toBe(true);
    });

    test('knows a key again after it was answered', async () => {
      const { store } = bench();
      await store.accept([submissionOf('a')]);
      await store.commit({ done: ['a'], deliveries: [] });
      expect(await store.accept([submissionOf('a')])).toEqual([]);
      expect(await claimKeys()).toEqual([]);
    });

    test.each([
      ['zero bytes', 'a\u0000b'],
      ['half a surrogate pair', 'a\ud800b'],
      ['quotes and parameters', `'; DROP TABLE inbox; -- $1 ?1`],
      ['a megabyte', 'x'.repeat(1_000_000)],
    ])('gives back %s as they came', async (_name, said) => {
      const { store } = bench();
      await store.accept([submissionOf('a', START, said)]);
      const [claimed] = await store.claim(START, LEASE_MS, 1);
      expect(claimed?.submission).toEqual(submissionOf('a', START, said));
    });
  });

  describe('claim', () => {
    test('gives the oldest first, and what came at one time in the order it came', async () => {
      const { store } = bench();
      await store.accept([submissionOf('late', START + 5)]);
      await store.accept([submissionOf('z', START), submissionOf('a', START)]);
      expect(await claimKeys()).toEqual(['z', 'a', 'late']);
    });

    test('gives no more than asked for, the oldest first', async () => {
      await bench().store.accept([submissionOf('z'), submissionOf('a')]);
      expect(await claimKeys(START, 1)).toEqual(['z']);
      expect(await claimKeys(START, 1)).toEqual(['a']);
    });

    test('leaves alone what is leased, until the lease ends', async () => {
      await bench().store.accept([submissionOf('a')]);
      await claimKeys();
      expect(await claimKeys(START + LEASE_MS - 1)).toEqual([]);
      expect(await claimKeys(START + LEASE_MS)).toEqual(['a']);
    });

    test('counts its tries over a restart, which gives the leases back at once', async () => {
      await bench().store.accept([submissionOf('a')]);
      await claimKeys();
      await bench().restart();
      const [claimed] = await bench().store.claim(START, LEASE_MS, 1);
      expect(claimed?.tries).toBe(2);
    });

    test('sets aside and reports what cannot be read, and gives the rest', async () => {
      await bench().store.accept([submissionOf('odd'), submissionOf('good')]);
      await bench().tamper(`UPDATE inbox SET body = '{"kind":"pigeon"}' WHERE key = 'odd'`);
      expect(await claimKeys()).toEqual(['good']);
      expect(await claimKeys(START + 2 * LEASE_MS)).toEqual(['good']);
      expect(bench().errors).toHaveLength(1);
      expect((await bench().store.counts()).inboxUnreadable).toBe(1);
    });

    test('tries again after a restart to read what was set aside', async () => {
      await bench().store.accept([submissionOf('a')]);
      const body = JSON.stringify(submissionOf('a').body);
      await bench().tamper(`UPDATE inbox SET body = 'not JSON' WHERE key = 'a'`);
      await claimKeys();
      await bench().tamper(`UPDATE inbox SET body = '${body}' WHERE key = 'a'`);
      await bench().restart();
      expect(await claimKeys()).toEqual(['a']);
    });
  });

  describe('release', () => {
    test('gives a submission back for a time', async () => {
      await bench().store.accept([submissionOf('a')]);
      await claimKeys();
      await bench().store.release('a', START + 10);
      expect(await claimKeys(START + 9)).toEqual([]);
      expect(await claimKeys(START + 10)).toEqual(['a']);
    });

    test('does not bring back what is done', async () => {
      const { store } = bench();
      await store.accept([submissionOf('a')]);
      await store.commit({ done: ['a'], deliveries: [] });
      await store.release('a', START);
      expect(await claimKeys()).toEqual([]);
    });
  });

  describe('a commit that answers submissions', () => {
    test('ends their claim for good', async () => {
      await bench().store.accept([submissionOf('a')]);
      await claimKeys();
      await bench().store.commit({ done: ['a'], deliveries: [] });
      await bench().restart();
      expect(await claimKeys(START + 2 * LEASE_MS)).toEqual([]);
    });

    test('changes nothing when another try was faster', async () => {
      const { store } = bench();
      await store.accept([submissionOf('a')]);
      await claimKeys();
      await claimKeys(START + LEASE_MS);
      const answer = (id: string) =>
        opening(incidentOf(id), { done: ['a'], deliveries: [messageOf(id)] });
      expect(await store.commit(answer('i1'))).toBe('ok');
      expect(await store.commit(answer('i2'))).toBe('ok');
      expect(await store.incident('i2')).toBeUndefined();
      expect((await store.counts()).outboxWaiting).toBe(1);
    });

    test('is refused whole when one of them is done already', async () => {
      const { store } = bench();
      await store.accept([submissionOf('a'), submissionOf('b')]);
      await claimKeys();
      await store.commit({ done: ['a'], deliveries: [] });
      const both = { done: ['a', 'b'], deliveries: [messageOf('m')] };
      expect(await store.commit(both)).toBe('conflict');
      expect(await store.counts()).toMatchObject({ inboxWaiting: 1, outboxWaiting: 0 });
    });
  });
}
