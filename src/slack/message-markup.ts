/**
 * The text that a person sees of a text in Slack's own format (mrkdwn, also that of a slash command): links as their
 * labels, mentions without markup, the three entities as characters, no code fences. Not redacted.
 */
export function plainTextOf(slackText: string): string {
  return withoutFences(slackText.replace(MARKUP, shownMarkup).replace(ENTITY, shownEntity));
}

// A "<" of the writer arrives as an entity, so that any bare one begins Slack's own markup.
const MARKUP = /<([^<>|\n]{1,4096})(?:\|([^<>]{0,8192}))?>/g;
const ENTITY = /&(?:amp|lt|gt);/g;
const URL = /^[a-z][a-z0-9+.-]{1,20}:/i;
const MAIL = /^(?:mailto|tel):/i;
const DATE_OR_GROUP = /^!(?:date|subteam)\^/;

function shownMarkup(whole: string, target: string, label: string | undefined): string {
  const shown = label === '' ? undefined : label;
  // The id, not the name: names are chosen by their owners.
  if (target.startsWith('@')) return target;
  if (target.startsWith('#')) return shown === undefined ? target : `#${shown}`;
  if (DATE_OR_GROUP.test(target)) return shown ?? '';
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return URL.test(target) ? (shown ?? target.replace(MAIL, '')) : whole;
}

function shownEntity(entity: string): string {
  if (entity === '&lt;') return '<';
  return entity === '&gt;' ? '>' : '&';
}

/**
 * Fences at the ends of a line go. Within a line they stay as they are: a request may hold three back-ticks, and what
 * stands behind them must never become a line of its own.
 */
function withoutFences(text: string): string {
  return text.includes('```')
    ? text
        .split('\n')
        .map((line) => line.replace(FENCE_BEFORE, '').replace(FENCE_BEHIND, ''))
        .join('\n')
    : text;
}

const FENCE_BEFORE = /^[ \t]{0,40}`{3}/;
const FENCE_BEHIND = /`{3}[ \t]{0,40}$/;

/** Text in Markdown, which has no entities and no links of Slack's; the core reads Markdown's own links. */
export function plainTextOfMarkdown(markdown: string): string {
  return withoutFences(markdown);
}
