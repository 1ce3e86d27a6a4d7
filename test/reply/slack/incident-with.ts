import type { Incident } from '../../../src/incident/incident.ts';

const OPENED = Date.UTC(2026, 10, 22, 9, 14);

/** An incident that nobody has touched yet, but for what is given. */
export function incidentWith(given: Partial<Incident> = {}): Incident {
  return {
    id: 'i0123456789ab',
    group: 'C1|line|k1:0',
    live: { kind: 'thread', channel: 'C1', thread: '1763802843.000100' },
    openedAt: OPENED,
    lastAlertAt: OPENED,
    alerts: 1,
    report: undefined,
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
    ...given,
  };
}
