import type { Report } from '../../report.ts';
import type { Content } from '../block-kit.ts';
import { ASK_COMMAND, whatWasRead } from '../report-words.ts';
import type { Sharing } from './buttons.ts';
import { chatWords } from './chat-words.ts';
import { fitted, MESSAGE_ROOM, type Part } from './fitted.ts';
import { bold, bullets, fallback, italic, line, richText, said, toCopy } from './rich-text.ts';

const NOTES_SHOWN = 5;

/** For somebody who asked about a text without an upstream error: what was read, and what to give instead. */
export function nothingFoundContent(
  report: Report,
  { sharing }: { readonly sharing: Sharing },
): Content {
  const only = sharing === 'ephemeral' ? 'Only you see this.' : '';
  const parts = [...nothingFoundParts(report), { rank: 1, block: richText(line(italic(only))) }];
  return {
    text: fallback('No upstream error in this text.'),
    blocks: fitted(parts, MESSAGE_ROOM, { type: 'divider' }),
  };
}

/** What was read, what was noticed, and what to give instead. */
export function nothingFoundParts(report: Report): readonly Part[] {
  const [told = '', ...rest] = whatWasRead(report);
  const notes = report.notes
    .slice(0, NOTES_SHOWN)
    .map((note) => line(said(`${chatWords(note)}.`, 300)));
  return [
    {
      rank: 0,
      block: richText(
        line(bold('No upstream error in this text.')),
        line(said([told, ...rest].join(' '))),
        clientsLine(report),
      ),
    },
    { rank: 2, block: richText(bullets(notes)) },
    {
      rank: 1,
      block:
        report.read.clientSide > 0
          ? undefined
          : richText(
              line(said('Give me lines of nginx’s error log, whole if possible:')),
              toCopy(ASK_COMMAND),
            ),
    },
  ];
}

/** A client that goes away is no fault of an upstream, and the reader who asked should hear it. */
function clientsLine({ read: { clientSide } }: Report): ReturnType<typeof line> | undefined {
  if (clientSide === 0) return undefined;
  const lines = clientSide === 1 ? '1 line is' : `${clientSide} lines are`;
  return line(
    said(
      `${lines} about connections of clients: the client closed or reset them, no upstream did.`,
    ),
  );
}
