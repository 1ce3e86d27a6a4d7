import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FileRef } from '../../src/bot/submission.ts';
import { fileOf } from '../../src/slack/file-of.ts';
import { filesOfMessage } from '../../src/slack/message-files.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack/fake-slack.ts';
import type { NewFile } from '../fake-slack/file-methods.ts';
import { clientsOf } from './slack-clients.ts';

let slack: FakeSlack;
beforeEach(async () => {
  slack = await startFakeSlack();
});
afterEach(() => slack.close());

const METADATA_SERVICE = 'http://169.254.169.254/latest/';

function uploaded(file: Partial<NewFile> = {}): FileRef {
  const [ref] = filesOfMessage({
    files: [slack.addFile({ name: 'error.log', content: 'recv() failed', ...file })],
  });
  if (ref === undefined) throw new Error('no file');
  return ref;
}

async function read(file: FileRef, get: typeof fetch = fetch) {
  const { apiUrl, botToken } = slack;
  return await fileOf({ client: clientsOf(slack).reading, fetch: get, apiUrl, botToken }, file);
}

function unreadable(reason: string) {
  return { kind: 'unreadable', name: 'error.log', reason };
}

test('a snippet comes whole', async () => {
  const file = await read(uploaded());

  expect(file).toMatchObject({ kind: 'text', name: 'error.log' });
  if (file.kind === 'text') expect(Buffer.from(file.bytes).toString()).toBe('recv() failed');
});

test('a file of another workspace is asked for by its id', async () => {
  const { id } = uploaded({ connect: true });

  expect(await read({ id, name: 'error.log' })).toMatchObject({ kind: 'text' });
  expect(slack.calls[0]?.method).toBe('files.info');
});

test('without the scope it says which one is missing, whether Slack says so or shows a page', async () => {
  const page = async () =>
    new Response('<html>sign in', { headers: { 'content-type': 'text/html; charset=utf-8' } });
  const ref = uploaded();
  slack.fault('files.info', { kind: 'error', error: 'missing_scope' });

  const reason = 'the app lacks the scope files:read';
  expect(await read(ref, page)).toEqual(unreadable(reason));
  expect(await read({ id: ref.id, name: 'error.log' })).toEqual(unreadable(reason));
});

test('a log that is itself a web page is read', async () => {
  const headers = {
    'content-type': 'text/html',
    'content-disposition': 'attachment; filename="a"',
  };
  const page = async () => new Response('<html>', { headers });

  expect(await read(uploaded(), page)).toMatchObject({ kind: 'text' });
});

test('the token goes to no address outside Slack, nor where a redirect leads outside', async () => {
  const asked: unknown[] = [];
  const watching: typeof fetch = async (url, init) => {
    asked.push(String(url));
    return await fetch(url, init);
  };
  const outside = { ...uploaded(), url: 'https://evil.example/error.log' };

  expect(await read(outside, watching)).toEqual(unreadable('its address is not one of Slack'));
  expect(await read(uploaded({ redirectTo: METADATA_SERVICE }), watching)).toEqual(
    unreadable('its address is not one of Slack'),
  );
  expect(asked).toHaveLength(1);
});

test('what is larger than 20 MB is not read, however its size was told', async () => {
  const endless = async () =>
    new Response(
      new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1 << 20)) }),
    );
  const ref = uploaded();

  expect(await read({ ...ref, bytes: 21 << 20 })).toEqual(unreadable('it is larger than 20 MB'));
  expect(await read(ref, endless)).toEqual(unreadable('it is larger than 20 MB'));
});

test.each([
  [404, 'it is gone'],
  [403, 'Slack answered with status 403'],
])('status %i is said', async (status, reason) => {
  expect(await read(uploaded(), async () => new Response(null, { status }))).toEqual(
    unreadable(reason),
  );
});

test('a file that was deleted is said to be gone', async () => {
  expect(await read({ id: 'F0GONE', name: 'error.log' })).toEqual(
    unreadable('it is gone, or it is in a channel that the bot is not in'),
  );
});

test.each([429, 500, 503])('status %i may pass, so it throws', async (status) => {
  await expect(read(uploaded(), async () => new Response(null, { status }))).rejects.toThrow(
    `status ${status}`,
  );
});

test('a rate limit may pass, so it throws', async () => {
  const { id } = uploaded({ connect: true });
  slack.fault('files.info', { kind: 'rate-limited', seconds: 30 });

  await expect(read({ id, name: 'error.log' })).rejects.toThrow('did not say where');
});
