import type { Content, SendResult } from '../bot/ports.ts';
import { plainContent } from './plain-content.ts';
import {
  type Attempt,
  isBlocksWord,
  isSlackWord,
  resultOfNetwork,
  resultOfStatus,
  resultOfWord,
} from './slack-failure.ts';
import { isOfSlack } from './slack-hosts.ts';

type Response = {
  readonly responseUrl: string;
  readonly replacesOriginal: boolean;
  readonly content: Content;
};

type Answer = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly word: string;
};

export type Responding = {
  readonly fetch: typeof globalThis.fetch;
  readonly apiUrl: string;
};

const TIMEOUT_MS = 10_000;
const MOST_READ = 2000;

/** Answers through a response_url, which only one person sees. */
export async function sendResponse(
  responding: Responding,
  response: Response,
  attempt: Attempt,
): Promise<SendResult> {
  if (!isOfSlack(response.responseUrl, responding.apiUrl))
    return { kind: 'refused', reason: 'response_url_is_not_of_slack' };
  try {
    const first = await post(responding, response);
    const answer = isBlocksWord(first.word)
      ? await post(responding, { ...response, content: plainContent(response.content) })
      : first;
    return resultOf(answer, attempt);
  } catch (failure) {
    return resultOfNetwork(failure, attempt);
  }
}

async function post({ fetch }: Responding, response: Response): Promise<Answer> {
  const { responseUrl, replacesOriginal, content } = response;
  const answer = await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      ...content,
      response_type: 'ephemeral',
      replace_original: replacesOriginal,
    }),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const retryAfter = answer.headers.get('retry-after');
  return {
    status: answer.status,
    retryAfter,
    word: wordIn((await answer.text()).slice(0, MOST_READ)),
  };
}

// Slack answers "ok", or {"ok":true}, or {"ok":false,"error":"expired_url"}.
function wordIn(body: string): string {
  if (body === '' || body === 'ok') return '';
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== 'object' || answer === null || !('error' in answer)) return '';
    return String(answer.error);
  } catch {
    return body;
  }
}

function resultOf(answer: Answer, attempt: Attempt): SendResult {
  if (answer.status === 429) {
    const seconds = Number(answer.retryAfter ?? 5);
    return { kind: 'later', afterMs: Math.max(1, seconds || 5) * 1000, scope: 'channel' };
  }
  // Used five times, or older than 30 minutes.
  if (answer.status === 404 || answer.status === 410)
    return { kind: 'refused', reason: 'response_url_expired' };
  if (answer.status >= 300 && answer.status < 400)
    return { kind: 'refused', reason: 'response_url_redirects' };
  if (answer.status >= 400 && answer.status < 500 && !isSlackWord(answer.word))
    return { kind: 'refused', reason: `http ${answer.status}` };
  if (answer.word !== '') return resultOfWord(answer.word, attempt);
  if (answer.status === 200) return { kind: 'sent', ts: undefined };
  return resultOfStatus(answer.status, attempt);
}
