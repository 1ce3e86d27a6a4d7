import { accessories, actionElements, inputElements } from './block-kit-elements.ts';
import { anyText, mrkdwn, plainText, richText } from './block-kit-text.ts';
import {
  both,
  type Check,
  flag,
  list,
  oneOf,
  recordOf,
  shape,
  someOf,
  string,
  tagged,
  url,
} from './check.ts';

export type Surface = 'message' | 'modal' | 'home';

/** Ours: Slack refuses a message somewhere near 13,200 characters (bolt-js issue 2509). */
const BUDGET = 12_000;

/** Everything that Slack, or our own budget, has against these blocks. */
export function blockKitFaults(blocks: unknown, surface: Surface): readonly string[] {
  const faults = blocksRefused(blocks, surface);
  const length = blocksLength(blocks);
  return surface === 'message' && length > BUDGET
    ? [...faults, `over our budget: ${length} of ${BUDGET} characters`]
    : faults;
}

/** Length of the blocks as JSON, which is what Slack limits. */
export const blocksLength = (blocks: unknown): number => JSON.stringify(blocks ?? []).length;

/** What Slack has against these blocks, their total length aside. */
export function blocksRefused(blocks: unknown, surface: Surface): readonly string[] {
  const kinds = surface === 'message' ? MESSAGE_BLOCKS : VIEW_BLOCKS;
  const max = surface === 'message' ? 50 : 100;
  const faults = list(1, max, tagged(kinds))(blocks, '/blocks');
  if (!Array.isArray(blocks)) return faults;
  const asked = surface === 'home' ? elementsOf(blocks).filter(isFileInput) : [];
  return [
    ...faults,
    ...repeated(blocks.map((block) => recordOf(block)?.block_id)).map(
      (id) => `block_id already exists: ${id} [/blocks]`,
    ),
    ...blocks.flatMap(actionsRepeated),
    ...tableFaults(blocks),
    ...asked.map(() => 'file_input is for modals [/blocks]'),
  ];
}

/** What Slack has against a view. */
export function viewRefused(view: unknown): readonly string[] {
  const surface = recordOf(view)?.type === 'home' ? 'home' : 'modal';
  const blocks = recordOf(view)?.blocks;
  const hasInput =
    Array.isArray(blocks) && blocks.some((block) => recordOf(block)?.type === 'input');
  const needsSubmit = surface === 'modal' && hasInput && recordOf(view)?.submit === undefined;
  return [
    ...VIEWS(view, ''),
    ...(blocks === undefined ? [] : blocksRefused(blocks, surface)),
    ...(needsSubmit ? ['missing required field: submit []'] : []),
  ];
}

const id = string(1, 255);
const any: Check = () => [];
const common = { block_id: id };

const cell = tagged({
  raw_text: shape({ type: oneOf('raw_text'), text: string(1, 10_000) }),
  rich_text: richText,
});

// The blocks that every server and client knows. What Slack rolls out by phases (alert, card, data_table) is refused here, as an
// older Slack refuses it; video and file need scopes that we never ask for.
const MESSAGE_BLOCKS: Readonly<Record<string, Check>> = {
  divider: shape({ type: oneOf('divider') }, common),
  header: shape({ type: oneOf('header'), text: plainText(150) }, common),
  rich_text: richText,
  section: both(
    shape(
      { type: oneOf('section') },
      {
        ...common,
        text: anyText(3_000),
        fields: list(1, 10, anyText(2_000)),
        accessory: tagged(accessories),
        expand: flag,
      },
    ),
    someOf('text', 'fields'),
  ),
  context: shape(
    {
      type: oneOf('context'),
      elements: list(
        1,
        10,
        tagged({
          plain_text: plainText(3_000),
          mrkdwn: mrkdwn(3_000),
          image: accessories.image ?? any,
        }),
      ),
    },
    common,
  ),
  actions: shape({ type: oneOf('actions'), elements: list(1, 25, tagged(actionElements)) }, common),
  image: shape(
    { type: oneOf('image'), image_url: url, alt_text: string(1, 2_000) },
    { ...common, title: plainText(2_000) },
  ),
  markdown: shape({ type: oneOf('markdown'), text: string(1, 12_000) }, common),
  table: shape(
    { type: oneOf('table'), rows: list(1, 100, list(1, 20, cell)) },
    { ...common, column_settings: list(1, 20, any) },
  ),
};

const { markdown: _markdown, table: _table, ...BOTH } = MESSAGE_BLOCKS;

const VIEW_BLOCKS: Readonly<Record<string, Check>> = {
  ...BOTH,
  input: shape(
    { type: oneOf('input'), label: plainText(2_000), element: tagged(inputElements) },
    { ...common, hint: plainText(2_000), optional: flag, dispatch_action: flag },
  ),
};

const shared = {
  private_metadata: string(0, 3_000),
  callback_id: id,
  external_id: id,
};
const VIEWS = tagged({
  modal: shape(
    { type: oneOf('modal'), title: plainText(24), blocks: any },
    {
      ...shared,
      submit: plainText(24),
      close: plainText(24),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  home: shape({ type: oneOf('home'), blocks: any }, shared),
});

const elementsOf = (blocks: readonly unknown[]): readonly unknown[] =>
  blocks.map((block) => recordOf(block)?.element);
const isFileInput = (element: unknown): boolean => recordOf(element)?.type === 'file_input';

function actionsRepeated(block: unknown, index: number): readonly string[] {
  const elements = recordOf(block)?.elements;
  if (recordOf(block)?.type !== 'actions' || !Array.isArray(elements)) return [];
  return repeated(elements.map((element) => recordOf(element)?.action_id)).map(
    (action) => `action_id already exists: ${action} [/blocks/${index}]`,
  );
}

function repeated(ids: readonly unknown[]): readonly string[] {
  const strings = ids.filter((each) => typeof each === 'string');
  return [...new Set(strings.filter((each, index) => strings.indexOf(each) !== index))];
}

function tableFaults(blocks: readonly unknown[]): readonly string[] {
  const tables = blocks.filter((block) => recordOf(block)?.type === 'table');
  const isLong = tables.some((table) => JSON.stringify(table).length > 10_000);
  return [
    ...(tables.length > 1 ? ['only_one_table_allowed [/blocks]'] : []),
    ...(isLong ? ['table of more than 10000 characters [/blocks]'] : []),
  ];
}
