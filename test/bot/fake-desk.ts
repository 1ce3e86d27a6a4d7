import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBell } from '../../src/bot/bell.ts';
import type { Desk } from '../../src/bot/desk.ts';
import type { Log } from '../../src/bot/log.ts';
import type {
  Chat,
  Content,
  Delivery,
  FileText,
  Pending,
  SendResult,
  ThreadMessage,
} from '../../src/bot/ports.ts';
import { sendLoop } from '../../src/bot/send.ts';
import { deletionKey, type Submission, type SubmissionBody } from '../../src/bot/submission.ts';
import { workLoop } from '../../src/bot/work.ts';
import { diagnose } from '../../src/pipeline.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { RULE_BOOK } from '../diagnose-text.ts';

export const RESET =
  '2026/11/22 09:14:03 [error] 7#7: *5 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 198.51.100.23, server: shop.example, request: "GET / HTTP/1.1", upstream: "http://10.0.3.17:8080/", host: "shop.example"';
export const START = Date.UTC(2026, 10, 22, 9, 15);

/** What was sent: posts get a ts of their own, edits keep it. */
export type Sent = { readonly at: number; readonly delivery: Delivery; readonly ts: string };

export type FakeDesk = Awaited<ReturnType<typeof fakeDesk>>;

/** The bot's inside on a real store, with a clock that stands still until it is moved and a chat that only notes. */
export async function fakeDesk() {
  const directory = mkdtempSync(join(tmpdir(), 'nginx-diagnose-'));
  let now = START;
  const sleepers = new Set<() => void>();
  const clock = {
    now: () => now,
    sleep: (ms: number, signal: AbortSignal): Promise<void> => {
      const until = now + ms;
      return new Promise((resolve) => {
        const check = (): void => {
          if (now < until && !signal.aborted) return;
          sleepers.delete(check);
          resolve();
        };
        sleepers.add(check);
        signal.addEventListener('abort', check, { once: true });
        check();
      });
    },
  };
  const store = await openSqliteStore(directory, { clock, log: NO_LOG });
  const chat = fakeChat(() => now);
  const desk: Desk = {
    store,
    chat,
    clock,
    log: { ...NO_LOG },
    opsChannel: 'COPS',
    diagnose: ({ texts, told, config }) =>
      diagnose(
        {
          sources: texts.map(({ name, text }) => ({ name, chunks: [Buffer.from(text)] })),
          told,
          config: config === undefined ? undefined : { name: 'nginx.conf', text: config },
        },
        RULE_BOOK,
      ),
  };
  const bells = { inbox: createBell(clock.sleep), outbox: createBell(clock.sleep) };
  const stop = new AbortController();
  const loops = Promise.all([
    workLoop(desk, bells, stop.signal),
    sendLoop({ ...desk, bell: bells.outbox }, stop.signal),
  ]);
  let failure: unknown;
  loops.catch((error: unknown) => {
    failure = error;
  });
  const settle = async (): Promise<void> => {
    // Real turns of the event loop: the store and the pipeline work in them.
    for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (failure !== undefined) throw failure;
  };
  return {
    desk,
    chat,
    store,
    now: () => now,
    /** Hands something in and lets everything that follows at once happen. */
    async submit(...bodies: readonly SubmissionBody[]): Promise<void> {
      const submissions = bodies.map(
        (body): Submission => ({ key: keyOf(body), receivedAt: now, body }),
      );
      if ((await store.accept(submissions)).length > 0) bells.inbox.ring();
      await settle();
    },
    /** Puts something into the outbox and lets everything that follows at once happen. */
    async put(...deliveries: readonly Delivery[]): Promise<void> {
      await store.commit({ done: [], deliveries });
      bells.outbox.ring();
      await settle();
    },
    /** Moves the clock, in steps, so that what waits for one thing can go on to wait for the next. */
    async pass(ms: number): Promise<void> {
      for (let left = ms; left > 0; left -= 500) {
        now += Math.min(left, 500);
        for (const check of [...sleepers]) check();
        await settle();
      }
    },
    async close(): Promise<void> {
      stop.abort();
      for (const check of [...sleepers]) check();
      await loops;
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}

export const NO_LOG: Log = { info() {}, warn() {}, error() {} };

let clicks = 0;
function keyOf(body: SubmissionBody): string {
  switch (body.kind) {
    case 'message':
      return `message:${body.channel}:${body.ts}:${body.edited ?? ''}`;
    case 'deleted':
      return deletionKey(body.channel, body.ts);
    default:
      clicks += 1;
      return `${body.kind}:${clicks}`;
  }
}

/** A chat that notes what is sent and answers as it is told. */
export function fakeChat(now: () => number) {
  const sent: Sent[] = [];
  const answers: (SendResult | Error)[] = [];
  const found = new Map<string, string>();
  const files = new Map<string, FileText | Error>();
  const threads = new Map<string, readonly ThreadMessage[]>();
  let count = 0;
  const chat = {
    sent,
    /** Results of the next sends, in order; afterwards everything is taken. */
    answers,
    /** What `find` finds, by key. */
    found,
    files,
    threads,
    async send({ delivery, ts }: Pending): Promise<SendResult> {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      if (answer !== undefined && answer.kind !== 'sent') return answer;
      count += 1;
      const given = ts ?? `9.${String(count).padStart(6, '0')}`;
      sent.push({ at: now(), delivery, ts: given });
      return { kind: 'sent', ts: given };
    },
    async find(delivery: Extract<Delivery, { kind: 'message' }>): Promise<string | undefined> {
      return found.get(delivery.key);
    },
    async file({ id, name }: { readonly id: string; readonly name: string }): Promise<FileText> {
      const file = files.get(id) ?? { kind: 'unreadable', name, reason: 'it is gone' };
      if (file instanceof Error) throw file;
      return file;
    },
    async thread(channel: string, ts: string): Promise<readonly ThreadMessage[]> {
      return threads.get(`${channel}:${ts}`) ?? [];
    },
    linkTo: (channel: string, ts: string): string =>
      `https://team.slack.com/archives/${channel}/p${ts.replace('.', '')}`,
  };
  return chat satisfies Chat;
}

/** Everything a content says, in one string. */
export function wordsOf(content: Content): string {
  return JSON.stringify(content.blocks);
}

export function contentOf({ delivery }: Sent): Content {
  return delivery.kind === 'home' ? { text: '', blocks: [delivery.view] } : delivery.content;
}
