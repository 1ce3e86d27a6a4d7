import type { Content, HomeView, Modal } from '../../../src/reply/block-kit.ts';
import { blockKitFaults, blocksLength, viewRefused } from '../../fake-slack/block-kit-faults.ts';

// Everything that reads neither mentions nor markup; a link and a person are looked at one by one.
const HARMLESS = new Set([
  'rich_text',
  'rich_text_section',
  'rich_text_list',
  'rich_text_quote',
  'rich_text_preformatted',
  'text',
  'plain_text',
  'actions',
  'button',
  'static_select',
  'header',
  'divider',
  'input',
  'plain_text_input',
  'file_input',
  'conversations_select',
  'modal',
  'home',
]);
const PERSON = /^[UW][A-Z0-9]{2,20}$/;

/** Everything that is wrong with a message: for Slack, for its room, and for who reads it. */
export function messageFaults(
  { text, blocks }: Content,
  permalinks: readonly string[] = [],
): readonly string[] {
  const length = blocksLength(blocks);
  return [
    ...blockKitFaults(blocks, 'message'),
    ...(length > 12_000 ? [`${length} characters of blocks`] : []),
    ...textFaults(text),
    ...trustFaults(blocks, permalinks),
  ];
}

/** The same of a window or of the home tab. */
export function viewFaults(
  view: Modal | HomeView,
  permalinks: readonly string[] = [],
): readonly string[] {
  return [
    ...viewRefused(view),
    ...blockKitFaults(view.blocks, view.type),
    ...trustFaults(view, permalinks),
  ];
}

const ENTITY = /&(?:amp|lt|gt);/g;

function textFaults(text: string): readonly string[] {
  return [
    ...(text.trim() === '' ? ['no text for notifications'] : []),
    ...(text.length > 300 ? [`${text.length} characters of text`] : []),
    ...(/[&<>]/.test(text.replace(ENTITY, '')) ? [`not escaped: ${text}`] : []),
  ];
}

/** Nothing that could mention, link or format what somebody else wrote. */
function trustFaults(node: unknown, permalinks: readonly string[]): readonly string[] {
  if (Array.isArray(node)) return node.flatMap((one) => trustFaults(one, permalinks));
  if (typeof node !== 'object' || node === null) return [];
  const { type, url, user_id: user } = node as Readonly<Record<string, unknown>>; // Holds for any object.
  const own =
    type === undefined ||
    HARMLESS.has(String(type)) ||
    (type === 'link' && permalinks.includes(String(url))) ||
    (type === 'user' && PERSON.test(String(user)));
  return [
    ...(own ? [] : [`not to be trusted: ${JSON.stringify(node).slice(0, 200)}`]),
    ...Object.values(node).flatMap((one) => trustFaults(one, permalinks)),
  ];
}
