import type { Incident } from '../incident/incident.ts';
import type { Effect, Step } from '../incident/incident-event.ts';
import { noteContent, pointerContent, toldContent } from '../reply/slack/sentences.ts';
import type { Plan } from './desk.ts';
import { liveDeliveries, liveKey, type Through } from './live-message.ts';
import type { Chat, Delivery, Store, Versioned } from './ports.ts';

type Links = { readonly chat: Pick<Chat, 'linkTo'>; readonly store: Pick<Store, 'sentTs'> };

/** A step of an incident as a plan: its next state, and its effects as deliveries. */
export async function planOf(
  { state, effects, wakeAt }: Step,
  before: Versioned,
  { links, through }: { readonly links: Links; readonly through: Through },
): Promise<Plan> {
  const deliveries: Delivery[] = [];
  for (const effect of effects)
    deliveries.push(...(await deliveriesOf(effect, state, { links, through })));
  return { incident: { next: state, expectedVersion: before.version }, deliveries, wakeAt };
}

async function deliveriesOf(
  effect: Effect,
  state: Incident,
  { links, through }: { readonly links: Links; readonly through: Through },
): Promise<readonly Delivery[]> {
  switch (effect.kind) {
    case 'show':
      return liveDeliveries(state, through);
    case 'say': {
      if (state.live.kind !== 'thread') return [];
      const { channel, thread } = state.live;
      const root = thread ?? (await links.store.sentTs(liveKey(state.id)));
      const key = `say:${state.id}:${through.key}`;
      return [{ kind: 'message', key, channel, thread: root, content: noteContent(effect.text) }];
    }
    case 'point':
      return await pointer(effect, state, links);
    case 'tell': {
      const key = `tell:${state.id}:${through.key}`;
      const content = toldContent(effect);
      if (through.responseUrl !== undefined) {
        const { responseUrl } = through;
        return [{ kind: 'response', key, responseUrl, replacesOriginal: false, content }];
      }
      const { channel } = state.live;
      const thread = state.live.kind === 'thread' ? state.live.thread : undefined;
      return [{ kind: 'whisper', key, channel, thread, user: effect.user, content }];
    }
  }
}

/** One line in another alert's thread; it links to the root of the incident's own thread. */
async function pointer(
  { channel, thread }: Extract<Effect, { kind: 'point' }>,
  state: Incident,
  { chat, store }: Links,
): Promise<readonly Delivery[]> {
  const root = state.live.kind === 'thread' ? state.live.thread : undefined;
  const at = root ?? (await store.sentTs(liveKey(state.id)));
  const link = at === undefined ? undefined : chat.linkTo(state.live.channel, at);
  const content = pointerContent({ incident: state, link });
  return [{ kind: 'message', key: `point:${state.id}:${thread}`, channel, thread, content }];
}
