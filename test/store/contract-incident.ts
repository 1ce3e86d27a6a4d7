import { describe, expect, test } from 'vitest';
import type { Bench } from './contract.ts';
import {
  evidenceOf,
  incidentOf,
  LEASE_MS,
  messageOf,
  opening,
  START,
  submissionOf,
} from './samples.ts';

/** Incidents, what they stand on, and who may change them. */
export function incidentContract(bench: () => Bench): void {
  describe('an incident', () => {
    test('comes back as it was written, with its version', async () => {
      const { store } = bench();
      await store.commit(opening(incidentOf('i1')));
      expect(await store.incident('i1')).toEqual({ incident: incidentOf('i1'), version: 1 });
    });

    test('that nobody opened is undefined', async () => {
      const { store } = bench();
      expect(await store.incident('i1')).toBeUndefined();
      expect(await store.incidentOfGroup('none')).toBeUndefined();
      expect(await store.incidentOfOrigin('C1:1')).toBeUndefined();
    });

    test('grows in version with every change', async () => {
      const { store } = bench();
      await store.commit(opening(incidentOf('i1')));
      const next = incidentOf('i1', { alerts: 2 });
      expect(
        await store.commit({ done: [], incident: { next, expectedVersion: 1 }, deliveries: [] }),
      ).toBe('ok');
      expect(await store.incident('i1')).toMatchObject({ incident: { alerts: 2 }, version: 2 });
    });

    test('is found by its messages, the last one to answer a message first', async () => {
      const { store } = bench();
      await store.commit(opening(incidentOf('i1'), { origins: ['C1:1', 'C1:2'] }));
      await store.commit(opening(incidentOf('i2', { group: 'other' }), { origins: ['C1:2'] }));
      expect((await store.incidentOfOrigin('C1:1'))?.incident.id).toBe('i1');
      expect((await store.incidentOfOrigin('C1:2'))?.incident.id).toBe('i2');
    });

    test('of a group is the one opened last', async () => {
      const { store } = bench();
      await store.commit(opening(incidentOf('i1', { openedAt: START })));
      await store.commit(opening(incidentOf('i2', { openedAt: START + 1 })));
      expect((await store.incidentOfGroup(incidentOf('i1').group))?.incident.id).toBe('i2');
    });

    test('of another shape is reported and left out', async () => {
      const { store } = bench();
      await store.commit(opening(incidentOf('i1'), { origins: ['C1:1'] }));
      await bench().tamper(`UPDATE incident SET body = '{"id":"i1"}'`);
      expect(await store.incident('i1')).toBeUndefined();
      expect(await store.incidentOfOrigin('C1:1')).toBeUndefined();
      expect(await store.openIncidents(10)).toEqual([]);
      expect(bench().errors).toHaveLength(3);
    });

    test('is listed newest first while it is not erased', async () => {
      const { store } = bench();
      for (const [id, more] of [
        ['old', { openedAt: START }],
        ['new', { openedAt: START + 2 }],
        ['gone', { openedAt: START + 1, isErased: true }],
      ] as const)
        await store.commit(opening(incidentOf(id, { group: id, ...more })));
      const ids = async (limit: number) =>
        (await store.openIncidents(limit)).map((incident) => incident.id);
      expect(await ids(10)).toEqual(['new', 'old']);
      expect(await ids(1)).toEqual(['new']);
    });
  });

  describe('a commit is refused, with nothing written,', () => {
    const whole = { origins: ['C1:9'], deliveries: [messageOf('m')], done: ['s'] };

    test.each([
      ['when the incident was changed in between', 'i1', 1],
      ['when the incident was never written', 'i9', 1],
      ['when a new incident has the id of another', 'i1', 0],
    ])('%s', async (_name, id, expectedVersion) => {
      const { store } = bench();
      await store.accept([submissionOf('s')]);
      await store.commit(opening(incidentOf('i1')));
      await store.commit({
        done: [],
        incident: { next: incidentOf('i1'), expectedVersion: 1 },
        deliveries: [],
      });
      const next = incidentOf(id, { group: 'other', alerts: 9 });
      const evidence = [evidenceOf(id, 'C1:9', 'line')];
      expect(await store.commit({ ...whole, evidence, incident: { next, expectedVersion } })).toBe(
        'conflict',
      );
      expect(await store.incident('i1')).toMatchObject({ incident: { alerts: 1 }, version: 2 });
      expect(await store.incidentOfOrigin('C1:9')).toBeUndefined();
      expect(await store.evidenceOf(id)).toEqual([]);
      expect(await store.counts()).toMatchObject({ inboxWaiting: 1, outboxWaiting: 0 });
    });

    test('by an error within it', async () => {
      const { store } = bench();
      const cyclic: Record<string, unknown> = {};
      Object.assign(cyclic, { self: cyclic });
      const view = { kind: 'home', key: 'h', user: 'U1', view: cyclic } as const;
      await expect(
        store.commit(opening(incidentOf('i1'), { deliveries: [messageOf('m'), view] })),
      ).rejects.toThrow(TypeError);
      expect(await store.incident('i1')).toBeUndefined();
      await store.setMark('after', 'works');
      expect(await store.mark('after')).toBe('works');
    });

    test('when it has origins and no incident to give them to', async () => {
      await expect(
        bench().store.commit({ done: [], origins: ['C1:1'], deliveries: [] }),
      ).rejects.toThrow('must have an incident');
    });
  });

  describe('two submissions that open one group at once', () => {
    const claimBoth = async (): Promise<void> => {
      await bench().store.accept([submissionOf('a'), submissionOf('b')]);
      await bench().store.claim(START, LEASE_MS, 2);
    };

    test.each([
      ['earlier', START - 1],
      ['at the same time', START],
      ['later', START + 1],
    ])('make one incident when the second was opened %s', async (_name, openedAt) => {
      const { store } = bench();
      await claimBoth();
      expect(await store.commit(opening(incidentOf('i1'), { done: ['a'] }))).toBe('ok');
      const second = opening(incidentOf('i2', { openedAt }), { done: ['b'] });
      expect(await store.commit(second)).toBe('conflict');
      expect((await store.counts()).inboxWaiting).toBe(1);
    });

    test('may still be two when the second says so after it read again', async () => {
      const { store } = bench();
      await claimBoth();
      await store.commit(opening(incidentOf('i1'), { done: ['a'] }));
      const second = opening(incidentOf('i2'), { done: ['b'] });
      await store.commit(second);
      expect(await store.commit(second)).toBe('ok');
    });

    test('do not refuse each other in different groups', async () => {
      const { store } = bench();
      await claimBoth();
      await store.commit(opening(incidentOf('i1'), { done: ['a'] }));
      const other = opening(incidentOf('i2', { group: 'other' }), { done: ['b'] });
      expect(await store.commit(other)).toBe('ok');
    });
  });

  test('an incident of the group that stood before the claim may be followed by a new one', async () => {
    const { store } = bench();
    await store.commit(opening(incidentOf('i1', { openedAt: START + 9 })));
    await store.accept([submissionOf('a')]);
    await store.claim(START, LEASE_MS, 1);
    expect(await store.commit(opening(incidentOf('i2'), { done: ['a'] }))).toBe('ok');
  });

  test.each([
    ['refused after one opened later', { openedAt: START + 1 }, 'conflict'],
    ['taken after one opened earlier', { openedAt: START - 1 }, 'ok'],
    ['taken after one opened later that is erased', { openedAt: START + 1, isErased: true }, 'ok'],
  ])('a new incident that answers no submission is %s', async (_name, standing, result) => {
    const { store } = bench();
    await store.commit(opening(incidentOf('i1', standing)));
    expect(await store.commit(opening(incidentOf('i2')))).toBe(result);
  });

  describe('evidence', () => {
    test('comes back in the order it was added, text as it was', async () => {
      const { store } = bench();
      const first = evidenceOf('i1', 'C1:1', 'a\u0000b \ud800');
      const pasted = evidenceOf('i1', undefined, 'second');
      await store.commit(opening(incidentOf('i1'), { evidence: [first] }));
      await store.commit({ done: [], evidence: [pasted], deliveries: [] });
      expect(await store.evidenceOf('i1')).toEqual([first, pasted]);
    });

    test('of a message is erased, and only that', async () => {
      const { store } = bench();
      const kept = [evidenceOf('i1', 'C1:2', 'kept'), evidenceOf('i1', undefined, 'pasted')];
      const evidence = [evidenceOf('i1', 'C1:1', 'gone'), ...kept];
      await store.commit(opening(incidentOf('i1'), { evidence }));
      await store.commit({ done: [], forget: ['C1:1', 'C9:9'], deliveries: [] });
      expect(await store.evidenceOf('i1')).toEqual(kept);
    });

    test('of an edited message gives way to what it says now', async () => {
      const { store } = bench();
      const now = evidenceOf('i1', 'C1:1', 'after');
      await store.commit(
        opening(incidentOf('i1'), { evidence: [evidenceOf('i1', 'C1:1', 'before')] }),
      );
      await store.commit({ done: [], forget: ['C1:1'], evidence: [now], deliveries: [] });
      expect(await store.evidenceOf('i1')).toEqual([now]);
    });
  });
}
