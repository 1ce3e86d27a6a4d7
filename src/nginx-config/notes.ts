import { clientNotes } from './client-notes.ts';
import { placeInFile } from './configuration.ts';
import { passNotes } from './pass-notes.ts';
import type { Reading } from './reading.ts';
import { type Note, upstreamNotes } from './upstream-notes.ts';

/** A remark on the configuration that is true whatever the fault is; text of the configuration is in it only as proven names. */
export type ConfigNote = {
  /** In the text that was handed in. */
  readonly line: number;
  /** The file it stands in and the line there, such as `/etc/nginx/conf.d/shop.conf:12`, from `nginx -T`. */
  readonly file: string | undefined;
  readonly text: string;
};

const MOST_NOTES = 20;

/** What in a configuration does not do what it looks like, in the order of the text; nothing that is not certain. */
export function configNotes(reading: Reading): readonly ConfigNote[] {
  // In a torn text what looks missing may just not be there any more.
  if (reading.faults.length > 0) return [];
  const notes = new Map<string, Note>();
  for (const note of [...upstreamNotes(reading), ...passNotes(reading), ...clientNotes(reading)])
    notes.set(`${note.line} ${note.text}`, note);
  return [...notes.values()]
    .sort((left, right) => left.line - right.line)
    .slice(0, MOST_NOTES)
    .map(({ line, text }) => ({ line, file: fileOf(reading, line), text }));
}

function fileOf({ files }: Reading, line: number): string | undefined {
  const place = placeInFile(files, line);
  return place !== undefined && PATH.test(place.file) ? `${place.file}:${place.line}` : undefined;
}

const PATH = /^\/[A-Za-z0-9_.@+/-]{1,200}$/;
