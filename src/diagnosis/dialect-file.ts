import { z } from 'zod';
import { PLATFORMS } from '../facts/platform.ts';

const run = z.string().min(2).max(400);

/** rules/_dialects.yml: how the commands of the rules, written for systemd, read on another platform. */
export const dialectsSchema = z.array(
  z.strictObject({
    platform: z.enum(PLATFORMS),
    like: z.enum(PLATFORMS).optional(),
    where: z.record(z.string(), z.string().min(3).max(80)),
    words: z.array(z.strictObject({ from: run, to: z.literal('').or(run) })).min(1),
  }),
);

const directive = z.string().regex(/^[a-z_]{3,60}$/);
const key = z.string().regex(/^[a-z-]{3,60}$/);
const as = z.enum(['words', 'first-word', 'seconds', 'scheme']);

/** rules/_ingress.yml: the annotation or ConfigMap key of ingress-nginx for a directive of nginx. */
export const ingressSchema = z.array(
  z.union([
    z.strictObject({ directive, annotation: key, as }),
    z.strictObject({ directive, 'config-map': key, as }),
    z.strictObject({ directive, 'built-in': z.literal(true) }),
  ]),
);

export type Dialect = z.infer<typeof dialectsSchema>[number];
export type IngressName = z.infer<typeof ingressSchema>[number];
