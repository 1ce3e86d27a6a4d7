import { HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { expect, test } from 'vitest';
import { isHarmlessRejection } from '../../src/slack/harmless-rejection.ts';

/** What the real package leaves behind when Slack says that it drops events. */
async function rejectionOf(envelope: object): Promise<unknown> {
  const { client } = new SocketModeReceiver({ appToken: 'xapp-1-fake' });
  const [listener] = client.listeners('ws_message');
  const handled: unknown = listener?.call(client, JSON.stringify(envelope), false);
  return await Promise.resolve(handled).then(
    () => 'nothing was rejected',
    (reason: unknown) => reason,
  );
}

test('the rejection of an app_rate_limited envelope is harmless', async () => {
  const payload = { type: 'app_rate_limited', minute_rate_limited: 1 };
  const reason = await rejectionOf({ type: 'events_api', envelope_id: 'e', payload });

  expect(reason).toBeInstanceOf(TypeError);
  expect(isHarmlessRejection(reason)).toBe(true);
});

test('the valueless rejection of a connection that was closed while it was made is harmless', () => {
  expect(isHarmlessRejection(undefined)).toBe(true);
});

/** What nobody catches while `work` runs, without the test runner hearing of it. */
async function uncaughtIn(work: () => void): Promise<unknown> {
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  const rejected = new Promise((resolve) => process.once('unhandledRejection', resolve));
  work();
  return await rejected.finally(() => {
    for (const listener of others) process.on('unhandledRejection', listener);
  });
}

test('what bolt leaves behind of a body that is null is harmless', async () => {
  const receiver = new HTTPReceiver({ signingSecret: '', signatureVerification: false });
  const rawBody = Buffer.from('null');
  const request = { headers: {}, rawBody, method: 'POST', url: '/slack/events' };
  // Bolt reads nothing else of the request, and gets to no answer.
  const reason = await uncaughtIn(() => receiver.requestListener(request as never, {} as never));

  expect(reason).toBeInstanceOf(TypeError);
  expect(isHarmlessRejection(reason)).toBe(true);
});

function ownBug(): unknown {
  try {
    const event: { payload?: { type: string } } = {};
    // Same words as the harmless one, another place.
    return Reflect.get(Object(event.payload), 'type') ?? (undefined as unknown as { type: 1 }).type;
  } catch (failure) {
    return failure;
  }
}

test.each([
  ['an error of ours with the same words', ownBug()],
  ['another error', new Error('SQLITE_FULL')],
  ['null', null],
  ['a word', 'undefined'],
])('%s is not harmless', (_name, reason) => {
  expect(isHarmlessRejection(reason)).toBe(false);
});

test('an error of a listener that socket-mode only called is not harmless', async () => {
  const { client } = new SocketModeReceiver({ appToken: 'xapp-1-fake' });
  client.on('slack_event', () => {
    throw ownBug();
  });
  const [listener] = client.listeners('ws_message');
  const envelope = { type: 'events_api', payload: { event: { type: 'message' } } };
  const handled: unknown = listener?.call(client, JSON.stringify(envelope), false);
  const reason = await Promise.resolve(handled).catch((failure: unknown) => failure);

  expect(reason).toBeInstanceOf(TypeError);
  expect(isHarmlessRejection(reason)).toBe(false);
});
