import { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import type { Chat, Clock, Content, Delivery } from '../bot/ports.ts';
import { displayText } from '../text/display.ts';
import { changedLines } from './changed-lines.ts';
import { type Paint, plainBlocks } from './plain-blocks.ts';

export type PrintChatOptions = {
  readonly output: NodeJS.WritableStream;
  readonly clock: Pick<Clock, 'now'>;
};

/** Messages whose last lines are kept, to show what an edit changed. */
const MOST_REMEMBERED = 200;

/**
 * Stands in for Slack where no token is set: prints what would be posted. What was printed before a crash is not looked for,
 * since nobody can see whether it was read: such a message is printed again.
 */
export function printChat({ output, clock }: PrintChatOptions): Chat {
  const paint = painter(output);
  const nextTs = timestamps(clock);
  const printed = new Map<string, readonly string[]>();
  return {
    async send({ delivery, ts: earlier }) {
      if (delivery.kind === 'home') return { kind: 'sent', ts: undefined };
      const ts = earlier ?? nextTs();
      const lines = linesOf(delivery.content, paint);
      const shown = earlier === undefined ? lines : editOf(printed.get(ts), lines, paint);
      remember(printed, ts, lines);
      if (shown.length > 0)
        await write(output, [headOf(delivery, earlier !== undefined, paint), ...shown, '', '']);
      return { kind: 'sent', ts };
    },
    async find() {
      return undefined;
    },
    async file({ name }) {
      return { kind: 'unreadable', name, reason: 'there are no files without Slack' };
    },
    async thread() {
      return [];
    },
    linkTo() {
      return '';
    },
  };
}

function painter(output: NodeJS.WritableStream): Paint {
  const isColour = output instanceof WriteStream && output.hasColors();
  return (style, text) => (isColour ? styleText(style, text, { validateStream: false }) : text);
}

/** Ids as Slack gives them: seconds with six digits behind the point, each later than the one before. */
function timestamps(clock: Pick<Clock, 'now'>): () => string {
  let last = 0;
  return () => {
    last = Math.max(clock.now() * 1000, last + 1);
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
}

function linesOf({ text, blocks }: Content, paint: Paint): readonly string[] {
  const drawn = plainBlocks(blocks, paint);
  return drawn.length > 0 ? drawn : plainBlocks([{ type: 'section', text }], paint);
}

/** Under the first line, which says what it is about, only what is new where that is little; nothing where nothing is. */
function editOf(
  before: readonly string[] | undefined,
  after: readonly string[],
  paint: Paint,
): readonly string[] {
  const changed = before === undefined ? undefined : changedLines(before, after);
  if (changed === undefined) return after;
  const lines = [
    ...changed.gone.map((line) => paint('dim', `- ${line}`)),
    ...changed.fresh.map((line) => `+ ${line}`),
  ];
  return lines.length === 0 ? [] : [...after.slice(0, 1), ...lines];
}

function remember(
  printed: Map<string, readonly string[]>,
  ts: string,
  lines: readonly string[],
): void {
  printed.delete(ts);
  printed.set(ts, lines);
  const [oldest] = printed.keys();
  if (printed.size > MOST_REMEMBERED && oldest !== undefined) printed.delete(oldest);
}

const LONGEST_NAME = 80;

function headOf(delivery: Delivery, isEdit: boolean, paint: Paint): string {
  const words = [placeOf(delivery), ...(isEdit ? ['(edited)'] : [])];
  return paint('dim', `── ${words.join(' ')} ──`);
}

function placeOf(delivery: Delivery): string {
  switch (delivery.kind) {
    case 'message':
      return displayText(delivery.channel, LONGEST_NAME);
    case 'whisper':
      return displayText(`${delivery.channel}, only for ${delivery.user}`, LONGEST_NAME);
    case 'response':
      return 'answer to one person';
    case 'home':
      return displayText(`home of ${delivery.user}`, LONGEST_NAME);
  }
}

/** Until the stream has it; a stream that is gone makes itself heard by its own event. */
function write(output: NodeJS.WritableStream, lines: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    output.write(lines.join('\n'), () => resolve());
  });
}
