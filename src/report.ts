import { z } from 'zod';

/**
 * The report: one object for the command line, the store, Slack and the console. Absent is null. New fields may come in
 * `report@1`; none changes its meaning. Same text, configuration, product and rules give the same report, byte for byte.
 */

const SOURCE_KINDS = [
  'error-log',
  'access-log',
  'kernel',
  'journal',
  'app-log',
  'config',
  'chat',
  'alert',
  'told',
] as const;

const text = z.string();
const nullableText = text.nullable();

/** A sentence and the ids of the evidence it stands on. */
const claim = z.strictObject({ text, evidence: z.array(text) });

const commandLine = z.strictObject({ run: text.describe('one shell command, safe to paste') });

const cause = z.strictObject({
  id: text.describe('cause id from the closed list'),
  variant: nullableText,
  verdict: z.enum(['confirmed', 'likely', 'possible']),
  title: text,
  because: z.array(claim),
  page: text.describe('page on this cause, in the project'),
});

const ruledOut = z.strictObject({ id: text, title: text, because: z.array(claim).min(1) });

const check = z.strictObject({
  id: text,
  run: text.describe('read-only shell command'),
  where: text,
  why: text,
  confirms: z.array(text).describe('cause ids that its answer can raise'),
  refutes: z.array(text).describe('cause ids that its answer can rule out'),
  prepare: z
    .strictObject({
      syntax: text,
      snippet: text,
      apply: z.array(commandLine),
      undo: z.array(commandLine),
    })
    .nullable()
    .describe('what must be configured before the command shows anything'),
});

const fix = z.strictObject({
  id: text,
  cause: text,
  kind: z.enum(['mitigation', 'fix']),
  title: text,
  where: text,
  syntax: nullableText.describe(
    'nginx, node, gunicorn, php-fpm, sysctl …; null when there is nothing to copy',
  ),
  snippet: nullableText,
  diff: nullableText,
  cost: z.strictObject({
    apply: text.describe('what applying takes: reload, restart, deploy'),
    drops: text.describe('what is interrupted while it is applied'),
    repeatsPost: z.boolean().describe('a request that is not safe to repeat may run twice'),
    versions: nullableText.describe('nginx versions it is for'),
    undo: z.array(commandLine),
  }),
  proof: z
    .strictObject({
      id: text,
      nginx: text,
      verdict: text,
      effect: text.describe('failures before → after'),
    })
    .nullable()
    .describe('the run on a real nginx that showed its effect'),
  apply: z.array(commandLine).describe('only with likely and confirmed causes'),
});

const warning = z.strictObject({ about: text, text, proof: nullableText });

const verification = z.strictObject({ run: text, expect: text });

const diagnosis = z.strictObject({
  key: text.regex(/^k1:[0-9a-f]{16}$/),
  consequenceOf: nullableText.describe('key of the diagnosis that this one follows from'),
  symptom: z.strictObject({
    text,
    level: nullableText,
    syscall: nullableText,
    errno: nullableText,
    errnoRead: z.number().int().nullable(),
    /** Why, where the message says it: one of REASONS of src/log/reason.ts. */
    reason: z.string().nullable(),
    phase: nullableText,
    evidence: z.array(text),
  }),
  count: z.number().int().min(1),
  first: nullableText,
  last: nullableText,
  upstream: nullableText.describe('name of the upstream or server it concerns, where proven'),
  peers: z.array(text).max(20),
  peerCount: z.number().int(),
  clientSaw: z
    .strictObject({
      text: nullableText,
      status: z.number().int().nullable(),
      truncated: z.boolean().nullable(),
      retried: z.boolean().nullable(),
    })
    .describe('null = not known'),
  causes: z.array(cause),
  ruledOut: z.array(ruledOut),
  checks: z.array(check),
  nextCheck: nullableText.describe('id of the check that best tells the first two causes apart'),
  ask: nullableText.describe('what to paste when too little was given to say why'),
  fixes: z.array(fix),
  warnings: z.array(warning),
  verify: z.array(verification),
});

export const reportSchema = z.strictObject({
  schema: z.literal('nginx-diagnose/report@1'),
  product: text,
  rules: text.regex(/^sha256:[0-9a-f]{64}$/).describe('of rules, order, checks and proofs'),
  sources: z.array(
    z.strictObject({ id: z.number().int(), name: text, kind: z.enum(SOURCE_KINDS) }),
  ),
  read: z.strictObject({
    lines: z.number().int(),
    upstreamErrors: z.number().int(),
    clientSide: z.number().int(),
    unrecognised: z.number().int(),
    quoted: z
      .number()
      .int()
      .describe('lines inside a quoted string of another line: perhaps forged, never used'),
  }),
  notes: z.array(text).describe('what was assumed, left out or not understood'),
  evidence: z.record(
    text,
    z.strictObject({ source: z.number().int(), line: z.number().int(), text: text.max(300) }),
  ),
  diagnoses: z.array(diagnosis),
});

export type Report = z.infer<typeof reportSchema>;
export type Diagnosis = Report['diagnoses'][number];
export type Claim = z.infer<typeof claim>;
