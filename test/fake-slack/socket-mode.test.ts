import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { App } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Running, startSocketApp } from './bolt-app.ts';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from './fake-slack.ts';

let slack: FakeSlack;
let running: Running | undefined;

afterEach(async () => {
  await running?.stop();
  await slack.close();
  running = undefined;
});

async function start(listen: (app: App) => void, options: FakeSlackOptions = {}): Promise<void> {
  slack = await startFakeSlack(options);
  running = await startSocketApp(slack, listen);
}

const button = {
  type: 'actions' as const,
  elements: [
    {
      type: 'button' as const,
      action_id: 'acknowledge',
      text: { type: 'plain_text' as const, text: 'Acknowledge' },
      value: 'i000000000001',
    },
  ],
};

test('a message reaches the app, is acked, and its answer stands in the thread', async () => {
  await start((app) => {
    app.message('502', async ({ message, say }) => {
      await say({ text: 'seen', thread_ts: message.ts });
    });
  });

  const { ts, eventIds } = await slack.say({ channel: 'C0ALERTS01', text: 'a 502 again' });
  const answer = await slack.until(() => slack.messages('C0ALERTS01')[1]);

  expect(answer).toMatchObject({ text: 'seen', thread_ts: ts, bot_id: slack.botId });
  expect(slack.deliveries.find(({ id }) => id === eventIds[0])).toMatchObject({ attempts: 1 });
  await slack.until(() => slack.deliveries.every(({ ackedAt }) => ackedAt !== undefined));
});

test('a mention comes as a message and as an app_mention', async () => {
  const types: string[] = [];
  await start((app) => {
    app.event('app_mention', async ({ event }) => void types.push(event.type));
    app.event('message', async ({ event }) => void types.push(event.type));
  });

  await slack.say({ channel: 'C0ALERTS01', text: `<@${slack.botUserId}> diagnose` });

  await slack.until(() => types.length === 2);
  expect(types.toSorted()).toEqual(['app_mention', 'message']);
});

test('an event that is not acked comes again, with the same event_id and the number of the try', async () => {
  const seen: unknown[] = [];
  await start(
    (app) => {
      const process = app.processEvent.bind(app);
      let tries = 0;
      app.processEvent = async (event) => {
        tries += 1;
        if (tries > 1) await process(event);
      };
      app.message(async ({ body, context }) => {
        seen.push(body.event_id, context.retryNum, context.retryReason);
      });
    },
    { redeliverAfterMs: 50 },
  );

  const { eventIds } = await slack.say({ channel: 'C0ALERTS01', text: 'twice' });

  await slack.until(() => seen.length === 3);
  expect(seen).toEqual([eventIds[0], 1, 'timeout']);
});

test('an event is given up after three more tries', async () => {
  slack = await startFakeSlack({ redeliverAfterMs: 10 });

  await slack.say({ channel: 'C0ALERTS01', text: 'nobody is there' });

  await slack.until(() => slack.deliveries[0]?.isLost);
  expect(slack.deliveries[0]?.attempts).toBe(4);
});

test('an eleventh connection is turned away', async () => {
  slack = await startFakeSlack();
  const open = async () => {
    const headers = { authorization: `Bearer ${slack.appToken}` };
    const call = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
    const { url } = (await call.json()) as { readonly url: string };
    const socket = new WebSocket(url);
    const [first] = await once(socket, 'message');
    return String(first);
  };

  const hellos = [];
  for (let sockets = 0; sockets < 11; sockets += 1) hellos.push(await open());

  expect(hellos[9]).toContain('"num_connections":10');
  expect(hellos[10]).toContain('too_many_websockets');
  expect(slack.sockets()).toBe(10);
});

test('a command is answered in its ack and later through its response_url', async () => {
  await start((app) => {
    app.command('/nginx-diagnose', async ({ ack, respond, command }) => {
      await ack('looking');
      await respond({ text: command.text, replace_original: false });
    });
  });

  const delivered = await slack.command({ text: 'upstream: "http://x" <b>' });

  expect(delivered).toMatchObject({ kind: 'command', isLate: false });
  await slack.until(() => slack.ephemerals.length === 2);
  const texts = slack.ephemerals.map(({ text }) => text).toSorted();
  expect(texts).toEqual(['looking', 'upstream: "http://x" &lt;b&gt;']);
});

test('a command that is never acked is late, and is not sent again', async () => {
  await start(() => undefined, { ackDeadlineMs: 60, redeliverAfterMs: 20 });

  const delivered = await slack.command({ text: 'help' });

  expect(delivered).toMatchObject({ isLate: true, attempts: 1, ackedAt: undefined });
});

