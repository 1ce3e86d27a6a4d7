import { z } from 'zod';

// The recipes of hostile.jsonl that arrive as text; those of webhooks are no concern of this test.
const recipe = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('literal'), text: z.string() }),
  z.strictObject({ type: z.literal('json-escape'), text: z.string() }),
  z.strictObject({
    type: z.literal('encode'),
    encoding: z.literal('utf16le-bom'),
    text: z.string(),
  }),
  z.strictObject({
    type: z.literal('repeat'),
    unit: z.string(),
    count: z.number().int(),
    prefix: z.string().default(''),
    suffix: z.string().default(''),
  }),
  z.strictObject({
    type: z.literal('lines'),
    template: z.literal('reset-distinct-upstream'),
    count: z.number().int(),
  }),
]);

export type Source = {
  readonly input?: string | undefined;
  readonly input_b64?: string | undefined;
  readonly gen?: unknown;
};

/** The bytes of a hostile case; throws when it is made by a recipe that is not known. */
export function bytesOf({ input, input_b64, gen }: Source): Buffer {
  if (input !== undefined) return Buffer.from(input);
  if (input_b64 !== undefined) return Buffer.from(input_b64, 'base64');
  const made = recipe.parse(gen);
  switch (made.type) {
    case 'literal':
      return Buffer.from(made.text);
    case 'json-escape':
      // Lone surrogates cannot stand in the corpus itself, so the text is a JSON literal.
      return Buffer.from(z.string().parse(JSON.parse(made.text)));
    case 'encode':
      return Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(made.text, 'utf16le')]);
    case 'repeat':
      return Buffer.from(`${made.prefix}${made.unit.repeat(made.count)}${made.suffix}`);
    case 'lines':
      return Buffer.from(Array.from({ length: made.count }, (_, at) => resetOf(at)).join('\n'));
  }
}

/** A reset by the upstream number `at`, each with an address of its own. */
export function resetOf(at: number, { server = 'shop.example' } = {}): string {
  const peer = `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}:8080`;
  const request = `/checkout?id=${at}`;
  const time = `2026/11/22 09:${pad(at / 60)}:${pad(at)}`;
  return (
    `${time} [error] 2147#2147: *${at} recv() failed (104: Connection reset by peer) while reading response header ` +
    `from upstream, client: 198.51.100.${at % 250}, server: ${server}, request: "GET ${request} HTTP/1.1", ` +
    `upstream: "http://${peer}${request}", host: "shop.example"`
  );
}

function pad(value: number): string {
  return String(Math.floor(value) % 60).padStart(2, '0');
}
