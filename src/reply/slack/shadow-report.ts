import type { Report } from '../../report.ts';
import type { Block, Content } from '../block-kit.ts';
import { causeTitle, headlineOf, surestFirst } from '../report-words.ts';
import { fitted, MESSAGE_ROOM } from './fitted.ts';
import { bold, fallback, line, link, richText, said } from './rich-text.ts';
import { utc } from './utc.ts';

/** What would have been said, in one line; `says` is what an alert without a log line says. */
export function shadowLine(report: Report, says: string | undefined): string {
  const [root] = surestFirst(report.diagnoses);
  if (root === undefined)
    return says === undefined
      ? 'nothing: no upstream error in it'
      : `cannot tell yet why: only labels came (${says})`;
  const [first] = root.causes;
  return first === undefined
    ? `${headlineOf(root)}, no cause known`
    : `${headlineOf(root)}, ${first.verdict}: ${causeTitle(first)}`;
}

export type ShadowReport = {
  readonly from: number;
  readonly to: number;
  readonly notes: readonly { readonly line: string; readonly link: string }[];
};

/** Blocks are for many lines; a message is for a person. */
const NOTES_SHOWN = 40;

/** For the operators, once a week: what would have been said where nothing is said yet. */
export function shadowReportContent({ from, to, notes }: ShadowReport): Content {
  const answers = notes.length === 1 ? '1 answer' : `${notes.length} answers`;
  const head = `Shadow channels, ${utc(from)} to ${utc(to)}: ${answers} would have been given.`;
  const shown = notes.slice(0, NOTES_SHOWN).map((note, at) => ({
    rank: at + 1,
    block: richText(line(link(note.link, 'message'), said(`: ${note.line}`, 250))),
  }));
  const hidden = notes.length - shown.length;
  const parts = [
    { rank: 0, block: richText(line(bold(head))) },
    ...shown,
    { rank: 1, block: richText(line(said(hidden > 0 ? `and ${hidden} more` : ''))) },
  ];
  return { text: fallback(head), blocks: fitted(parts, MESSAGE_ROOM, SHORTENED) };
}

const SHORTENED: Block = {
  type: 'rich_text',
  elements: [line(said('and more that do not fit a message'))],
};
