import type { App } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { type Running, startSocketApp } from './bolt-app.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { asJson } from './json.ts';

let slack: FakeSlack;
let running: Running | undefined;

afterEach(async () => {
  await running?.stop();
  await slack.close();
  running = undefined;
});

async function start(listen: (app: App) => void): Promise<void> {
  slack = await startFakeSlack();
  running = await startSocketApp(slack, listen);
}

const channel = 'C0ALERTS01';
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value), value });
const menu = [
  {
    type: 'actions' as const,
    elements: [
      {
        type: 'overflow' as const,
        action_id: 'not-the-cause',
        options: [option('i1|keepalive'), option('i1|timeout')],
      },
    ],
  },
];
const window = {
  type: 'modal' as const,
  callback_id: 'paste',
  title: plain('Paste'),
  submit: plain('Diagnose'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'channel',
      label: plain('Where'),
      element: {
        type: 'conversations_select' as const,
        action_id: 'value',
        response_url_enabled: true,
      },
    },
    {
      type: 'input' as const,
      block_id: 'files',
      optional: true,
      label: plain('Files'),
      element: { type: 'file_input' as const, action_id: 'value' },
    },
  ],
};

test('a menu says which option was chosen, and its answer replaces the message', async () => {
  await start((app) => {
    app.message('post', async ({ say }) => void (await say({ text: 'card', blocks: menu })));
    app.action('not-the-cause', async ({ ack, action, respond }) => {
      await ack();
      const text = 'selected_option' in action ? (action.selected_option?.value ?? '') : '';
      await respond({ text, blocks: [], replace_original: true });
    });
  });
  await slack.say({ channel, text: 'post' });
  const { ts } = await slack.until(() => slack.messages(channel)[1]);

  await slack.click({ channel, ts, actionId: 'not-the-cause', value: 'i1|timeout' });

  await slack.until(() => slack.messages(channel)[1]?.text === 'i1|timeout');
  expect(slack.messages(channel)).toHaveLength(2);
});

test('a click that names no button fails and says which there are', async () => {
  await start((app) => {
    app.message('post', async ({ say }) => void (await say({ text: 'card', blocks: menu })));
  });
  await slack.say({ channel, text: 'post' });
  const { ts } = await slack.until(() => slack.messages(channel)[1]);

  const click = slack.click({ channel, ts, actionId: 'share' });

  await expect(click).rejects.toThrow('not-the-cause');
});

test('an ephemeral message is replaced, then deleted, by its own buttons', async () => {
  let presses = 0;
  await start((app) => {
    app.command('/nginx-diagnose', async ({ ack }) => ack({ text: 'card', blocks: menu }));
    app.action('not-the-cause', async ({ ack, respond }) => {
      await ack();
      presses += 1;
      await respond(
        presses === 1
          ? { text: 'changed', blocks: menu, replace_original: true }
          : { delete_original: true },
      );
    });
  });
  await slack.command({ text: '' });
  const click = { ephemeral: 0, actionId: 'not-the-cause', value: 'i1|timeout' };

  await slack.click(click);
  const changed = await slack.until(() => slack.ephemerals.find(({ text }) => text === 'changed'));
  await slack.click(click);
  await slack.until(() => slack.ephemerals[0]?.isDeleted);

  expect(changed).toMatchObject({ channel, via: 'ack', isDeleted: false });
  expect(slack.ephemerals).toHaveLength(1);
});

