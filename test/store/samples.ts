import type { Commit, Delivery, EvidenceText, Pending, Versioned } from '../../src/bot/ports.ts';
import type { MessageBody, Submission } from '../../src/bot/submission.ts';
import type { CountedStore } from '../../src/store/sql-store.ts';

type Incident = Versioned['incident'];

export const LEASE_MS = 60_000;
/** The time of the fake clock at first. */
export const START = 1_700_000_000_000;

export function submissionOf(key: string, receivedAt = START, said = 'a line'): Submission {
  const body: MessageBody = {
    kind: 'message',
    channel: 'C1',
    ts: '1700000000.000100',
    from: { kind: 'bot', id: 'B1' },
    mode: 'unasked',
    texts: [{ name: 'message', text: said }],
    files: [],
  };
  return { key, receivedAt, body };
}

export function incidentOf(id: string, more: Partial<Incident> = {}): Incident {
  return {
    id,
    group: 'C1 shop upstream-crash',
    live: { kind: 'thread', channel: 'C1', thread: undefined },
    openedAt: START,
    lastAlertAt: START,
    alerts: 1,
    report: {
      schema: 'nginx-diagnose/report@1',
      product: '0.1.0',
      rules: `sha256:${'0'.repeat(64)}`,
      sources: [],
      read: { lines: 1, upstreamErrors: 1, clientSide: 0, unrecognised: 0, quoted: 0 },
      notes: [],
      evidence: {},
      diagnoses: [],
    },
    labels: undefined,
    isErased: false,
    isAnsweredBelow: false,
    told: {},
    config: undefined,
    work: { kind: 'open' },
    setAside: [],
    snooze: undefined,
    changes: [],
    pointedAt: [],
    edits: [],
    ...more,
  };
}

export function messageOf(key: string, said = 'text', channel = 'C1'): Delivery {
  return { kind: 'message', key, channel, thread: undefined, content: { text: said, blocks: [] } };
}

export function evidenceOf(
  incident: string,
  origin: string | undefined,
  text: string,
): EvidenceText {
  return { incident, origin, name: 'message', text };
}

/** A commit that writes a new incident and nothing else. */
export function opening(incident: Incident, more: Partial<Commit> = {}): Commit {
  return { done: [], incident: { next: incident, expectedVersion: 0 }, deliveries: [], ...more };
}

/** Puts deliveries into the outbox. */
export async function put(store: CountedStore, ...deliveries: readonly Delivery[]): Promise<void> {
  await store.commit({ done: [], deliveries });
}

/** Claims whatever may go out at a time. */
export async function claimAll(
  store: CountedStore,
  now: number,
  heldChannels: readonly string[] = [],
): Promise<readonly Pending[]> {
  return await store.claimOutbox(now, LEASE_MS, { limit: 100, heldChannels });
}

/** Claims the one delivery that may go out at a time. */
export async function claimOne(store: CountedStore, now: number): Promise<Pending> {
  const [pending, ...others] = await claimAll(store, now);
  if (pending === undefined || others.length > 0)
    throw new Error(`${others.length + (pending === undefined ? 0 : 1)} deliveries instead of one`);
  return pending;
}

export function keysOf(pending: readonly Pending[]): readonly string[] {
  return pending.map((one) => one.delivery.key);
}
