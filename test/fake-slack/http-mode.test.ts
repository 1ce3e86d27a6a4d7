import type { App } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { type Running, startHttpApp } from './bolt-app.ts';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from './fake-slack.ts';
import { signed } from './http-push.ts';

let slack: FakeSlack;
let running: Running | undefined;

afterEach(async () => {
  await running?.stop();
  await slack.close();
  running = undefined;
});

async function start(listen: (app: App) => void, options: FakeSlackOptions = {}): Promise<void> {
  slack = await startFakeSlack({ mode: 'http', ...options });
  running = await startHttpApp(slack, listen);
}

test('a signed event is acked and answered', async () => {
  await start((app) => app.message(async ({ say }) => void (await say('seen'))));

  await slack.say({ channel: 'C0ALERTS01', text: 'a 502' });

  await slack.until(() => slack.messages('C0ALERTS01').some(({ text }) => text === 'seen'));
  expect(slack.deliveries[0]).toMatchObject({ kind: 'event', attempts: 1, isLate: false });
});

test('an event that fails comes again with the number of the try', async () => {
  let failed = 0;
  const retries: unknown[] = [];
  await start(
    (app) => {
      const process = app.processEvent.bind(app);
      app.processEvent = async (event) => {
        failed += 1;
        if (failed === 1) throw new Error('the disk is full');
        await process(event);
      };
      app.message(async ({ context }) => void retries.push(context.retryNum, context.retryReason));
    },
    { redeliverAfterMs: 20 },
  );

  await slack.say({ channel: 'C0ALERTS01', text: 'twice' });

  await slack.until(() => retries.length === 2);
  expect(retries).toEqual([1, 'http_error']);
});

test('a body with a wrong signature is refused', async () => {
  slack = await startFakeSlack({ mode: 'http' });
  let url = '';
  running = await startHttpApp({ ...slack, target: (target) => (url = target) }, () => undefined);
  const headers = { 'content-type': 'application/json', ...signed('another body') };

  const response = await fetch(url, { method: 'POST', headers, body: '{}' });

  expect(response.status).toBe(401);
});

test('a command, a button in its answer and a global shortcut come as forms', async () => {
  const seen: string[] = [];
  const elements = [
    {
      type: 'button' as const,
      action_id: 'share',
      text: { type: 'plain_text' as const, text: 'Share' },
      value: 'i1',
    },
  ];
  await start((app) => {
    app.command('/nginx-diagnose', async ({ ack }) =>
      ack({ text: 'card', blocks: [{ type: 'actions', elements }] }),
    );
    app.action('share', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'shared', replace_original: true });
    });
    app.shortcut('diagnose-text', async ({ ack }) => {
      seen.push('shortcut');
      await ack();
    });
  });

  await slack.command({ text: '' });
  await slack.click({ ephemeral: 0, actionId: 'share' });
  await slack.shortcut({ kind: 'global', callbackId: 'diagnose-text' });

  await slack.until(() => slack.ephemerals[0]?.text === 'shared');
  expect(seen).toEqual(['shortcut']);
  expect(slack.ephemerals).toHaveLength(1);
});
