import { webApi } from '@slack/bolt';
import type { SendResult } from '../bot/ports.ts';

/** What was tried: whether doing it twice shows twice, and how often it was tried before. */
export type Attempt = { readonly isRepeatable: boolean; readonly tries: number };

type Word = 'busy' | 'truncated' | 'halted' | 'unsure' | 'dead-token' | 'blocks';

const SLACK_WORD = /^[a-z][a-z0-9_.-]{1,80}$/;
// Slack's errors that are not final (docs.slack.dev/reference/methods/chat.postMessage, "Errors"); all others are.
const WORDS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['ratelimited', 'busy'],
  ['rate_limited', 'busy'],
  ['message_limit_exceeded', 'busy'],
  ['request_timeout', 'truncated'],
  ['service_unavailable', 'halted'],
  ['team_added_to_org', 'halted'],
  ['accesslimited', 'halted'],
  // "It's possible some aspect of the operation succeeded before the error was raised."
  ['internal_error', 'unsure'],
  ['fatal_error', 'unsure'],
  ['invalid_auth', 'dead-token'],
  ['not_authed', 'dead-token'],
  ['account_inactive', 'dead-token'],
  ['token_revoked', 'dead-token'],
  ['token_expired', 'dead-token'],
  ['invalid_blocks', 'blocks'],
  ['invalid_blocks_format', 'blocks'],
  ['msg_blocks_too_long', 'blocks'],
  ['msg_too_long', 'blocks'],
]);
// The connection was never made, so nothing was sent.
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** What a failed call means for the message that it carried. */
export function resultOfFailure(failure: unknown, attempt: Attempt): SendResult {
  if (failure instanceof webApi.WebAPIRateLimitedError)
    return laterInChannel(failure.retryAfter * 1000);
  if (failure instanceof webApi.WebAPIPlatformError)
    return resultOfWord(wordOf(failure) ?? '', attempt);
  if (failure instanceof webApi.WebAPIHTTPError) return resultOfStatus(failure.statusCode, attempt);
  if (failure instanceof webApi.WebAPIRequestError)
    return resultOfNetwork(failure.original, attempt);
  if (isLimitWithoutTime(failure)) return laterInChannel(5000);
  // Status 200 came and the rest did not, or did not say what it should: it may well have been posted.
  return resultOfNetwork(failure, attempt);
}

// The client makes a plain error of a 429 without Retry-After.
function isLimitWithoutTime(failure: unknown): boolean {
  return failure instanceof Error && failure.message.startsWith('Retry header did not contain');
}

/** What an HTTP status of the Web API other than 200 means; a client's fault (4xx) is that of something in between. */
export function resultOfStatus(status: number, attempt: Attempt): SendResult {
  if (status >= 500) return unsure(`http ${status}`, attempt);
  return { kind: 'later', afterMs: 30_000, scope: 'channel' };
}

/** What a connection that broke, or never came to be, means. */
export function resultOfNetwork(failure: unknown, attempt: Attempt): SendResult {
  if (codesOf(failure).some((code) => BEFORE_SENDING.has(code))) return soon(attempt, 'all');
  const isTimeout = failure instanceof Error && failure.name === 'TimeoutError';
  return unsure(isTimeout ? 'timeout' : 'connection broke', attempt);
}

/** What Slack's own word for an error means; words that are not known to pass are final. */
export function resultOfWord(word: string, attempt: Attempt): SendResult {
  // A page of a proxy with status 200 comes as the "error" of the answer.
  if (!isSlackWord(word)) return unsure('no answer of slack', attempt);
  switch (WORDS.get(word)) {
    case 'busy':
      return laterInChannel(5000);
    case 'truncated':
      return soon(attempt, 'channel');
    case 'halted':
      return { kind: 'later', afterMs: 5000 * Math.min(12, attempt.tries + 1), scope: 'all' };
    case 'unsure':
      return unsure(word, attempt);
    case 'dead-token':
      return { kind: 'later', afterMs: 60_000, scope: 'all' };
    case 'blocks':
    case undefined:
      return { kind: 'refused', reason: word };
  }
}

/** How long Slack asks to wait when it limits the rate; undefined for other failures. */
export function waitAfterLimit(failure: unknown): number | undefined {
  if (failure instanceof webApi.WebAPIRateLimitedError)
    return Math.max(1, failure.retryAfter) * 1000;
  if (isLimitWithoutTime(failure)) return 5000;
  return WORDS.get(wordOf(failure) ?? '') === 'busy' ? 5000 : undefined;
}

/** Slack's word in a failure; undefined when it is none of Slack's. */
export function wordOf(failure: unknown): string | undefined {
  if (!(failure instanceof webApi.WebAPIPlatformError)) return undefined;
  // What something in between answers may have no word at all, whatever the type says.
  const word: unknown = failure.data.error;
  return typeof word === 'string' && isSlackWord(word) ? word : undefined;
}

/** Whether it has the form of a word of Slack's, which a page of something in between has not. */
export function isSlackWord(word: string): boolean {
  return SLACK_WORD.test(word);
}

/** Slack's word where neither waiting nor another token changes its answer; undefined for all other failures. */
export function finalWordOf(failure: unknown): string | undefined {
  const word = wordOf(failure);
  return word === undefined || WORDS.has(word) ? undefined : word;
}

/** Whether Slack could not be reached or answered that it is down. */
export function isOutage(failure: unknown): boolean {
  return failure instanceof webApi.WebAPIRequestError || failure instanceof webApi.WebAPIHTTPError;
}

/** Whether Slack refused the form of the blocks, so that the same words in a plain form may pass. */
export function isBlocksWord(word: string): boolean {
  return WORDS.get(word) === 'blocks';
}

/** Whether the same question may be answered later. */
export function isPassing(failure: unknown): boolean {
  const word = WORDS.get(wordOf(failure) ?? '');
  return word !== undefined && word !== 'blocks' && word !== 'dead-token';
}

/** Whether an operator has to act before anything can be sent. */
export function isDeadToken(failure: unknown): boolean {
  const word = wordOf(failure) ?? '';
  return word === 'missing_scope' || WORDS.get(word) === 'dead-token';
}

function laterInChannel(waitMs: number): SendResult {
  return { kind: 'later', afterMs: Math.max(1000, waitMs), scope: 'channel' };
}

function soon(attempt: Attempt, scope: 'channel' | 'all'): SendResult {
  return { kind: 'later', afterMs: Math.min(5000, 1000 * (attempt.tries + 1)), scope };
}

// An edit or a home page may be done twice: nobody has to look whether it arrived.
function unsure(reason: string, attempt: Attempt): SendResult {
  return attempt.isRepeatable ? soon(attempt, 'channel') : { kind: 'uncertain', reason };
}

function codesOf(failure: unknown): readonly string[] {
  const codes: string[] = [];
  for (let one = failure; one instanceof Error && codes.length < 5; one = one.cause) {
    codes.push('code' in one && typeof one.code === 'string' ? one.code : '');
  }
  return codes;
}
