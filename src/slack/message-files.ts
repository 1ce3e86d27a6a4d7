import type { FileRef } from '../bot/submission.ts';
import { shownText } from '../text/shown.ts';
import { listOf, recordOf, textOf } from './message-json.ts';

/** The files of a message that may hold a log; pictures, sound and deleted files do not. */
export function filesOfMessage(message: unknown): readonly FileRef[] {
  return listOf(recordOf(message).files).slice(0, MOST_FILES).flatMap(fileRefOf);
}

/** What Slack shows of a text file without opening it: its first lines. */
export function previewsOfFiles(message: unknown): readonly string[] {
  return listOf(recordOf(message).files)
    .slice(0, MOST_FILES)
    .flatMap((file) => textOf(recordOf(file).preview) ?? []);
}

/** Slack lets a person attach ten at a time. */
const MOST_FILES = 10;
/** As long as file systems allow. */
const LONGEST_NAME = 255;
const NO_LOG = /^(?:image|video|audio|font)\/|^application\/(?:pdf|vnd\.)/;
const GONE: ReadonlySet<unknown> = new Set(['tombstone', 'hidden_by_limit']);

function fileRefOf(file: unknown): readonly FileRef[] {
  const { id, name, title, size, mode, mimetype, url_private_download, url_private, file_access } =
    recordOf(file);
  const known = textOf(id);
  if (known === undefined || GONE.has(mode) || NO_LOG.test(textOf(mimetype) ?? '')) return [];
  // Of a file from another workspace only files.info knows the rest.
  const isElsewhere = file_access === 'check_file_info';
  const url = isElsewhere ? undefined : (textOf(url_private_download) ?? textOf(url_private));
  const isSized = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0;
  return [
    {
      id: known,
      name: shownText(textOf(name) ?? textOf(title) ?? 'file', LONGEST_NAME),
      ...(isSized ? { bytes: size } : {}),
      ...(url === undefined ? {} : { url }),
    },
  ];
}
