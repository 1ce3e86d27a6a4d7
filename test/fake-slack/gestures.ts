import { IDENTITY, newId, newTs } from './base.ts';
import type { Delivered, Deliveries } from './deliveries.ts';
import { channelType } from './events.ts';
import { asJson, type Json, listOf, present, textOf } from './json.ts';
import type { Parts } from './method.ts';
import { respond } from './response-urls.ts';
import { PERSON } from './talk.ts';
import type { ResponseTarget } from './tickets.ts';
import { changeView, replaceView, showView } from './view-methods.ts';
import { optionOf, stateOf, type Values } from './view-state.ts';
import { type Ephemeral, messageAt, type OpenView } from './workspace.ts';

type Command = {
  /** As the person types it. */
  readonly text: string;
  readonly command?: string;
  readonly channel?: string;
  readonly user?: string;
};

/** Something that is shown with a button, a menu or a select. */
type Click = {
  readonly actionId: string;
  /** Of the option that is chosen, or of the button when several have the same action_id. */
  readonly value?: string;
  readonly user?: string;
} & (
  | { readonly channel: string; readonly ts: string }
  | { readonly ephemeral: number }
  | { readonly view: number }
  | { readonly home: string }
);

type Shortcut =
  | {
      readonly kind: 'message';
      readonly callbackId: string;
      readonly channel: string;
      readonly ts: string;
      readonly user?: string;
    }
  | { readonly kind: 'global'; readonly callbackId: string; readonly user?: string };

type Submission = {
  /** Number or id of the window; the newest open one when it is not said. */
  readonly viewIndex?: number;
  readonly id?: string;
  readonly values: Values;
  readonly user?: string;
};

export type Gestures = {
  command(command: Command): Promise<Delivered>;
  click(click: Click): Promise<Delivered>;
  shortcut(shortcut: Shortcut): Promise<Delivered>;
  submitView(submission: Submission): Promise<Delivered>;
};

