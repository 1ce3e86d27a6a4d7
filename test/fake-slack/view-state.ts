import { asJson, type Json, listOf, textOf } from './json.ts';

/** What a person fills in, by block_id: the value of its only element, or values by action_id. */
export type Values = Readonly<Record<string, unknown>>;

/** `view.state.values` as Slack sends it; throws where Slack's window would not let the person submit. */
export function stateOf(view: Json, values: Values): Json {
  const inputs = listOf(view.blocks).filter((block) => block.type === 'input');
  const unknown = Object.keys(values).filter(
    (id) => !inputs.some(({ block_id }) => block_id === id),
  );
  if (unknown.length > 0) throw new Error(`the view has no input ${unknown.join(', ')}`);
  const states = inputs.map((block) => {
    const element = asJson(block.element);
    const action = textOf(element.action_id) ?? 'action';
    const given = valueFor(values[textOf(block.block_id) ?? ''], action);
    const state = elementState(element, given ?? initialOf(element));
    if (block.optional !== true && isEmpty(state))
      throw new Error(`the view wants a value for ${String(block.block_id)}`);
    return [block.block_id, { [action]: state }];
  });
  return Object.fromEntries(states);
}

function valueFor(given: unknown, action: string): unknown {
  const byAction = asJson(given);
  return Object.hasOwn(byAction, action) ? byAction[action] : given;
}

function initialOf(element: Json): unknown {
  const option = asJson(element.initial_option).value;
  return element.initial_value ?? option ?? element.initial_conversation ?? element.initial_user;
}

function elementState(element: Json, value: unknown): Json {
  const type = textOf(element.type) ?? '';
  switch (type) {
    case 'file_input':
      return { type, files: value ?? [] };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: optionOf(element, value) };
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: manyOf(value).map((each) => optionOf(element, each)) };
    case 'conversations_select':
      return { type, selected_conversation: value ?? null };
    case 'channels_select':
      return { type, selected_channel: value ?? null };
    case 'users_select':
      return { type, selected_user: value ?? null };
    default:
      return { type, value: typed(element, value) };
  }
}

const manyOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The option with this value, as Slack sends it back. */
export function optionOf(element: Json, value: unknown): Json | null {
  if (value === undefined) return null;
  const groups = listOf(element.option_groups).flatMap((group) => listOf(group.options));
  const option = [...listOf(element.options), ...groups].find((each) => each.value === value);
  if (option === undefined) throw new Error(`there is no option ${String(value)}`);
  return option;
}

function typed(element: Json, value: unknown): unknown {
  if (value === undefined || value === '') return null;
  const max = Number(element.max_length ?? 3_000);
  if (String(value).length > max) throw new Error(`the box takes ${max} characters`);
  return value;
}

function isEmpty(state: Json): boolean {
  const { type: _type, ...rest } = state;
  return Object.values(rest).every(
    (value) => value === null || (Array.isArray(value) && value.length === 0),
  );
}
