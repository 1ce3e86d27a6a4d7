import { z } from 'zod';
import { conditionSchema } from './condition.ts';

/** The closed list of causes a rule may stand for. */
const CAUSES = [
  'upstream-crash',
  'keepalive-mismatch',
  'idle-drop',
  'connection-limit',
  'php-fpm-pool',
  'response-too-large',
  'header-too-big',
  'request-body-rejected',
  'request-header-rejected',
  'connection-rejected-acl',
  'upstream-refused',
  'container-no-listener',
  'upstream-timeout',
  'premature-close',
  'no-live-upstreams',
  'protocol-mismatch',
  'bad-proxy-pass-uri',
  'tls-handshake',
  'client-abort',
  'dns-resolution',
  'stale-endpoint',
  'permission-denied',
  'socket-missing',
  'port-exhaustion',
  'network-unreachable',
  'fd-limit',
  'middlebox-reset',
  'websocket-idle',
  'websocket-close',
] as const;

const sentence = z.string().min(8).max(400);
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/);
const command = z.strictObject({ run: z.string().min(2).max(400) });
const maybe = conditionSchema.optional();

/** One reason: when the condition holds, the sentence is said with the evidence of the facts in it. */
const reason = z.strictObject({
  when: conditionSchema,
  because: sentence,
  variant: slug.optional(),
});

/** Said beside a verdict, which it does not change; one that lowers puts a merely possible cause behind the others. */
const remark = reason.extend({ lowers: z.boolean().default(false) });

const fix = z.strictObject({
  id: slug,
  kind: z.enum(['mitigation', 'fix']),
  title: sentence,
  when: maybe.describe('offered only while this holds'),
  unless: maybe.describe('not offered once this holds; an unknown fact does not stop it'),
  where: sentence,
  variants: z
    .array(slug)
    .min(1)
    .optional()
    .describe('offered only for these variants of the cause'),
  syntax: slug.optional(),
  snippet: z.string().min(3).max(2000).optional(),
  /** Where in nginx.conf the snippet stands: what `nginx -t` wraps it in. */
  context: z.enum(['main', 'http', 'server', 'location']).optional(),
  apply: z.array(command).default([]),
  cost: z.strictObject({
    apply: sentence.or(z.enum(['reload', 'restart', 'deploy', 'nothing'])),
    drops: z.string().min(3).max(200),
    'repeats-post': z.boolean(),
    versions: z.string().max(40).optional(),
    undo: z.array(command).default([]),
  }),
  proof: slug.optional(),
  source: z.string().max(200).optional(),
});

const warning = z.strictObject({
  about: z.string().max(60),
  when: maybe,
  unless: maybe.describe('not said once this holds; an unknown fact does not stop it'),
  text: sentence,
  proof: slug.optional(),
});
const verification = z.strictObject({
  when: maybe,
  run: z.string().min(2).max(400),
  expect: sentence,
});

const example = z.strictObject({
  name: z.string().min(5).max(160),
  input: z.string().max(8000),
  config: z.string().max(4000).optional(),
  'nginx-version': z.string().optional(),
  backend: z.string().optional(),
  source: z.string().min(8).max(300),
});

export const ruleSchema = z.strictObject({
  id: z.enum(CAUSES),
  title: z.string().min(3).max(80),
  summary: sentence,
  maturity: z.enum(['experimental', 'test', 'stable', 'deprecated']),
  outranks: z.array(z.enum(CAUSES)).default([]),
  applies: conditionSchema.describe('the symptom; alone it means possible'),
  'ruled-out': z.array(reason).default([]),
  likely: z.array(reason).default([]),
  confirmed: z.array(reason).default([]),
  /** Said beside the verdict, which they do not change: what makes the cause less common here, or only so under a condition. */
  remarks: z.array(remark).default([]),
  /** Why nothing that can be read ever proves this cause; needed while `confirmed` is empty. */
  unprovable: sentence.optional(),
  fixes: z.array(fix).min(1),
  warnings: z.array(warning).default([]),
  verify: z.array(verification).min(1),
  references: z.array(z.strictObject({ title: z.string(), url: z.url() })).min(1),
  examples: z.strictObject({
    positive: z
      .array(
        example.extend({
          verdict: z.enum(['confirmed', 'likely', 'possible']),
          first: z.boolean().default(false),
        }),
      )
      .min(2),
    negative: z
      .array(example.extend({ expect: z.enum(['ruled-out', 'not-applicable', 'not-first']) }))
      .min(2),
  }),
});

export type Rule = z.infer<typeof ruleSchema>;
export type RuleReason = z.infer<typeof reason>;
export type RuleFix = z.infer<typeof fix>;

/** rules/_order.yml: how common the causes of one symptom are, most common first; the first entry that holds counts. */
export const orderSchema = z.array(
  z.strictObject({
    symptom: sentence,
    when: conditionSchema,
    causes: z.array(z.enum(CAUSES)).min(1),
    source: sentence,
  }),
);

/** rules/_checks.yml: which command makes which fact known, cheapest first. */
export const checksSchema = z.array(
  z.strictObject({
    id: slug,
    facts: z.array(z.string()).min(1),
    when: maybe,
    first: z
      .boolean()
      .default(false)
      .describe('where it applies, nothing else is worth a look before'),
    run: z.string().min(2).max(400),
    where: z.string().min(3).max(80),
    why: sentence,
    prepare: z
      .strictObject({
        syntax: z.literal('nginx'),
        context: z.enum(['main', 'http', 'server', 'location']),
        snippet: z.string().min(3).max(2000),
        versions: z.string().max(40).optional(),
        apply: z.array(command).min(1),
        undo: z.array(command).min(1),
      })
      .optional()
      .describe('what must be configured first, so that there is something to look at'),
  }),
);

/** rules/_backends.yml: after how long a backend closes an idle connection, by default. */
export const backendsSchema = z.array(
  z.strictObject({
    backend: slug,
    names: z.array(z.string()).default([]),
    'idle-seconds': z.number().optional(),
    setting: z.string().optional(),
    verified: z.enum(['measured', 'source-read', 'documentation']),
    source: z.string().min(8),
  }),
);

/** rules/_proofs.yml: what a fix did on a real nginx, before and after, over interleaved runs. */
export const proofsSchema = z.array(
  z.strictObject({
    id: slug,
    nginx: z.string(),
    fault: sentence,
    before: z.string(),
    after: z.string(),
    verdict: z.enum(['fixes', 'protects-clients', 'reduces', 'no-effect-shown', 'worse']),
    runs: z.number().int().min(1),
  }),
);
export type Check = z.infer<typeof checksSchema>[number];
export type Proof = z.infer<typeof proofsSchema>[number];
export type Backend = z.infer<typeof backendsSchema>[number];
export type Order = z.infer<typeof orderSchema>[number];