test('a window with a channel to choose brings a response_url, and closes', async () => {
  let urls: readonly { readonly channel_id: string; readonly response_url: string }[] = [];
  let files: unknown;
  await start((app) => {
    app.shortcut('diagnose-text', async ({ ack, shortcut, client }) => {
      await ack();
      await client.views.open({ trigger_id: shortcut.trigger_id, view: window });
    });
    app.view('paste', async ({ ack, body, view }) => {
      await ack();
      urls = 'response_urls' in body ? (body.response_urls ?? []) : [];
      files = view.state.values.files?.value?.files;
    });
  });
  await slack.shortcut({ kind: 'global', callbackId: 'diagnose-text', user: 'U0ASKER001' });
  await slack.until(() => slack.views.length === 1);
  const file = slack.addFile({ name: 'error.log', content: 'line' });

  await slack.submitView({ values: { channel, files: [file] } });
  await fetch(urls[0]?.response_url ?? '', { method: 'POST', body: '{"text":"here"}' });

  expect(slack.views).toMatchObject([{ isOpen: false, user: 'U0ASKER001' }]);
  expect(files).toMatchObject([{ name: 'error.log' }]);
  expect(slack.ephemerals).toMatchObject([{ channel, user: 'U0ASKER001', text: 'here' }]);
});

test('a window cannot be submitted without what it must have', async () => {
  await start((app) => {
    app.shortcut('diagnose-text', async ({ ack, shortcut, client }) => {
      await ack();
      await client.views.open({ trigger_id: shortcut.trigger_id, view: window });
    });
  });
  await slack.shortcut({ kind: 'global', callbackId: 'diagnose-text' });
  await slack.until(() => slack.views.length === 1);

  await expect(slack.submitView({ values: {} })).rejects.toThrow('a value for channel');
});

test('the home tab is published and its buttons work', async () => {
  let view: unknown;
  await start((app) => {
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: menu } });
    });
    app.action('not-the-cause', async ({ ack, body }) => {
      await ack();
      view = 'view' in body ? body.view?.type : undefined;
    });
  });

  await slack.event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home' });
  await slack.until(() => slack.homes.get('U1'));
  await slack.click({ home: 'U1', actionId: 'not-the-cause', value: 'i1|timeout' });

  expect(view).toBe('home');
});

test('edits and deletions are told: a root with replies leaves a tombstone', async () => {
  const seen: unknown[] = [];
  await start((app) => {
    app.event('message', async ({ event }) => {
      const inner = 'message' in event ? event.message : undefined;
      seen.push([event.subtype, inner?.subtype]);
    });
  });
  const { ts } = await slack.say({ channel, text: 'wait' });
  const reply = await slack.say({ channel, text: 'reply', threadTs: ts });

  slack.edit(channel, ts, { text: 'a line' });
  slack.remove(channel, ts);
  slack.remove(channel, reply.ts);

  await slack.until(() => seen.length === 5);
  expect(seen.slice(2)).toEqual([
    ['message_changed', undefined],
    ['message_changed', 'tombstone'],
    ['message_deleted', undefined],
  ]);
});

test.each([
  [{ bot: { id: 'B0AMHOOK01', name: 'Alertmanager', hook: true } }, 'bot_message', undefined],
  [{ bot: { id: 'B0DATADOG1', appId: 'A0DATADOG' } }, undefined, 'U0DATADOG1'],
  [{ files: [{ id: 'F1' }] }, 'file_share', 'U0PERSON01'],
])('%j is said as Slack tells it', async (said, subtype, user) => {
  slack = await startFakeSlack();

  await slack.say({ channel, text: 'x', extShared: true, ...said });

  const { is_ext_shared_channel, event } = slack.deliveries[0]?.payload ?? {};
  expect(is_ext_shared_channel).toBe(true);
  expect([asJson(event).subtype, asJson(event).user]).toEqual([subtype, user]);
});

test('what happens in a channel without the bot, or without the scope, is not told', async () => {
  slack = await startFakeSlack({ scopes: ['app_mentions:read'] });
  const mention = `<@${slack.botUserId}>`;

  const elsewhere = await slack.say({ channel: 'C0OTHERS01', text: mention });
  const here = await slack.say({ channel, text: mention });

  expect(elsewhere.eventIds).toEqual([]);
  expect(here.eventIds).toHaveLength(1);
});
