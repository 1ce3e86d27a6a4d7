/**
 * Undoes what chats and editors do to a pasted line: entities, smart quotes, links, quote and comment marks. Used only on
 * lines that do not read as they stand, so that nothing in a clean line is ever reinterpreted.
 */
export function withoutChatMarkup(line: string): string {
  // Copied out of JSON: every quote is escaped, so none of them is a client's.
  const unescaped = BARE_QUOTE.test(line) ? line : line.replaceAll('\\"', '"');
  return unescaped
    .replace(LEADING_MARKS, '')
    .replace(SLACK_LINK, '$1')
    .replace(MARKDOWN_LINK, '$1')
    .replace(ENTITY, (entity) => ENTITIES.get(entity) ?? entity)
    .replace(SMART_QUOTE, '"')
    .replace(ELLIPSIS_AT_END, '')
    .replace(CODE_SPAN_END, '$1')
    .replace(RETYPED, 'upstream');
}

const BARE_QUOTE = /(?:^|[^\\])"/;
const LEADING_MARKS = /^\s{0,8}(?:(?:>|&gt;|#|\/\/|\*|-|\|)\s{1,4}|`{1,3}){1,4}/;
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
