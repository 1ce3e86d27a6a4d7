import type { IncomingHttpHeaders } from 'node:http';
import type { Identity } from './submission-key.ts';

/** What the sender says by which two deliveries are known for one: a header, a CloudEvent's source and id, or a field `id`. */
export function identityOf(headers: IncomingHttpHeaders, body: unknown): Identity {
  const header = headers['idempotency-key'];
  if (typeof header === 'string' && header !== '') return { kind: 'delivery', parts: [header] };
  // Binary mode has the attributes in headers, structured mode in the body (CloudEvents 1.0, HTTP protocol binding).
  const binary = partsOf(headers['ce-source'], headers['ce-id']);
  if (binary !== undefined) return { kind: 'delivery', parts: binary };
  const structured =
    own(body, 'specversion') === undefined
      ? undefined
      : partsOf(own(body, 'source'), own(body, 'id'));
  if (structured !== undefined) return { kind: 'delivery', parts: structured };
  const id = own(body, 'id');
  const isId = (typeof id === 'string' && id !== '') || typeof id === 'number';
  return isId ? { kind: 'named', id: String(id) } : undefined;
}

function partsOf(source: unknown, id: unknown): readonly string[] | undefined {
  const isEvent = typeof source === 'string' && typeof id === 'string' && id !== '';
  return isEvent ? [source, id] : undefined;
}

/** Own fields only: nothing that the prototype has is said by the sender. */
function own(body: unknown, name: string): unknown {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isObject && Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
}
