import { displayText } from '../../text/display.ts';
import type {
  Inline,
  PlainText,
  RichList,
  RichPreformatted,
  RichQuote,
  RichSection,
  RichText,
  TextElement,
} from '../block-kit.ts';

/** Longest piece of text that a reply shows unless its place says less. */
const LONGEST = 600;

/** Text as it is, whoever wrote it: Slack reads neither mentions, links nor markup in it. */
export function said(text: string, most = LONGEST): TextElement {
  return { type: 'text', text: displayText(text, most) };
}

export function bold(text: string, most = LONGEST): TextElement {
  return { ...said(text, most), style: { bold: true } };
}

export function italic(text: string, most = LONGEST): TextElement {
  return { ...said(text, most), style: { italic: true } };
}

const PERSON = /^[UW][A-Z0-9]{2,20}$/;

/** A person by an id of Slack's; anything else becomes "somebody", so that no text can mention anyone. */
export function person(id: string): Inline {
  return PERSON.test(id) ? { type: 'user', user_id: id } : said('somebody');
}

const LONGEST_URL = 3000;
const PERMALINK = /^https:\/\/[a-z0-9.-]{1,253}\/[^\s<>|]{0,2900}$/i;

/** A link to a message of Slack's; anything that is no https address becomes its label alone. */
export function link(url: string, label: string): Inline {
  const text = displayText(label, LONGEST);
  const isLink = url.length <= LONGEST_URL && PERMALINK.test(url) && URL.canParse(url);
  return isLink && text !== '' ? { type: 'link', url, text } : { type: 'text', text };
}

type Element = RichText['elements'][number];

/** One line of text; pieces without text are left out. */
export function line(...pieces: readonly Inline[]): RichSection {
  return { type: 'rich_text_section', elements: pieces.filter(hasText) };
}

export function quote(...pieces: readonly Inline[]): RichQuote {
  return { type: 'rich_text_quote', elements: pieces.filter(hasText) };
}

export function bullets(lines: readonly RichSection[]): RichList {
  return {
    type: 'rich_text_list',
    style: 'bullet',
    elements: lines.filter(({ elements }) => elements.length > 0),
  };
}

/** Text to copy: its lines stay as they are, and it is never cut. */
export function toCopy(text: string): RichPreformatted {
  const shown = text
    .split('\n')
    .map((one) => displayText(one, one.length + 1))
    .join('\n');
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: shown }] };
}

function hasText(piece: Inline): boolean {
  return piece.type === 'user' || piece.text.trim() !== '';
}

/** A block of what has something in it; undefined when nothing has. */
export function richText(...elements: readonly (Element | undefined)[]): RichText | undefined {
  const shown = elements.filter((one) => one !== undefined).filter(isFull);
  return shown.length === 0 ? undefined : { type: 'rich_text', elements: shown };
}

function isFull(element: Element): boolean {
  if (element.type !== 'rich_text_preformatted') return element.elements.length > 0;
  return element.elements.some(hasText);
}

/** Text of a button, heading or box. */
export function plain(text: string, most: number): PlainText {
  const shown = displayText(text, most);
  return { type: 'plain_text', text: shown.trim() === '' ? '…' : shown, emoji: false };
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const LONGEST_FALLBACK = 300;

/** The plain words of a message for notifications: escaped, since Slack reads mentions in them, and short. */
export function fallback(text: string): string {
  let escaped = '';
  for (const character of displayText(text, LONGEST_FALLBACK)) {
    const next = MARKUP[character] ?? character;
    if (escaped.length + next.length > LONGEST_FALLBACK - 1) return `${escaped}…`;
    escaped += next;
  }
  return escaped.trim() === '' ? '…' : escaped;
}
