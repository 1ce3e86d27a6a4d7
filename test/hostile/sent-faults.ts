import type { Call } from '../fake-slack/base.ts';
import { blockKitFaults, viewRefused } from '../fake-slack/block-kit-faults.ts';
import { asJson, type Json } from '../fake-slack/json.ts';

/** Who may be mentioned, and where links may lead. */
export type Allowed = {
  /** Those who clicked, pasted or asked. */
  readonly people: ReadonlySet<string>;
  readonly teamUrl: string;
};

const CONTENT = ['channel', 'text', 'blocks'];
/** What the bot may call, and with which arguments: link_names, parse, username, icons and attachments are not among them. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'apps.connections.open': [],
  'chat.postMessage': [
    ...CONTENT,
    'thread_ts',
    'metadata',
    'mrkdwn',
    'unfurl_links',
    'unfurl_media',
  ],
  'chat.update': [...CONTENT, 'ts', 'metadata'],
  'chat.postEphemeral': [...CONTENT, 'thread_ts', 'user'],
  response_url: ['text', 'blocks', 'response_type', 'replace_original'],
  'views.open': ['trigger_id', 'view'],
  'views.publish': ['user_id', 'view'],
  'conversations.history': ['channel', 'oldest', 'latest', 'limit', 'cursor'],
  'conversations.replies': ['channel', 'ts', 'oldest', 'latest', 'limit', 'cursor'],
  'files.info': ['file', 'limit'],
  'files.download': ['file', 'hasToken'],
};

/** Everything that is wrong with a call: what Slack has against it, and what could mention, link, format or unfurl words of others. */
export function sentFaults({ method, args }: Call, allowed: Allowed): readonly string[] {
  const known = ARGUMENTS[method];
  if (known === undefined) return [`${method} is not ours to call`];
  const faults = [
    ...Object.keys(args)
      .filter((name) => !known.includes(name))
      .map((name) => `the argument ${name} is not one of ours`),
    ...('text' in args ? textFaults(args.text) : []),
    ...('blocks' in args ? contentFaults(args.blocks, allowed) : []),
    ...('view' in args ? viewFaults(args.view, allowed) : []),
    ...flagFaults(method, args),
  ];
  return faults.map((fault) => `${method}: ${fault}`);
}

function flagFaults(method: string, args: Json): readonly string[] {
  const wanted: Readonly<Record<string, unknown>> =
    method === 'chat.postMessage'
      ? { unfurl_links: false, unfurl_media: false, mrkdwn: false }
      : {};
  const wrong = Object.entries(wanted).filter(([name, value]) => args[name] !== value);
  const isPublic = method === 'response_url' && args.response_type !== 'ephemeral';
  return [
    ...wrong.map(([name]) => `${name} is ${String(args[name])}`),
    ...(isPublic ? [`response_type is ${String(args.response_type)}`] : []),
  ];
}

const ENTITY = /&(?:amp|lt|gt);/g;
const LONGEST_TEXT = 300;

function textFaults(text: unknown): readonly string[] {
  if (typeof text !== 'string' || text.trim() === '') return ['no text for notifications'];
  return [
    ...(text.length > LONGEST_TEXT ? [`${text.length} characters of text`] : []),
    ...(/[&<>]/.test(text.replace(ENTITY, '')) ? [`not escaped: ${text}`] : []),
    ...hiddenFaults(text),
  ];
}

function contentFaults(blocks: unknown, allowed: Allowed): readonly string[] {
  return [...blockKitFaults(blocks, 'message'), ...blockFaults(blocks, MESSAGE_BLOCKS, allowed)];
}

function viewFaults(view: unknown, allowed: Allowed): readonly string[] {
  return [...viewRefused(view), ...blockFaults(asJson(view).blocks, VIEW_BLOCKS, allowed)];
}

const MESSAGE_BLOCKS: readonly unknown[] = ['rich_text', 'actions', 'header', 'divider', 'context'];
const VIEW_BLOCKS: readonly unknown[] = [...MESSAGE_BLOCKS, 'input'];

function blockFaults(
  blocks: unknown,
  kinds: readonly unknown[],
  allowed: Allowed,
): readonly string[] {
  if (!Array.isArray(blocks)) return ['no list of blocks'];
  return blocks.flatMap((block: unknown) => {
    const { type } = asJson(block);
    const known = kinds.includes(type) ? [] : [`a block of type ${String(type)}`];
    return [...known, ...elementFaults(asJson(block), allowed)];
  });
}

const HARMLESS: readonly unknown[] = [
  ...VIEW_BLOCKS,
  'rich_text_section',
  'rich_text_list',
  'rich_text_quote',
  'rich_text_preformatted',
  'text',
  'plain_text',
  'button',
  'static_select',
  'plain_text_input',
  'file_input',
  'conversations_select',
];

/** Whatever has a type or an address, at any depth. */
function elementFaults(node: unknown, allowed: Allowed): readonly string[] {
  if (typeof node === 'string') return hiddenFaults(node);
  if (Array.isArray(node)) return node.flatMap((one: unknown) => elementFaults(one, allowed));
  const element = asJson(node);
  const { type } = element;
  const isKnown = type === undefined || HARMLESS.includes(type) || isOurs(element, allowed);
  const isAddress = type !== 'link' && ('url' in element || 'image_url' in element);
  return [
    ...(isKnown && !isAddress ? [] : [`not to be trusted: ${JSON.stringify(node).slice(0, 200)}`]),
    ...Object.values(element).flatMap((one) => elementFaults(one, allowed)),
  ];
}

const PERMALINK = /^archives\/[A-Z0-9]{2,20}\/p\d{16}$/;

function isOurs({ type, url, user_id: user }: Json, { people, teamUrl }: Allowed): boolean {
  if (type === 'user') return people.has(String(user));
  const [before, path] = [String(url).slice(0, teamUrl.length), String(url).slice(teamUrl.length)];
  return type === 'link' && before === teamUrl && PERMALINK.test(path);
}

// Controls but the line feed, soft hyphen, zero-width characters, bidi marks and overrides, byte order mark, tags.
const HIDDEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e0fff}]/u;

function hiddenFaults(text: string): readonly string[] {
  return HIDDEN.test(text) || !text.isWellFormed()
    ? [`hidden characters: ${JSON.stringify(text.slice(0, 200))}`]
    : [];
}
