import { z } from 'zod';
import { ChatUnavailable, type FileText } from '../bot/ports.ts';
import type { FileRef } from '../bot/submission.ts';
import type { SlackClient } from './clients.ts';
import { type Downloading, download, type Refusal } from './download.ts';
import { isPassing, wordOf } from './slack-failure.ts';

export type FileReading = Downloading & { readonly client: SlackClient };

const MOST_BYTES = 20 * 1024 * 1024;
const LACKS_SCOPE = 'the app lacks the scope files:read';

const fileInfo = z.object({
  file: z.object({
    size: z.number().optional(),
    url_private_download: z.string().optional(),
    url_private: z.string().optional(),
    mode: z.string().optional(),
  }),
});

const REASONS: ReadonlyMap<string, string> = new Map([
  ['missing_scope', LACKS_SCOPE],
  ['no_permission', LACKS_SCOPE],
  ['file_not_found', 'it is gone, or it is in a channel that the bot is not in'],
  ['file_deleted', 'it was deleted'],
  ['access_denied', 'Slack does not let the bot read it'],
]);

type Place = { readonly url: string } | { readonly reason: string };

/** The bytes of a file in Slack, or why they cannot be had; a gzip file stays as it is. Throws when Slack could not be asked. */
export async function fileOf(reading: FileReading, file: FileRef): Promise<FileText> {
  const unreadable = (reason: string): FileText => ({
    kind: 'unreadable',
    name: file.name,
    reason,
  });
  if (isTooLarge(file.bytes)) return unreadable(tooLarge());
  const place = await placeOf(reading.client, file);
  if ('reason' in place) return unreadable(place.reason);
  const answer = await download(reading, place.url, MOST_BYTES);
  return answer.kind === 'bytes'
    ? { kind: 'text', name: file.name, bytes: answer.bytes }
    : unreadable(reasonOf(answer));
}

// Files of other workspaces come without an address (docs.slack.dev, Slack Connect, check_file_info).
async function placeOf(client: SlackClient, file: FileRef): Promise<Place> {
  if (file.url !== undefined && file.bytes !== undefined) return { url: file.url };
  try {
    return placeIn(await client.apiCall('files.info', { file: file.id, limit: 1 }), file);
  } catch (cause) {
    const word = wordOf(cause);
    if (word === undefined || isPassing(cause))
      throw new ChatUnavailable('slack did not say where the file is', { cause });
    return { reason: REASONS.get(word) ?? `Slack says ${word}` };
  }
}

function placeIn(answer: unknown, file: FileRef): Place {
  const info = fileInfo.safeParse(answer);
  if (!info.success) return { reason: 'Slack says nothing about it' };
  const { size, mode, url_private_download: direct, url_private: shown } = info.data.file;
  if (mode === 'tombstone') return { reason: 'it was deleted' };
  if (isTooLarge(size)) return { reason: tooLarge() };
  const url = direct ?? shown ?? file.url;
  return url === undefined ? { reason: 'Slack gives no address for it' } : { url };
}

function reasonOf(answer: Refusal): string {
  switch (answer.kind) {
    case 'sign-in':
      return LACKS_SCOPE;
    case 'too-large':
      return tooLarge();
    case 'elsewhere':
      return 'its address is not one of Slack';
    case 'refused':
      return answer.status === 404 ? 'it is gone' : `Slack answered with status ${answer.status}`;
  }
}

function isTooLarge(bytes: number | undefined): boolean {
  return bytes !== undefined && bytes > MOST_BYTES;
}

function tooLarge(): string {
  return `it is larger than ${MOST_BYTES / 1024 / 1024} MB`;
}
