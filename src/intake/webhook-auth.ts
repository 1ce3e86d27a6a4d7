import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What is known of a request before its body is read. */
export type Asker = {
  readonly peer: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** `?token=` of the address, for senders that can set nothing else. */
  readonly queryToken: string | undefined;
};

/** Why the request may not hand anything in, for its sender; undefined when it may. */
export function refusalOf(asker: Asker, token: string | undefined): string | undefined {
  if (token === undefined) return refusalWithoutToken(asker);
  const given = tokensOf(asker);
  if (given.length === 0)
    return 'this needs the WEBHOOK_TOKEN: send it as "Authorization: Bearer <token>"';
  return given.some((one) => isSame(one, token))
    ? undefined
    : 'the token is not the WEBHOOK_TOKEN that this bot was started with';
}

const LOOPBACK_PEER = /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$|^::1$/;
const LOOPBACK_HOST = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i;
const SET_ONE = 'set WEBHOOK_TOKEN and send it as "Authorization: Bearer <token>"';
const SIGNS_OF_A_PROXY = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/** Without a token only programs on this machine may: not a browser that a page sends here, nor a proxy for others. */
function refusalWithoutToken({ peer, headers }: Asker): string | undefined {
  if (!LOOPBACK_PEER.test(peer ?? ''))
    return `without a WEBHOOK_TOKEN only this machine may send: ${SET_ONE}`;
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    return `without a WEBHOOK_TOKEN no browser may send: ${SET_ONE}`;
  if (SIGNS_OF_A_PROXY.some((name) => headers[name] !== undefined))
    return `without a WEBHOOK_TOKEN no proxy may send for others: ${SET_ONE}`;
  if (!LOOPBACK_HOST.test(headers.host ?? ''))
    return `without a WEBHOOK_TOKEN the Host has to be localhost: ${SET_ONE}`;
  return undefined;
}

const SCHEME = /^(bearer|api-?key|token) +(\S{1,4096})$/i;
const BASIC = /^basic +([A-Za-z0-9+/=_-]{1,8192})$/i;

function tokensOf({ headers, queryToken }: Asker): readonly string[] {
  const authorization = headers.authorization ?? '';
  const basic = BASIC.exec(authorization)?.[1];
  return [
    SCHEME.exec(authorization)?.[2],
    basic === undefined ? undefined : passwordOf(basic),
    headers['api-key'],
    headers['x-api-key'],
    queryToken,
  ].filter((one): one is string => typeof one === 'string' && one !== '');
}

/** A user's name holds no colon (RFC 7617), a password may. */
function passwordOf(basic: string): string | undefined {
  const pair = Buffer.from(basic, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon === -1 ? undefined : pair.slice(colon + 1);
}

/** Hashed first: equal lengths, so that the time tells nothing. */
function isSame(given: string, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}
