import { ChatUnavailable } from '../bot/ports.ts';
import { isOfSlack } from './slack-hosts.ts';

export type Downloading = {
  readonly fetch: typeof globalThis.fetch;
  readonly botToken: string;
  readonly apiUrl: string;
};

export type Refusal =
  /** A page of Slack instead of the file: the token may not read files. */
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'too-large' }
  /** The address, or where it leads, is not of Slack: the token does not go there. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'refused'; readonly status: number };

export type Answer = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | Refusal;

const TIMEOUT_MS = 30_000;
const MOST_REDIRECTS = 3;

/** Downloads with the bot's token, which never leaves Slack's hosts, and at most so many bytes. Throws when that broke off. */
export async function download(
  downloading: Downloading,
  url: string,
  mostBytes: number,
): Promise<Answer> {
  try {
    const response = await followed(downloading, url);
    return response === undefined ? { kind: 'elsewhere' } : await read(response, mostBytes);
  } catch (cause) {
    throw cause instanceof ChatUnavailable
      ? cause
      : new ChatUnavailable('the download broke off', { cause });
  }
}

async function followed(
  { fetch, botToken, apiUrl }: Downloading,
  url: string,
): Promise<Response | undefined> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let address = url;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    if (!isOfSlack(address, apiUrl)) return undefined;
    const headers = { authorization: `Bearer ${botToken}` };
    const response = await fetch(address, { headers, redirect: 'manual', signal });
    const next = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || next === null) return response;
    await response.body?.cancel();
    if (!URL.canParse(next, address)) return undefined;
    address = new URL(next, address).href;
  }
  return undefined;
}

async function read(response: Response, mostBytes: number): Promise<Answer> {
  if (response.status === 429 || response.status >= 500) {
    await response.body?.cancel();
    throw new ChatUnavailable(`the download answered with status ${response.status}`);
  }
  const outcome = refusalOf(response, mostBytes);
  if (outcome !== undefined || response.body === null) {
    await response.body?.cancel();
    return outcome ?? { kind: 'bytes', bytes: new Uint8Array() };
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    // Leaving the loop cancels the rest of the download.
    if (size > mostBytes) return { kind: 'too-large' };
    chunks.push(chunk);
  }
  return { kind: 'bytes', bytes: new Uint8Array(Buffer.concat(chunks)) };
}

function refusalOf(response: Response, mostBytes: number): Refusal | undefined {
  const { status, headers } = response;
  if (status !== 200) return { kind: 'refused', status };
  if (isSignInPage(headers)) return { kind: 'sign-in' };
  return Number(headers.get('content-length')) > mostBytes ? { kind: 'too-large' } : undefined;
}

// A file that is itself a web page comes as an attachment, Slack's page does not.
function isSignInPage(headers: Headers): boolean {
  const isPage = headers.get('content-type')?.startsWith('text/html') === true;
  return isPage && headers.get('content-disposition')?.startsWith('attachment') !== true;
}
