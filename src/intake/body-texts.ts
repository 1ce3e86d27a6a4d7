import { type RedactedText, redact } from '../text/redact.ts';

type NamedText = { readonly name: string; readonly text: string };

/** Redacted texts of a body; `isCut` when there was more than is read. */
export type BodyTexts = { readonly texts: readonly NamedText[]; readonly isCut: boolean };

export type TextCollector = {
  /** The text without secrets, as much of it as there is room for. */
  readonly take: (text: string) => RedactedText;
  /** The same without the lines that were taken before: senders put one line into several fields. */
  readonly takeOnce: (text: string) => RedactedText;
  readonly add: (field: string, text: RedactedText) => void;
  readonly noteCut: () => void;
  readonly texts: () => BodyTexts;
};

/** As much log as an answer needs; more would only fill the store. In UTF-16 units. */
const MOST_TEXT = 200 * 1024;

/** Collects lines by the field they stand in, up to a limit for the whole body. */
export function textCollector(): TextCollector {
  const byField = new Map<string, string[]>();
  const seen = new Set<string>();
  let room = MOST_TEXT;
  let isCut = false;
  const take = (text: string): RedactedText => {
    const clipped = clip(text, room);
    room -= clipped.length;
    isCut ||= clipped.length < text.length;
    return redact(clipped);
  };
  return {
    take,
    takeOnce: (text) => withoutSeen(take(text), seen),
    add(field, text) {
      if (text.trim() === '') return;
      const texts = byField.get(field) ?? [];
      texts.push(text);
      byField.set(field, texts);
    },
    noteCut() {
      isCut = true;
    },
    texts: () => ({
      texts: [...byField].map(([name, texts]) => ({ name, text: texts.join('\n') })),
      isCut,
    }),
  };
}

/** A body of plain text: lines of a log as they are. */
export function textsOfPlain(body: string): BodyTexts {
  const collector = textCollector();
  collector.add('webhook', collector.take(body));
  return collector.texts();
}

/** Up to the end of a line or at least of a word: half a secret would not be known for one. */
function clip(text: string, room: number): string {
  if (text.length <= room) return text;
  const start = text.slice(0, room);
  const end = Math.max(start.lastIndexOf('\n'), 0) || start.lastIndexOf(' ');
  return end <= 0 ? start : start.slice(0, end);
}

/** Within one text a line stands as often as it was written. */
function withoutSeen(text: RedactedText, seen: Set<string>): RedactedText {
  const lines = text.split('\n').map((line) => ({ line, record: recordIn(line) }));
  const fresh = lines.filter(({ record }) => record === '' || !seen.has(record));
  for (const { record } of lines) seen.add(record);
  // The cast holds since lines of redacted text are redacted.
  return fresh.map(({ line }) => line).join('\n') as RedactedText;
}

// A template may put its own words before what nginx wrote: "log = 2026/11/22 09:40:00 [error] …".
const RECORD = /\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[.{1,4096}/;

function recordIn(line: string): string {
  return (RECORD.exec(line)?.[0] ?? line).trim();
}
