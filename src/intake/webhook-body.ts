import type { IncomingHttpHeaders } from 'node:http';
import { type BodyTexts, textsOfPlain } from './body-texts.ts';
import { identityOf } from './identity.ts';
import { type AlertFields, alertFieldsOf } from './json-alert.ts';
import { textsOfJson } from './json-texts.ts';
import type { Identity } from './submission-key.ts';

const JSON_TYPE = /^application\/(?:json|[\w.-]{1,60}\+json)\b/i;

/** What a body says, and by what its sender tells deliveries apart. */
export function readBody(
  headers: IncomingHttpHeaders,
  body: Uint8Array,
): BodyTexts & { readonly identity: Identity; readonly alert: AlertFields | undefined } {
  // Takes a byte order mark away; what is no UTF-8 becomes U+FFFD.
  const text = new TextDecoder().decode(body);
  const json = JSON_TYPE.test(headers['content-type'] ?? '') ? parsed(text) : undefined;
  // Alert templates put lines with quotes into JSON unescaped: not JSON any more, but the line is still there to be read.
  const texts = json === undefined ? textsOfPlain(text) : textsOfJson(json);
  const alert = json === undefined ? undefined : alertFieldsOf(json);
  return { ...texts, identity: identityOf(headers, json), alert };
}

/** The reader of JSON that V8 has takes no stack for nesting, and makes `__proto__` a field like any other. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Said by the return: no JSON, so a text.
    return undefined;
  }
}
