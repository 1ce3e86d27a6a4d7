import { z } from 'zod';
import type { Delivery } from '../bot/ports.ts';
import { parseJson } from './json.ts';

const text = z.string();
const content = z.looseObject({ text, blocks: z.array(z.looseObject({})) });

const shape = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('message'),
    key: text,
    channel: text,
    thread: text.optional(),
    content,
  }),
  z.looseObject({
    kind: z.literal('response'),
    key: text,
    responseUrl: text,
    replacesOriginal: z.boolean(),
    content,
  }),
  z.looseObject({
    kind: z.literal('whisper'),
    key: text,
    channel: text,
    thread: text.optional(),
    user: text,
    content,
  }),
  z.looseObject({ kind: z.literal('home'), key: text, user: text, view: z.looseObject({}) }),
]);

/** Reads a delivery back; undefined for one that another version wrote in a shape that this one does not know. */
export function deliveryOf(body: string): Delivery | undefined {
  const read = shape.safeParse(parseJson(body));
  // The store wrote it from a Delivery; an absent thread reads as undefined.
  return read.success ? (read.data as Delivery) : undefined;
}
