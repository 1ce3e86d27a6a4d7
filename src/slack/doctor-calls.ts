import { webApi } from '@slack/bolt';
import type { SlackAnswer, SlackProbe } from '../bot/doctor/slack-probe.ts';
import { wordOf } from './slack-failure.ts';

/** How the doctor reaches Slack. */
export type ProbeOptions = {
  readonly apiUrl: string;
  readonly botToken: string;
  /** undefined where Slack calls us over HTTP. */
  readonly appToken: string | undefined;
};

type Call = { readonly token: string; readonly method: string; readonly words?: object };

const TIMEOUT_MS = 5000;
// Node's names for a certificate that is not to be trusted (nodejs.org/api/tls.html, X509 certificate error codes).
const CERTIFICATE = /CERT|UNABLE_TO_|SIGNATURE/;

/** The doctor's calls; Slack's words of failure become answers. */
export function slackProbe({ apiUrl, botToken, appToken }: ProbeOptions): SlackProbe {
  const ask = (call: Call): Promise<SlackAnswer> => answerOf(apiUrl, call);
  return {
    identity: () => ask({ token: botToken, method: 'auth.test' }),
    openConnection:
      appToken === undefined
        ? undefined
        : () => ask({ token: appToken, method: 'apps.connections.open' }),
    newestMessage: (channel) =>
      ask({ token: botToken, method: 'conversations.history', words: { channel, limit: 1 } }),
  };
}

async function answerOf(apiUrl: string, { token, method, words }: Call): Promise<SlackAnswer> {
  let date: number | undefined;
  const client = new webApi.WebClient(token, {
    slackApiUrl: apiUrl,
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: SILENT,
    // The client keeps the headers to itself.
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      date = timeOf(response.headers.get('date'));
      return response;
    },
  });
  try {
    const body = await client.apiCall(method, { ...words });
    return { kind: 'answered', body: { ...body }, scopes: body.response_metadata?.scopes, date };
  } catch (failure) {
    return failedAnswer(failure, date);
  }
}

function failedAnswer(failure: unknown, date: number | undefined): SlackAnswer {
  const word = wordOf(failure);
  if (failure instanceof webApi.WebAPIPlatformError && word !== undefined) {
    const needed = 'needed' in failure.data ? String(failure.data.needed) : undefined;
    return { kind: 'refused', word, needed, date };
  }
  if (failure instanceof webApi.WebAPIRateLimitedError)
    return { kind: 'limited', seconds: failure.retryAfter };
  return unreachable(failure);
}

function unreachable(failure: unknown): SlackAnswer {
  if (failure instanceof webApi.WebAPIHTTPError)
    return { kind: 'unreachable', reason: `http ${failure.statusCode}`, isCertificate: false };
  if (!(failure instanceof webApi.WebAPIRequestError))
    return { kind: 'unreachable', reason: 'somebody else answered', isCertificate: false };
  if (failure.original.name === 'TimeoutError')
    return { kind: 'unreachable', reason: `${TIMEOUT_MS / 1000} s passed`, isCertificate: false };
  const code = codeOf(failure.original) ?? 'the connection broke';
  return { kind: 'unreachable', reason: code, isCertificate: CERTIFICATE.test(code) };
}

/** The system's name for what went wrong, which fetch hides among the causes. */
function codeOf(failure: unknown): string | undefined {
  for (let one = failure, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++) {
    if ('code' in one && typeof one.code === 'string') return one.code;
  }
  return undefined;
}

function timeOf(header: string | null): number | undefined {
  const time = Date.parse(header ?? '');
  return Number.isNaN(time) ? undefined : time;
}

const SILENT: webApi.Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => webApi.LogLevel.ERROR,
  setName: () => {},
};
