import fc from 'fast-check';
import type { Incident } from '../../../src/incident/incident.ts';
import type { Diagnosis, Report } from '../../../src/report.ts';
import { incidentWith } from './incident-with.ts';

const HOSTILE = [
  '',
  ' ',
  '\n\n',
  '<!channel> <@U024BE7LH> <https://evil.example|click>',
  '@here & <!here>',
  '```rm -rf /```',
  '*bold* _it_ `code` :fire:',
  '"\\"\\"\\',
  '👩‍👩‍👧‍👦🔥',
  'a\ud800b\udc00',
  '\u202egnp.exe\u0007\u001b[31m',
  '[error] 1#1: *7 recv() failed, client: 203.0.113.9, request: "GET / HTTP/1.1"',
] as const;

const huge = fc
  .tuple(fc.constantFrom('x', '"', '\\', '🔥', '<', '&', 'word ', '\n', '\ud800'), fc.nat(9000))
  .map(([unit, times]) => unit.repeat(times));

/** Any text that somebody else may have written. */
export const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 60 }),
  huge,
);

/** Few different things, or many alike: a thousand of them cost no more than one. */
function several<T>(one: fc.Arbitrary<T>, most: number): fc.Arbitrary<readonly T[]> {
  const alike = fc
    .tuple(one, fc.constantFrom(5, 50, most))
    .map(([each, count]) => Array.from({ length: Math.min(count, most) }, () => each));
  return fc.oneof(
    { arbitrary: fc.array(one, { maxLength: 3 }), weight: 3 },
    { arbitrary: alike, weight: 1 },
  );
}

const CAUSES = ['keepalive-mismatch', 'upstream-crash', 'idle-drop', 'middlebox-reset'] as const;
const cause = fc.oneof(fc.constantFrom(...CAUSES), text);
const evidence = several(fc.constantFrom('e1', 'e2', 'e3', 'none'), 300);
const claims = several(fc.record({ text, evidence }), 100);
const nullable = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(one, { nil: null });
const run = several(fc.record({ run: text }), 50);

const diagnosis: fc.Arbitrary<Diagnosis> = fc.record({
  key: fc.constant('k1:0123456789abcdef'),
  consequenceOf: nullable(fc.constant('k1:fedcba9876543210')),
  symptom: fc.record({
    text,
    level: nullable(text),
    syscall: nullable(text),
    errno: nullable(text),
    errnoRead: nullable(fc.integer()),
    reason: nullable(text),
    phase: nullable(text),
    evidence,
  }),
  count: fc.integer({ min: 1 }),
  first: nullable(text),
  last: nullable(text),
  upstream: nullable(text),
  peers: several(text, 20),
  peerCount: fc.nat(),
  clientSaw: fc.record({
    text: nullable(text),
    status: nullable(fc.integer()),
    truncated: nullable(fc.boolean()),
    retried: nullable(fc.boolean()),
  }),
  causes: several(
    fc.record({
      id: cause,
      variant: nullable(text),
      verdict: fc.constantFrom('confirmed', 'likely', 'possible'),
      title: text,
      because: claims,
      page: text,
    }),
    1000,
  ),
  ruledOut: several(fc.record({ id: cause, title: text, because: claims }), 1000),
  checks: several(
    fc.record({
      id: cause,
      run: text,
      where: text,
      why: text,
      confirms: several(cause, 20),
      refutes: several(cause, 20),
      prepare: nullable(fc.record({ syntax: text, snippet: text, apply: run, undo: run })),
    }),
    100,
  ),
  nextCheck: nullable(cause),
  ask: nullable(text),
  fixes: several(
    fc.record({
      id: text,
      cause,
      kind: fc.constantFrom('mitigation', 'fix'),
      title: text,
      where: text,
      syntax: nullable(text),
      snippet: nullable(text),
      diff: nullable(text),
      cost: fc.record({
        apply: text,
        drops: text,
        repeatsPost: fc.boolean(),
        versions: nullable(text),
        undo: run,
      }),
      proof: nullable(fc.record({ id: text, nginx: text, verdict: text, effect: text })),
      apply: run,
    }),
    100,
  ),
  warnings: several(fc.record({ about: text, text, proof: nullable(text) }), 100),
  verify: several(fc.record({ run: text, expect: text }), 100),
}) as fc.Arbitrary<Diagnosis>; // Only the readonly of its lists is not the report's.

/** Any report that has the declared shape. */
export const report = fc.record({
  schema: fc.constant('nginx-diagnose/report@1'),
  product: text,
  rules: fc.constant(`sha256:${'0'.repeat(64)}`),
  sources: several(
    fc.record({
      id: fc.nat(3),
      name: text,
      kind: fc.constantFrom('error-log', 'access-log', 'app-log', 'config'),
    }),
    50,
  ),
  read: fc.record({
    lines: fc.nat(),
    upstreamErrors: fc.nat(),
    clientSide: fc.nat(),
    unrecognised: fc.nat(),
    quoted: fc.nat(),
  }),
  notes: several(text, 300),
  evidence: fc.dictionary(
    fc.constantFrom('e1', 'e2', 'e3'),
    fc.record({ source: fc.nat(3), line: fc.nat(), text }),
  ),
  diagnoses: several(diagnosis, 300),
}) as fc.Arbitrary<Report>; // The same.

const user = fc.oneof(fc.constantFrom('U024BE7LH', 'W012A3CDE'), text);
const time = fc.integer({ min: 0, max: Date.UTC(2100, 0) });

/** Any incident: whatever people did, and whatever it stands on. */
export const incident: fc.Arbitrary<Incident> = fc
  .record({
    live: fc.oneof(
      fc.constant({ kind: 'thread', channel: 'C1', thread: '1763802843.000100' } as const),
      fc.constant({ kind: 'ephemeral', channel: 'C1', user: 'U024BE7LH' } as const),
    ),
    lastAlertAt: time,
    alerts: fc.integer({ min: 1 }),
    report: fc.option(report, { nil: undefined }),
    labels: fc.option(
      fc.record({ says: text, host: fc.option(text, { nil: undefined }), title: text }),
      { nil: undefined },
    ),
    isErased: fc.boolean(),
    work: fc.oneof(
      fc.constant({ kind: 'open' } as const),
      fc.record({ kind: fc.constant('acknowledged'), by: user, at: time }),
    ),
    setAside: several(fc.record({ cause, by: user, at: time }), 100),
    snooze: fc.option(fc.record({ by: user, until: time }), { nil: undefined }),
    changes: several(fc.record({ at: time, text, by: fc.option(user, { nil: undefined }) }), 100),
  })
  .map(incidentWith);
