import { describe, expect, test } from 'vitest';
import { INBOX_KEPT_MS, INCIDENT_KEPT_MS } from '../../src/store/upkeep.ts';
import type { Bench } from './contract.ts';
import {
  claimAll,
  claimOne,
  evidenceOf,
  incidentOf,
  LEASE_MS,
  messageOf,
  opening,
  put,
  START,
  submissionOf,
} from './samples.ts';

/** Times, marks, notes, counts, and what is erased when it is old. */
export function upkeepContract(bench: () => Bench): void {
  describe('due', () => {
    test('gives each incident once, the longest waiting first', async () => {
      const { store } = bench();
      for (const [id, wakeAt] of [
        ['second', START + 2],
        ['first', START + 1],
        ['third', START + 3],
        ['never', undefined],
      ] as const)
        await store.commit(opening(incidentOf(id, { group: id }), { wakeAt }));
      expect(await store.due(START)).toEqual([]);
      expect(await store.due(START + 2)).toEqual(['first', 'second']);
      expect(await store.due(START + 2)).toEqual([]);
    });

    test('gives an incident again that the process died over', async () => {
      await bench().store.commit(opening(incidentOf('i1'), { wakeAt: START }));
      await bench().store.due(START);
      await bench().restart();
      expect(await bench().store.due(START)).toEqual(['i1']);
    });

    test.each([
      ['never', undefined, []],
      ['later', START + 9, []],
      ['now', START, ['i1']],
    ])('follows the last commit, which said %s', async (_name, wakeAt, expected) => {
      await bench().store.commit(opening(incidentOf('i1'), { wakeAt: START }));
      await bench().store.due(START);
      const incident = { next: incidentOf('i1'), expectedVersion: 1 };
      await bench().store.commit({ done: [], incident, deliveries: [], wakeAt });
      await bench().restart();
      expect(await bench().store.due(START)).toEqual(expected);
    });
  });

  describe('nextAt', () => {
    test('is undefined when nothing waits', async () => {
      const { store } = bench();
      await store.accept([submissionOf('a')]);
      await store.commit(opening(incidentOf('i1'), { done: ['a'], deliveries: [messageOf('m')] }));
      await store.settle(await claimOne(store, START), { kind: 'sent', ts: '1' }, START);
      expect(await store.nextAt()).toBeUndefined();
    });

    test.each([
      ['a new submission', async ({ store }: Bench) => await store.accept([submissionOf('a')])],
      ['a new delivery', async ({ store }: Bench) => await put(store, messageOf('m'))],
    ])('is not in the future for %s', async (_name, arrange) => {
      await arrange(bench());
      expect(await bench().store.nextAt()).toBeLessThanOrEqual(START);
    });

    test('is the end of the first lease, of a wait or of a sleep', async () => {
      const { store } = bench();
      const wait = { kind: 'later', afterMs: 300, scope: 'all' } as const;
      await store.accept([submissionOf('a')]);
      await store.claim(START, 500, 1);
      expect(await store.nextAt()).toBe(START + 500);
      await store.commit(opening(incidentOf('i1'), { wakeAt: START + 400 }));
      expect(await store.nextAt()).toBe(START + 400);
      await put(store, messageOf('m'));
      const pending = await claimOne(store, START);
      expect(await store.nextAt()).toBe(START + 400);
      await store.settle(pending, wait, START);
      expect(await store.nextAt()).toBe(START + 300);
      await store.release('a', START + 200);
      expect(await store.nextAt()).toBe(START + 200);
    });

    test('does not count what failed or was set aside', async () => {
      const { store } = bench();
      await store.accept([submissionOf('a')]);
      await bench().tamper(`UPDATE inbox SET body = '{}'`);
      await store.claim(START, LEASE_MS, 1);
      await put(store, messageOf('m'));
      const refused = { kind: 'refused', reason: 'not_in_channel' } as const;
      await store.settle(await claimOne(store, START), refused, START);
      expect(await store.nextAt()).toBeUndefined();
    });
  });

  test('a mark is what it was set to last', async () => {
    expect(await bench().store.mark('digest')).toBeUndefined();
    await bench().store.setMark('digest', 'one');
    await bench().store.setMark('digest', 'two');
    await bench().restart();
    expect(await bench().store.mark('digest')).toBe('two');
  });

  test('notes of shadow channels come back in order of time, from a time on', async () => {
    const { store } = bench();
    const note = (at: number) => ({ at, channel: 'C1', ts: `${at}`, line: 'would say\u0000' });
    await store.commit({ done: [], deliveries: [], shadow: [note(START + 2), note(START + 1)] });
    await store.commit({ done: [], deliveries: [], shadow: [note(START)] });
    expect(await store.shadowSince(START + 1)).toEqual([note(START + 1), note(START + 2)]);
  });

  test('counts say how much waits, and what failed by channel and reason, the last first', async () => {
    const { store } = bench();
    const refuse = async (key: string, channel: string, reason: string, at: number) => {
      await put(store, messageOf(key, 'text', channel));
      await store.settle(await claimOne(store, START), { kind: 'refused', reason }, at);
    };
    await refuse('a', 'C1', 'not_in_channel', START);
    await refuse('b', 'C2', 'is_archived', START + 1);
    await refuse('c', 'C1', 'not_in_channel', START + 2);
    await store.accept([submissionOf('a'), submissionOf('b')]);
    await put(store, messageOf('waits'));
    expect(await store.counts()).toEqual({
      inboxWaiting: 2,
      inboxUnreadable: 0,
      outboxWaiting: 1,
      failed: [
        { channel: 'C1', reason: 'not_in_channel', count: 2, lastAt: START + 2 },
        { channel: 'C2', reason: 'is_archived', count: 1, lastAt: START + 1 },
      ],
    });
  });

  describe('prune', () => {
    test('forgets the keys of answered submissions, and not a day too early', async () => {
      const { store } = bench();
      await store.accept([submissionOf('done'), submissionOf('waits')]);
      await store.commit({ done: ['done'], deliveries: [] });
      await store.prune(START + INBOX_KEPT_MS);
      expect(await store.accept([submissionOf('done')])).toEqual([]);
      await store.prune(START + INBOX_KEPT_MS + 1);
      expect(await store.accept([submissionOf('done')])).toEqual(['done']);
      expect((await store.counts()).inboxWaiting).toBe(2);
    });

    test('erases incidents with all that belongs to them, and not a day too early', async () => {
      const { store } = bench();
      const evidence = [evidenceOf('i1', 'C1:1', 'line')];
      await store.commit(
        opening(incidentOf('i1'), { origins: ['C1:1'], evidence, deliveries: [messageOf('m')] }),
      );
      await store.settle(await claimOne(store, START), { kind: 'sent', ts: '1.2' }, START);
      await store.prune(START + INCIDENT_KEPT_MS);
      expect(await store.incidentOfOrigin('C1:1')).toBeDefined();
      expect(await store.evidenceOf('i1')).toEqual(evidence);
      expect(await store.sentTs('m')).toBe('1.2');
      await store.prune(START + INCIDENT_KEPT_MS + 1);
      expect(await store.incident('i1')).toBeUndefined();
      await store.commit(opening(incidentOf('i1')));
      expect(await store.incidentOfOrigin('C1:1')).toBeUndefined();
      expect(await store.evidenceOf('i1')).toEqual([]);
      expect(await store.sentTs('m')).toBeUndefined();
    });

    test('keeps an incident that changed since, without its old evidence', async () => {
      const { store } = bench();
      await store.commit(
        opening(incidentOf('i1'), { evidence: [evidenceOf('i1', 'C1:1', 'old')] }),
      );
      bench().now = START + 10;
      const fresh = evidenceOf('i1', 'C1:2', 'fresh');
      const incident = { next: incidentOf('i1'), expectedVersion: 1 };
      await store.commit({ done: [], incident, evidence: [fresh], deliveries: [] });
      await store.prune(START + INCIDENT_KEPT_MS + 5);
      expect(await store.incident('i1')).toBeDefined();
      expect(await store.evidenceOf('i1')).toEqual([fresh]);
    });

    test('erases old notes of shadow channels', async () => {
      const { store } = bench();
      const shadow = [{ at: START, channel: 'C1', ts: '1.2', line: 'would say' }];
      await store.commit({ done: [], deliveries: [], shadow });
      await store.prune(START + INBOX_KEPT_MS + 1);
      expect(await store.shadowSince(0)).toEqual([]);
    });

    test('leaves alone what still waits to be sent', async () => {
      const { store } = bench();
      await put(store, messageOf('waits'), messageOf('sending', 'text', 'C2'));
      await claimAll(store, START, ['C1']);
      await store.prune(START + 2 * INCIDENT_KEPT_MS);
      expect((await store.counts()).outboxWaiting).toBe(2);
    });
  });
}
