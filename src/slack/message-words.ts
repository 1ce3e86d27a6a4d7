import { linesIn } from '../bot/alert-lines.ts';
import type { AlertWords } from '../bot/alert-status.ts';
import type { Field, MessageParts, Part } from './message-parts.ts';

/**
 * What a message says in the terms of an alert; which text is its title depends on how the tool posts. Lines of a log are left
 * out: a client could write "resolved" into them.
 */
export function wordsOf({ parts, fields, colours }: MessageParts, prose: string): AlertWords {
  const titles = TITLES.flatMap((kind) =>
    parts.filter((part) => part.kind === kind).map((part) => firstLineOf(part.text)),
  )
    .slice(0, MOST_TITLES)
    .map((title) => linesIn([title]).prose.trim())
    .filter((title) => title !== '');
  return { titles, texts: [prose], fields: [...fields, ...fieldsIn(parts)], colours };
}

const TITLES: readonly Part['kind'][] = ['title', 'header', 'pretext', 'text', 'block', 'fallback'];

const MOST_TITLES = 40;

function firstLineOf(text: string): string {
  return (text.trimStart().split('\n', 1)[0] ?? '').trim();
}

// A field of a section block is a text of two lines: "*Status*\nresolved".
const FIELD = /^\*([A-Za-z][A-Za-z _]{1,30}):?\*:?\s{1,3}(\S[^\n]{0,200})$/;

function fieldsIn(parts: readonly Part[]): readonly Field[] {
  return parts.flatMap(({ kind, text }) => {
    const [, name, value] = (kind === 'block' && FIELD.exec(text.trim())) || [];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}
