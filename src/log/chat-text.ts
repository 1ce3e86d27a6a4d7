/**
 * Undoes what chats and editors do to a pasted line: entities, smart quotes, links, quote and comment marks. Used only on
 * lines that do not read as they stand, so that nothing in a clean line is ever reinterpreted.
 */
export function withoutChatMarkup(line: string): string {
  if (!MARKED.test(line)) return line;
  // Copied out of JSON: every quote is escaped, so none of them is a client's.
  const unescaped = BARE_QUOTE.test(line) ? line : line.replaceAll('\\"', '"');
  return unescaped
    .replace(LEADING_MARKS, '')
    .replace(MARKDOWN_ESCAPE, '$1')
    .replace(SLACK_LINK, '$1')
    .replace(MARKDOWN_LINK, '$1')
    .replace(ENTITY, (entity) => ENTITIES.get(entity) ?? entity)
    .replace(SMART_QUOTE, '"')
    .replace(ELLIPSIS_AT_END, '')
    .replace(CODE_SPAN_END, '$1')
    .replace(RETYPED, 'upstream');
}

const BARE_QUOTE = /(?:^|[^\\])"/;
// One search for what any of these expressions needs: most lines have none of it.
const MARKED =
  /^\s{0,8}(?:[>#/*|`-]|&gt;)|[`\\\u201c\u201d\u201e\u201f\u2033]|[<[](?:https?|grpcs?|fastcgi|uwsgi):|&(?:quot|amp|lt|gt|apos|#34|#39);|(?:…|\.\.\.)$|\bup stream\b/;
const LEADING_MARKS = /^\s{0,8}(?:>{1,8}\s{0,4}|(?:&gt;|#|\/\/|\*|-|\|)\s{1,4}|`{1,3}){1,4}/;
// What Markdown would otherwise take for its own.
const MARKDOWN_ESCAPE = /\\([[\]*_:#<>])/g;
const SLACK_LINK = /<((?:https?|grpcs?|fastcgi|uwsgi):\/\/[^|>\s]{1,2048})(?:\|[^>]{0,2048})?>/g;
const MARKDOWN_LINK =
  /\[((?:https?|grpcs?|fastcgi|uwsgi):\/\/[^\]\s]{1,2048})\]\([^)\s]{1,2048}\)/g;
const ENTITY = /&(?:quot|amp|lt|gt|#34|#39|apos);/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&quot;', '"'],
  ['&#34;', '"'],
  ['&#39;', "'"],
  ['&apos;', "'"],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
]);
const SMART_QUOTE = /[\u201c\u201d\u201e\u201f\u2033]/g;
const ELLIPSIS_AT_END = /(?:…|\.\.\.)$/;
// Inline code in prose: the line ends at the closing back-tick, what follows is the writer's.
const CODE_SPAN_END = /(["):\w])`(?:\s.*)?$/;
// A spelling checker's idea of nginx's word.
const RETYPED = /\bup stream\b/g;
