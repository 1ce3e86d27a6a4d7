import { newTs } from './base.ts';
import { editOwn, postTo, removeFrom } from './chat-methods.ts';
import { type Json, textOf } from './json.ts';
import { content, type Parts, Refusal } from './method.ts';
import type { ResponseTarget } from './tickets.ts';
import type { Answer } from './web-api.ts';
import { addChannel, type Channel, type Ephemeral, type Stored } from './workspace.ts';

/** A POST to a response_url. */
export function useResponseUrl(parts: Parts, path: string, body: Json): Answer {
  const target = parts.tickets.spendResponseUrl(path);
  if (typeof target === 'string') return answer(404, { ok: false, error: target });
  try {
    respond(parts, target, body);
    return answer(200, { ok: true });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return answer(400, { ok: false, error: error.message, ...error.more });
  }
}

const answer = (status: number, body: Json): Answer => ({ status, headers: {}, body });

/** Says, replaces or deletes what the address belongs to; also the answer in an ack of a command. */
export function respond(
  parts: Parts,
  target: ResponseTarget,
  body: Json,
  via: Ephemeral['via'] = 'response_url',
): void {
  const { channels } = parts.base.workspace;
  // An answer to a click reaches its channel even where the bot is no member.
  const channel =
    channels.get(target.channel) ?? addChannel(parts.base.workspace, target.channel, false);
  const original = target.message === undefined ? undefined : channel.messages.get(target.message);
  if (body.delete_original === true) {
    if (original !== undefined) removeFrom(parts, channel, original);
    changeEphemeral(parts, target, { isDeleted: true });
    return;
  }
  const said = content(body);
  if (body.replace_original === true && replaced(parts, { channel, original, target }, said))
    return;
  const thread = textOf(body.thread_ts);
  if (body.response_type === 'in_channel') {
    postTo(parts, channel, { ...said, thread });
    return;
  }
  const { user } = target;
  parts.base.workspace.ephemerals.push({
    channel: channel.id,
    user,
    ts: newTs(),
    thread_ts: thread,
    ...said,
    via,
    isDeleted: false,
  });
  parts.base.changes.changed();
}

type Said = { readonly text: string; readonly blocks: readonly Json[] };
type Place = {
  readonly channel: Channel;
  readonly original: Stored | undefined;
  readonly target: ResponseTarget;
};

/** Whether there was something to replace: after a slash command there is not. */
function replaced(parts: Parts, { channel, original, target }: Place, said: Said): boolean {
  if (original !== undefined) {
    editOwn(parts, channel, { before: original, ...said });
    return true;
  }
  return changeEphemeral(parts, target, said);
}

function changeEphemeral(parts: Parts, target: ResponseTarget, patch: Partial<Ephemeral>): boolean {
  const { ephemerals } = parts.base.workspace;
  const before = target.ephemeral === undefined ? undefined : ephemerals[target.ephemeral];
  if (before === undefined || target.ephemeral === undefined) return false;
  ephemerals[target.ephemeral] = { ...before, ...patch };
  parts.base.changes.changed();
  return true;
}
