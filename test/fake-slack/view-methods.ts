import { IDENTITY, newId } from './base.ts';
import { viewRefused } from './block-kit-faults.ts';
import { asJson, type Json, textOf } from './json.ts';
import { type Method, needed, type Parts, Refusal, refusedBecause } from './method.ts';
import type { OpenView } from './workspace.ts';

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': { perMinute: 100, run: open },
  'views.push': { perMinute: 100, run: open },
  'views.update': { perMinute: 100, run: update },
  'views.publish': { perMinute: 100, run: publish },
};

function open(parts: Parts, args: Json): Json {
  const view = rightView(args, 'modal');
  const spent = parts.tickets.spendTrigger(needed(args, 'trigger_id'));
  if ('error' in spent) throw new Refusal(spent.error);
  return { view: showView(parts, view, spent.user) };
}

/** Puts a window before a person. */
export function showView(parts: Parts, view: Json, user: string): OpenView {
  const shown: OpenView = {
    ...stamped(newId('V'), view),
    user,
    isOpen: true,
    errors: undefined,
  };
  parts.base.workspace.views.push(shown);
  parts.base.changes.changed();
  return shown;
}

function update(parts: Parts, args: Json): Json {
  const view = rightView(args, 'modal');
  const { views } = parts.base.workspace;
  const id = textOf(args.view_id);
  const external = textOf(args.external_id);
  const before = views.find((each) =>
    id === undefined ? external !== undefined && each.external_id === external : each.id === id,
  );
  if (before === undefined || !before.isOpen) throw new Refusal('not_found');
  if (textOf(args.hash) !== undefined && args.hash !== before.hash)
    throw new Refusal('hash_conflict');
  return { view: replaceView(parts, before, view) };
}

/** Puts another view into an open window. */
export function replaceView(parts: Parts, before: OpenView, view: Json): OpenView {
  const after: OpenView = { ...before, ...stamped(before.id, view), errors: undefined };
  return changeView(parts, before, after);
}

/** Changes what is known of a window. */
export function changeView(parts: Parts, before: OpenView, patch: Partial<OpenView>): OpenView {
  const { views } = parts.base.workspace;
  const after: OpenView = { ...before, ...patch };
  views[views.findIndex((view) => view.id === before.id)] = after;
  parts.base.changes.changed();
  return after;
}

function publish(parts: Parts, args: Json): Json {
  const view = rightView(args, 'home');
  const home = stamped(newId('V'), view);
  parts.base.workspace.homes.set(needed(args, 'user_id'), home);
  return { view: home };
}

function rightView(args: Json, type: 'modal' | 'home'): Json {
  const view = asJson(args.view);
  const faults = viewRefused(view);
  if (faults.length > 0) throw new Refusal('invalid_arguments', refusedBecause(faults));
  if (view.type !== type)
    throw new Refusal('invalid_arguments', refusedBecause([`must be a ${type} [/view/type]`]));
  return view;
}

const stamped = (id: string, view: Json): Json & { readonly id: string } => ({
  private_metadata: '',
  callback_id: '',
  external_id: '',
  ...view,
  id,
  team_id: IDENTITY.teamId,
  app_id: IDENTITY.appId,
  bot_id: IDENTITY.botId,
  hash: newId('h'),
  state: { values: {} },
});
