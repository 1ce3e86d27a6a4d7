import { isDeepStrictEqual } from 'node:util';
import { anyText, plainText, richText } from './block-kit-text.ts';
import {
  both,
  type Check,
  flag,
  integer,
  list,
  oneOf,
  recordOf,
  shape,
  someOf,
  string,
  url,
} from './check.ts';

const id = string(1, 255);
const any: Check = () => [];

const confirm = shape(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: oneOf('primary', 'danger') },
);

const option = (text: Check): Check =>
  shape({ text, value: string(1, 150) }, { description: anyText(75), url });
const options = (max: number, text: Check): Check => list(1, max, option(text));
const plainOption = plainText(75);
const group = shape({ label: plainText(75), options: options(100, plainOption) });
const optionGroups = list(1, 100, group);

const button = shape(
  { type: oneOf('button'), text: plainText(75) },
  {
    action_id: id,
    value: string(1, 2_000),
    url,
    style: oneOf('primary', 'danger'),
    confirm,
    accessibility_label: string(1, 75),
  },
);

const overflow = shape(
  { type: oneOf('overflow'), options: options(5, plainOption) },
  { action_id: id, confirm },
);

const picks = { action_id: id, placeholder: plainText(150), confirm, focus_on_load: flag };
const several = { max_selected_items: integer(1, 100) };

function staticSelect(type: string, more: Readonly<Record<string, Check>>): Check {
  const fields = {
    ...picks,
    ...more,
    options: options(100, plainOption),
    option_groups: optionGroups,
  };
  return both(shape({ type: oneOf(type) }, fields), someOf('options', 'option_groups'));
}

const initialIsOption: Check = (value, at) => {
  const { initial_option, options: list } = recordOf(value) ?? {};
  if (initial_option === undefined || !Array.isArray(list)) return [];
  return list.some((each) => isDeepStrictEqual(each, initial_option))
    ? []
    : [`initial_option is none of the options [${at}]`];
};

const filter = shape(
  {},
  {
    include: list(1, 4, oneOf('im', 'mpim', 'private', 'public')),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);
const chosen = {
  filter,
  default_to_current_conversation: flag,
  initial_conversation: id,
  response_url_enabled: flag,
};

const choices = (type: string, max: number): Check =>
  shape(
    { type: oneOf(type), options: options(max, anyText(75)) },
    { action_id: id, confirm, focus_on_load: flag, initial_option: any, initial_options: any },
  );

const textInput = (type: string, more: Readonly<Record<string, Check>>): Check =>
  shape(
    { type: oneOf(type) },
    {
      action_id: id,
      placeholder: plainText(150),
      initial_value: string(1, 3_000),
      focus_on_load: flag,
      dispatch_action_config: any,
      ...more,
    },
  );

const selects: Readonly<Record<string, Check>> = {
  static_select: both(staticSelect('static_select', { initial_option: any }), initialIsOption),
  multi_static_select: staticSelect('multi_static_select', { initial_options: any, ...several }),
  users_select: shape({ type: oneOf('users_select') }, { ...picks, initial_user: id }),
  conversations_select: shape({ type: oneOf('conversations_select') }, { ...picks, ...chosen }),
  channels_select: shape(
    { type: oneOf('channels_select') },
    { ...picks, initial_channel: id, response_url_enabled: flag },
  ),
  datepicker: shape({ type: oneOf('datepicker') }, { ...picks, initial_date: id }),
  timepicker: shape({ type: oneOf('timepicker') }, { ...picks, initial_time: id, timezone: id }),
  checkboxes: choices('checkboxes', 10),
  radio_buttons: choices('radio_buttons', 10),
};

const { response_url_enabled: _modalsOnly, ...chosenAnywhere } = chosen;

/** What may stand in an actions block. */
export const actionElements: Readonly<Record<string, Check>> = {
  ...selects,
  // Only an input of a modal may ask for a response_url.
  conversations_select: shape(
    { type: oneOf('conversations_select') },
    { ...picks, ...chosenAnywhere },
  ),
  channels_select: shape({ type: oneOf('channels_select') }, { ...picks, initial_channel: id }),
  button,
  overflow,
};

/** What may stand beside a section. */
export const accessories: Readonly<Record<string, Check>> = {
  ...actionElements,
  image: shape({ type: oneOf('image'), image_url: url, alt_text: string(1, 2_000) }, {}),
};

const lengths = { min_length: integer(0, 3_000), max_length: integer(1, 3_000) };

/** What may stand in an input block of a modal or the home tab. */
export const inputElements: Readonly<Record<string, Check>> = {
  ...selects,
  plain_text_input: textInput('plain_text_input', { multiline: flag, ...lengths }),
  email_text_input: textInput('email_text_input', {}),
  url_text_input: textInput('url_text_input', {}),
  number_input: textInput('number_input', {
    is_decimal_allowed: flag,
    min_value: string(1, 100),
    max_value: string(1, 100),
  }),
  rich_text_input: textInput('rich_text_input', { initial_value: richText }),
  file_input: shape(
    { type: oneOf('file_input') },
    { action_id: id, filetypes: list(1, 100, id), max_files: integer(1, 10) },
  ),
};