/** What people do with the app; each resolves when the app answered, or when Slack would have given up. */
export function newGestures(parts: Parts, deliveries: Deliveries): Gestures {
  const { base, tickets } = parts;
  const perform = (kind: 'command' | 'interaction', payload: Json): Promise<Delivered> =>
    deliveries.answered(deliveries.send({ kind, id: newId('Pl'), payload }));
  const urlFor = (target: Partial<ResponseTarget> & { channel: string; user: string }): string =>
    tickets.newResponseUrl({
      message: undefined,
      ephemeral: undefined,
      thread: undefined,
      ...target,
    });

  return {
    async command({ text, command = '/nginx-diagnose', channel, user = PERSON }) {
      const where = channel ?? base.settings.channels[0] ?? 'C0ALERTS01';
      const target = { channel: where, user };
      const delivered = await perform('command', {
        token: IDENTITY.verificationToken,
        team_id: IDENTITY.teamId,
        team_domain: IDENTITY.teamDomain,
        channel_id: where,
        channel_name: nameOf(where),
        user_id: user,
        user_name: user.toLowerCase(),
        command,
        text: escaped(text),
        api_app_id: IDENTITY.appId,
        is_enterprise_install: 'false',
        response_url: urlFor(target),
        trigger_id: tickets.newTrigger(user),
      });
      sayAck(
        parts,
        { ...target, message: undefined, ephemeral: undefined, thread: undefined },
        delivered,
      );
      return delivered;
    },
    async click(click) {
      const user = click.user ?? PERSON;
      const shown = placeOf(parts, click, user);
      const { message, target } = shown;
      return perform(
        'interaction',
        present({
          type: 'block_actions',
          ...about(parts, user),
          container: shown.container,
          channel: target && { id: target.channel, name: nameOf(target.channel) },
          message,
          view: shown.view,
          state: { values: {} },
          response_url: target && urlFor(target),
          actions: [actionOf(shown.blocks, click)],
        }),
      );
    },
    async shortcut(shortcut) {
      const user = shortcut.user ?? PERSON;
      const common = {
        ...about(parts, user),
        callback_id: shortcut.callbackId,
        action_ts: newTs(),
      };
      if (shortcut.kind === 'global')
        return perform('interaction', { type: 'shortcut', ...common });
      const message = messageAt(base.workspace, shortcut.channel, shortcut.ts);
      return perform('interaction', {
        type: 'message_action',
        ...common,
        message_ts: message.ts,
        channel: { id: shortcut.channel, name: nameOf(shortcut.channel) },
        message,
        response_url: urlFor({ channel: shortcut.channel, user, thread: message.thread_ts }),
      });
    },
    async submitView({ viewIndex, id, values, user: by }) {
      const open = windowOf(parts, viewIndex, id);
      const user = by ?? open.user;
      const { user: _user, isOpen: _isOpen, errors: _errors, ...view } = open;
      const state = { values: stateOf(view, values) };
      const delivered = await perform('interaction', {
        type: 'view_submission',
        ...about(parts, user),
        view: { ...view, state },
        response_urls: responseUrls(view, state, (channel) => urlFor({ channel, user })),
      });
      if (delivered.ackedAt !== undefined && !delivered.isLate) answerView(parts, open, delivered);
      return delivered;
    },
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const nameOf = (channel: string): string =>
  channelType(channel) === 'im' ? 'directmessage' : channel.toLowerCase();

function about({ tickets }: Parts, user: string): Json {
  const name = user.toLowerCase();
  return {
    user: { id: user, username: name, name, team_id: IDENTITY.teamId },
    team: { id: IDENTITY.teamId, domain: IDENTITY.teamDomain },
    api_app_id: IDENTITY.appId,
    token: IDENTITY.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: tickets.newTrigger(user),
  };
}

/** An answer in the ack of a command is shown to the person. */
function sayAck(parts: Parts, target: ResponseTarget, { ackBody, isLate }: Delivered): void {
  const body = typeof ackBody === 'string' ? { text: ackBody } : asJson(ackBody);
  if (!isLate && Object.keys(body).length > 0) respond(parts, target, body, 'ack');
}

type Place = {
  readonly blocks: readonly Json[];
  readonly container: Json;
  readonly target?: Partial<ResponseTarget> & { channel: string; user: string };
  readonly message?: Json;
  readonly view?: Json;
};

function placeOf({ base }: Parts, click: Click, user: string): Place {
  const { workspace } = base;
  if ('home' in click) return viewPlace(workspace.homes.get(click.home), `home of ${click.home}`);
  if ('view' in click) return viewPlace(workspace.views[click.view], `view ${click.view}`);
  if ('ephemeral' in click) return ephemeralPlace(workspace.ephemerals, click.ephemeral, user);
  const { channel, ts } = click;
  const message = messageAt(workspace, channel, ts);
  return {
    blocks: message.blocks ?? [],
    message,
    container: present({
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: false,
      thread_ts: message.thread_ts,
    }),
    target: { channel, user, message: ts, thread: message.thread_ts },
  };
}

function viewPlace(view: Json | undefined, name: string): Place {
  if (view === undefined) throw new Error(`there is no ${name}`);
  return { blocks: listOf(view.blocks), view, container: { type: 'view', view_id: view.id } };
}

function ephemeralPlace(all: readonly Ephemeral[], index: number, user: string): Place {
  const shown = all.at(index);
  if (shown === undefined || shown.isDeleted) throw new Error(`there is no ephemeral ${index}`);
  const { channel, ts, thread_ts } = shown;
  return {
    blocks: shown.blocks,
    container: present({
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: true,
      thread_ts,
    }),
    target: { channel, user, ephemeral: all.indexOf(shown), thread: thread_ts },
  };
}

function actionOf(blocks: readonly Json[], { actionId, value }: Click): Json {
  const elements = blocks.flatMap((block, index) =>
    [...listOf(block.elements), asJson(block.accessory)].map((element) => ({
      element,
      block_id: textOf(block.block_id) ?? `b${index}`,
    })),
  );
  const found = elements.find(
    ({ element }) =>
      element.action_id === actionId &&
      (element.type !== 'button' || value === undefined || element.value === value),
  );
  if (found === undefined) {
    const ids = elements.flatMap(({ element }) => textOf(element.action_id) ?? []);
    throw new Error(`there is no action ${actionId} among ${ids.join(', ')}`);
  }
  const { element, block_id } = found;
  const { type, text, style } = element;
  const chosen =
    type === 'button'
      ? { text, value: element.value, style }
      : { selected_option: optionOf(element, value), placeholder: element.placeholder };
  return present({ action_id: actionId, block_id, type, ...chosen, action_ts: newTs() });
}

function windowOf({ base }: Parts, index: number | undefined, id: string | undefined): OpenView {
  const { views } = base.workspace;
  const byId =
    id === undefined ? views.findLast((view) => view.isOpen) : views.find((view) => view.id === id);
  const view = index === undefined ? byId : views.at(index);
  if (view?.isOpen !== true) throw new Error(`there is no open window ${id ?? index ?? ''}`);
  return view;
}

function responseUrls(
  view: Json,
  state: Json,
  urlFor: (channel: string) => string,
): readonly Json[] {
  return listOf(view.blocks).flatMap((block) => {
    const { action_id, response_url_enabled } = asJson(block.element);
    const { block_id } = block;
    const values = asJson(asJson(state.values)[String(block_id)]);
    const chosen = asJson(values[String(action_id)]);
    const channel_id = textOf(chosen.selected_conversation) ?? textOf(chosen.selected_channel);
    if (response_url_enabled !== true || channel_id === undefined) return [];
    return [{ block_id, action_id, channel_id, response_url: urlFor(channel_id) }];
  });
}

function answerView(parts: Parts, open: OpenView, { ackBody }: Delivered): void {
  const body = asJson(ackBody);
  switch (body.response_action) {
    case 'errors':
      changeView(parts, open, { errors: asJson(body.errors) });
      return;
    case 'update':
      replaceView(parts, open, asJson(body.view));
      return;
    case 'push':
      showView(parts, asJson(body.view), open.user);
      return;
    default:
      changeView(parts, open, { isOpen: false });
  }
}
