import { z } from 'zod';
import type { Versioned } from '../bot/ports.ts';
import { parseJson } from './json.ts';

type Incident = Versioned['incident'];

// Held to the report's own type, so that a new shape of report cannot be forgotten here.
const REPORT_SCHEMA: NonNullable<Incident['report']>['schema'] = 'nginx-diagnose/report@1';

const text = z.string();
const time = z.number();

// Only what tells one shape from another; the rest was checked by the types of the version that wrote it.
const shape = z.looseObject({
  id: text,
  group: text,
  live: z.discriminatedUnion('kind', [
    z.looseObject({ kind: z.literal('thread'), channel: text, thread: text.optional() }),
    z.looseObject({ kind: z.literal('ephemeral'), channel: text, user: text }),
  ]),
  openedAt: time,
  lastAlertAt: time,
  alerts: z.number(),
  report: z
    .looseObject({ schema: z.literal(REPORT_SCHEMA), diagnoses: z.array(z.looseObject({})) })
    .optional(),
  labels: z.looseObject({ says: text, title: text }).optional(),
  isErased: z.boolean(),
  isAnsweredBelow: z.boolean(),
  told: z.looseObject({}),
  config: text.optional(),
  work: z.looseObject({ kind: z.enum(['open', 'acknowledged']) }),
  setAside: z.array(z.looseObject({ cause: text, by: text, at: time })),
  snooze: z.looseObject({ by: text, until: time }).optional(),
  changes: z.array(z.looseObject({ at: time, text })),
  pointedAt: z.array(time),
  edits: z.array(z.looseObject({ origin: text, edited: text })),
});

/** Reads an incident back; undefined for one that another version wrote in a shape that this one does not know. */
export function incidentOf(body: string): Incident | undefined {
  const read = shape.safeParse(parseJson(body));
  // The store wrote it from an Incident, and the shape is still ours.
  return read.success ? (read.data as unknown as Incident) : undefined;
}
