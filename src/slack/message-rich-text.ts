import { listOf, recordOf, textOf } from './message-json.ts';

/** A rich_text block as the person wrote it: its texts and links joined exactly, one line for each entry of a list. */
export function textOfRichText(block: unknown): string {
  return listOf(recordOf(block).elements)
    .map((element) => textOfContainer(element, DEEPEST))
    .join('\n');
}

const DEEPEST = 12;

/** Sections, quotes and code hold what is joined; lists hold sections. */
function textOfContainer(element: unknown, depth: number): string {
  const { type, elements } = recordOf(element);
  if (depth === 0) return '';
  const isList = type === 'rich_text_list';
  const inside = listOf(elements).map((one) =>
    Array.isArray(recordOf(one).elements)
      ? textOfContainer(one, depth - 1)
      : textOfElement(recordOf(one)),
  );
  return inside.join(isList ? '\n' : '');
}

function textOfElement(element: Readonly<Record<string, unknown>>): string {
  const { type, text, url, name, value, fallback, range } = element;
  switch (type) {
    case 'link':
      return textOf(text) ?? textOf(url) ?? '';
    case 'user':
      return `@${textOf(element.user_id) ?? ''}`;
    case 'channel':
      return `#${textOf(element.channel_id) ?? ''}`;
    // What Slack took for an emoji may have been `:443:` in an address.
    case 'emoji':
      return `:${textOf(name) ?? ''}:`;
    case 'broadcast':
      return `@${textOf(range) ?? ''}`;
    case 'color':
      return textOf(value) ?? '';
    case 'date':
      return textOf(fallback) ?? '';
    default:
      return textOf(text) ?? '';
  }
}