test('a click opens a window once, and its submission comes back with what was filled in', async () => {
  const view = {
    type: 'modal' as const,
    callback_id: 'paste',
    title: { type: 'plain_text' as const, text: 'Paste' },
    submit: { type: 'plain_text' as const, text: 'Diagnose' },
    blocks: [
      {
        type: 'input',
        block_id: 'text',
        label: { type: 'plain_text' as const, text: 'Log lines' },
        element: { type: 'plain_text_input', action_id: 'value', multiline: true },
      },
    ],
  };
  let again: unknown;
  let typed: unknown;
  await start((app) => {
    app.action('acknowledge', async ({ ack, body, client }) => {
      await ack();
      if (!('trigger_id' in body)) return;
      const open = { trigger_id: body.trigger_id, view };
      await client.views.open(open);
      await client.views.open(open).catch((error: Error) => {
        again = error.message;
      });
    });
    app.view('paste', async ({ ack, view: { state } }) => {
      typed = state.values.text?.value?.value;
      await ack({ response_action: 'errors', errors: { text: 'no log line' } });
    });
    app.message('post', async ({ say }) => {
      await say({ text: 'card', blocks: [button] });
    });
  });
  await slack.say({ channel: 'C0ALERTS01', text: 'post' });
  const card = await slack.until(() => slack.messages('C0ALERTS01')[1]);

  await slack.click({ channel: 'C0ALERTS01', ts: card.ts, actionId: 'acknowledge' });
  await slack.until(() => again);
  await slack.submitView({ values: { text: '*7 recv() failed' } });

  expect(String(again)).toContain('exchanged_trigger_id');
  expect(typed).toBe('*7 recv() failed');
  expect(slack.views).toMatchObject([{ isOpen: true, errors: { text: 'no log line' } }]);
});

test.each(['warning', 'refresh_requested', 'dropped'] as const)(
  'after %s the app comes back and gets what was said meanwhile',
  async (reason) => {
    const texts: string[] = [];
    await start(
      (app) => {
        app.message(
          async ({ message }) => void texts.push('text' in message ? `${message.text}` : ''),
        );
      },
      { redeliverAfterMs: 300 },
    );
    slack.disconnect(reason);
    await slack.until(() => slack.sockets() === 0);

    await slack.say({ channel: 'C0ALERTS01', text: 'meanwhile' });

    await slack.until(() => texts.length === 1);
    expect(slack.sockets()).toBe(1);
  },
);

test('after an outage the app comes back', async () => {
  await start(() => undefined);
  slack.outage(true);
  await slack.until(() => slack.sockets() === 0);
  await expect(fetch(`${slack.apiUrl}auth.test`, { method: 'POST' })).rejects.toThrow();

  slack.outage(false);
  await slack.until(() => slack.sockets() === 1);

  await slack.say({ channel: 'C0ALERTS01', text: 'back' });
  await slack.until(() => slack.deliveries[0]?.ackedAt);
});

test('of two connections each payload goes to one', async () => {
  const seen: string[] = [];
  await start((app) => app.message(async () => void seen.push('first')));
  const second = await startSocketApp(slack, (app) =>
    app.message(async () => void seen.push('second')),
  );

  for (const text of ['a', 'b', 'c', 'd']) await slack.say({ channel: 'C0ALERTS01', text });

  await slack.until(() => seen.length === 4);
  await second.stop();
  expect(seen.toSorted()).toEqual(['first', 'first', 'second', 'second']);
});

test('app_rate_limited comes as an envelope without an event', async () => {
  slack = await startFakeSlack();
  const headers = { authorization: `Bearer ${slack.appToken}` };
  const call = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
  const { url } = (await call.json()) as { readonly url: string };
  const socket = new WebSocket(url);
  await once(socket, 'message');

  slack.appRateLimited();
  const [envelope] = await once(socket, 'message');

  expect(JSON.parse(String(envelope))).toMatchObject({
    type: 'events_api',
    payload: { type: 'app_rate_limited', api_app_id: slack.appId },
  });
});

test('a message shortcut carries the message', async () => {
  let text: unknown;
  await start((app) => {
    app.shortcut('diagnose-message', async ({ ack, shortcut }) => {
      await ack();
      text = 'message' in shortcut ? shortcut.message.text : undefined;
    });
  });
  const { ts } = await slack.say({ channel: 'C0OTHERS01', text: 'in a channel without the bot' });

  const callbackId = 'diagnose-message';
  await slack.shortcut({ kind: 'message', callbackId, channel: 'C0OTHERS01', ts });

  expect(text).toBe('in a channel without the bot');
});

test('a recorded event_callback body is replayed as it is', async () => {
  const ids: unknown[] = [];
  await start((app) => app.message(async ({ body }) => void ids.push(body.event_id)));
  const recorded = JSON.parse(
    readFileSync(new URL('recorded-message.json', import.meta.url), 'utf8'),
  );

  const delivered = await slack.event(recorded);

  await slack.until(() => ids.length === 1);
  expect(ids).toEqual([recorded.event_id]);
  expect(delivered.payload).toEqual(recorded);
  expect(slack.messages(recorded.event.channel)).toHaveLength(1);
});
