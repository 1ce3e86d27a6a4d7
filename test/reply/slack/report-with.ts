import type { Diagnosis, Report } from '../../../src/report.ts';

export type Cause = Diagnosis['causes'][number];
export type Check = Diagnosis['checks'][number];
export type Fix = Diagnosis['fixes'][number];

/** A cause named after its id. */
export function causeWith(given: Partial<Cause> & Pick<Cause, 'id'>): Cause {
  return {
    variant: null,
    verdict: 'possible',
    title: `title of ${given.id}`,
    because: [],
    page: `docs/causes/${given.id}.md`,
    ...given,
  };
}

/** A check that speaks of the causes given. */
export function checkWith(given: Partial<Check> & Pick<Check, 'id'>): Check {
  return {
    run: `run ${given.id}`,
    where: 'backend host',
    why: `why ${given.id}`,
    confirms: [],
    refutes: [],
    prepare: null,
    ...given,
  };
}

/** A lasting fix that has to be applied with a reload. */
export function fixWith(given: Partial<Fix> & Pick<Fix, 'id' | 'cause'>): Fix {
  return {
    kind: 'fix',
    title: `title of ${given.id}`,
    where: 'the upstream block',
    syntax: 'nginx',
    snippet: `snippet of ${given.id};`,
    diff: null,
    cost: { apply: 'reload', drops: 'nothing', repeatsPost: false, versions: null, undo: [] },
    proof: null,
    apply: [{ run: `apply ${given.id}` }],
    ...given,
  };
}

/** A reset that nothing explains yet, but for what is given. */
export function diagnosisWith(given: Partial<Diagnosis> = {}): Diagnosis {
  return {
    key: 'k1:0123456789abcdef',
    consequenceOf: null,
    symptom: {
      text: 'the upstream reset the connection',
      level: 'error',
      syscall: 'recv()',
      errno: 'ECONNRESET',
      errnoRead: 104,
      reason: null,
      phase: 'reading response header from upstream',
      evidence: ['e1'],
    },
    count: 7,
    first: '2026/11/22 09:14:03',
    last: '2026/11/22 09:14:44',
    upstream: 'shop',
    peers: ['10.0.3.17:8080'],
    peerCount: 1,
    clientSaw: { text: '502', status: 502, truncated: false, retried: false },
    causes: [],
    ruledOut: [],
    checks: [],
    nextCheck: null,
    ask: null,
    fixes: [],
    warnings: [],
    verify: [],
    ...given,
  };
}

const LINE =
  '2026/11/22 09:14:03 [error] 29#29: *12 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 203.0.113.9, server: shop.example, request: "POST /pay HTTP/1.1", upstream: "http://10.0.3.17:8080/pay", host: "shop.example"';

/** A report of one error log whose first line is `e1`, and of an application's log whose first line is `e2`. */
export function reportWith(given: Partial<Report> = {}): Report {
  return {
    schema: 'nginx-diagnose/report@1',
    product: '0.1.0',
    rules: `sha256:${'0'.repeat(64)}`,
    sources: [
      { id: 1, name: '/var/log/nginx/error.log', kind: 'error-log' },
      { id: 2, name: 'app.log', kind: 'app-log' },
    ],
    read: { lines: 7, upstreamErrors: 7, clientSide: 0, unrecognised: 0, quoted: 0 },
    notes: [],
    evidence: {
      e1: { source: 1, line: 1, text: LINE },
      e2: { source: 2, line: 1, text: 'child 1933 exited on signal 11' },
    },
    diagnoses: [diagnosisWith()],
    ...given,
  };
}
