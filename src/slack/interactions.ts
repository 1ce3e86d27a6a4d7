import type { AckFn, App } from '@slack/bolt';
import type { Log } from '../bot/log.ts';
import type { Content, Windows } from '../bot/ports.ts';
import { saidBy } from './bolt-log.ts';
import { type Click, clickIn } from './click-submission.ts';
import type { SlackClient } from './clients.ts';
import { recordOf, textOf } from './message-json.ts';
import { pasteInView } from './paste-submission.ts';
import { plainContent } from './plain-content.ts';
import { type Responding, sendResponse } from './response-url.ts';
import { wordOf } from './slack-failure.ts';
import { commandIn } from './slash-command.ts';

/** What a person is shown at once, without the inbox. */
export type Counter = {
  readonly windows: Windows;
  readonly help: Content;
  /** Its calls end before a trigger does. */
  readonly client: SlackClient;
  readonly responding: Responding;
  readonly log: Log;
};

type Opening = {
  readonly triggerId: string | undefined;
  readonly responseUrl: string | undefined;
};

const ANY = /./;

/** Acknowledges commands, clicks, shortcuts and windows, which the inbox holds by now, and opens windows. */
export function attend(app: App, counter: Counter): void {
  app.command(ANY, async ({ ack, body }) => await attendCommand(body, ack, counter));
  app.action(ANY, async ({ ack, body }) => {
    await ack();
    const click = clickIn(body);
    if (click !== undefined) await attendClick(click, counter);
  });
  app.shortcut(ANY, async ({ ack, body }) => {
    await ack();
    if (body.callback_id === 'diagnose-text') await openPaste(opener(body), NOWHERE, counter);
  });
  app.view(ANY, async ({ ack, body }) => {
    const paste = pasteInView(body, { receivedAt: 0, apiUrl: counter.responding.apiUrl });
    if (paste?.kind !== 'faults') return await ack();
    await ack({ response_action: 'errors', errors: { ...paste.faults } });
  });
  app.error(async (failure) => {
    counter.log.error({ failure: saidBy(failure) }, 'a slack listener failed');
  });
}

const NOWHERE = { channel: undefined, incident: undefined, responseUrl: undefined };

async function attendCommand(
  body: unknown,
  ack: AckFn<object | string>,
  counter: Counter,
): Promise<void> {
  const command = commandIn(body);
  if (command?.asks === 'help') return await ack({ response_type: 'ephemeral', ...counter.help });
  await ack();
  if (command?.asks !== 'window') return;
  const { channel, responseUrl } = command;
  await openPaste(command, { channel, incident: undefined, responseUrl }, counter);
}

async function attendClick(click: Click, counter: Counter): Promise<void> {
  const { actionId, channel, incident, responseUrl } = click;
  if (actionId === 'paste-more')
    await openPaste(click, { channel, incident, responseUrl }, counter);
  if (actionId === 'show-all') await open(click, () => counter.windows.evidence(incident), counter);
}

async function openPaste(
  opening: Opening,
  about: Parameters<Windows['paste']>[0],
  counter: Counter,
): Promise<void> {
  await open(opening, async () => counter.windows.paste(about), counter);
}

const TOO_OLD = 'This answer is too old: what it stood on is no longer kept.';
const TOO_LATE =
  'The window did not open: Slack allows three seconds for it, and they had passed. Try once more.';
const NOT_OPENED = 'The window did not open. Try once more.';
// docs.slack.dev/reference/methods/views.open, "Errors".
const LATE = new Set([
  'expired_trigger_id',
  'exchanged_trigger_id',
  'trigger_expired',
  'trigger_exchanged',
]);

async function open(
  opening: Opening,
  viewOf: () => Promise<object | undefined>,
  counter: Counter,
): Promise<void> {
  try {
    const view = await viewOf();
    if (view === undefined) return await say(opening, TOO_OLD, counter);
    await counter.client.apiCall('views.open', { trigger_id: opening.triggerId, view });
  } catch (failure) {
    const word = wordOf(failure);
    counter.log.error({ word, failure: saidBy(failure) }, 'a window did not open');
    await say(opening, LATE.has(word ?? '') ? TOO_LATE : NOT_OPENED, counter);
  }
}

async function say(
  { responseUrl }: Opening,
  sentence: string,
  { responding, log }: Counter,
): Promise<void> {
  if (responseUrl === undefined) return;
  const content = plainContent({ text: sentence, blocks: [] });
  const answer = { responseUrl, replacesOriginal: false, content };
  const result = await sendResponse(responding, answer, { isRepeatable: false, tries: 0 });
  if (result.kind !== 'sent') log.warn({ ...result }, 'a person was not told that it did not work');
}

function opener(body: unknown): Opening {
  const { trigger_id: triggerId, response_url: responseUrl } = recordOf(body);
  return { triggerId: textOf(triggerId), responseUrl: textOf(responseUrl) };
}
