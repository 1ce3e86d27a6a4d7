import { textsOfBlocks } from './message-blocks.ts';
import { listOf, recordOf, textOf } from './message-json.ts';
import { plainTextOf } from './message-markup.ts';

/** One text of a message and where it stood. */
export type Part = {
  readonly kind:
    | 'text'
    | 'header'
    | 'block'
    | 'pretext'
    | 'title'
    | 'body'
    | 'field'
    | 'footer'
    | 'fallback';
  readonly text: string;
};

export type Field = { readonly name: string; readonly value: string };

/** What a message says, each text in its place, as a person would read it. Not redacted. */
export type MessageParts = {
  readonly parts: readonly Part[];
  readonly fields: readonly Field[];
  /** Of its attachments, as the tool chose them: `a30200`, `good`. */
  readonly colours: readonly string[];
};

/** Takes a message of Slack's apart; any JSON gives something, if only nothing. */
export function partsOfMessage(message: unknown): MessageParts {
  const { text, blocks, attachments } = recordOf(message);
  const inBlocks = textsOfBlocks(blocks).filter(({ text: said }) => said.trim() !== '');
  // Of what a person typed the blocks are the exact copy, and `text` one with links and entities put into it.
  const isExact = !isFromBot(message) && inBlocks.length > 0;
  const attached = listOf(attachments).slice(0, MOST_ATTACHMENTS).map(partsOfAttachment);
  return {
    parts: [
      ...(isExact ? [] : partOf('text', text)),
      ...inBlocks,
      ...attached.flatMap(({ parts }) => parts),
    ].slice(0, MOST_PARTS),
    fields: attached.flatMap(({ fields }) => fields).slice(0, MOST_PARTS),
    colours: attached.flatMap(({ colours }) => colours),
  };
}

/** Slack takes 100 at most. */
const MOST_ATTACHMENTS = 100;
/** Far more than any tool writes; each is compared with all others. */
const MOST_PARTS = 300;

/** Posted by an app, under whatever name; people have no bot_id. */
export function isFromBot(message: unknown): boolean {
  const { subtype, bot_id: bot } = recordOf(message);
  return subtype === 'bot_message' || textOf(bot) !== undefined;
}

function partsOfAttachment(attachment: unknown): MessageParts {
  const { pretext, title, text, fields, footer, fallback, color, blocks, message_blocks } =
    recordOf(attachment);
  const named = listOf(fields).slice(0, MOST_PARTS).flatMap(fieldOf);
  // A message that was passed on carries its blocks inside.
  const passedOn = listOf(message_blocks).flatMap((one) =>
    textsOfBlocks(recordOf(recordOf(one).message).blocks),
  );
  return {
    parts: [
      ...partOf('pretext', pretext),
      ...partOf('title', title),
      ...partOf('body', text),
      ...named.map((field) => ({ kind: 'field', text: lineOf(field) }) as const),
      ...textsOfBlocks(blocks),
      ...passedOn,
      ...partOf('footer', footer),
      ...partOf('fallback', fallback),
    ],
    fields: named,
    colours: textOf(color) === undefined ? [] : [String(color)],
  };
}

function partOf(kind: Part['kind'], text: unknown): readonly Part[] {
  const said = textOf(text);
  return said === undefined ? [] : [{ kind, text: plainTextOf(said) }];
}

function fieldOf(field: unknown): readonly Field[] {
  const { title, value } = recordOf(field);
  const one = { name: plainTextOf(textOf(title) ?? ''), value: plainTextOf(textOf(value) ?? '') };
  return one.name === '' && one.value === '' ? [] : [one];
}

/** Long values are lines of a log more often than not, and stand alone. */
function lineOf({ name, value }: Field): string {
  if (name === '' || value === '') return name + value;
  return value.length > SHORT_VALUE ? `${name}\n${value}` : `${name}: ${value}`;
}

const SHORT_VALUE = 60;
