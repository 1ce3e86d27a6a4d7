import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Submission, SubmissionBody } from '../../src/bot/submission.ts';
import { type SlackSide, type SlackSideOptions, startSlack } from '../../src/slack/slack-side.ts';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from '../fake-slack/fake-slack.ts';
import { memoryMarks } from './memory-marks.ts';
import { quickClock } from './quick-clock.ts';
import { recordingLog } from './recording-log.ts';

export type Mode = 'socket' | 'http';
export const MODES: readonly Mode[] = ['socket', 'http'];

export const CHANNEL = 'C0ALERTS01';
export const INCIDENT = 'i0123456789ab';
export const LINE =
  '2026/11/22 09:14:03 [error] 71#71: *5 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 10.0.0.9, server: shop, request: "POST /cart HTTP/1.1", upstream: "http://10.0.3.17:8080/cart", host: "shop"';

/** Our side of Slack against the fake Slack, with an inbox that a test can look into. */
export type Stage = {
  readonly slack: FakeSlack;
  readonly inbox: ReadonlyMap<string, Submission>;
  readonly marks: ReturnType<typeof memoryMarks>;
  readonly log: ReturnType<typeof recordingLog>;
  readonly deaf: readonly Error[];
  side(): SlackSide;
  /** Starts our side, again after it was stopped. */
  connect(patch?: Partial<SlackSideOptions>): Promise<void>;
  accept(submissions: readonly Submission[]): Promise<void>;
  /** The next so many times the inbox cannot be written. */
  failAccept(times: number): void;
  bodies(): readonly SubmissionBody[];
  /** Whether everything that Slack sent is acknowledged. */
  isAcked(): boolean;
  /** Waits until so many submissions are in the inbox. */
  inboxed(count: number): Promise<unknown>;
  /** Posts a message with one button; its ts. */
  card(actionId: string, value: string): Promise<string>;
  close(): Promise<void>;
};

export async function newStage(mode: Mode, fake: FakeSlackOptions = {}): Promise<Stage> {
  const slack = await startFakeSlack({ mode, redeliverAfterMs: 100, tierFactor: 100, ...fake });
  const inbox = new Map<string, Submission>();
  const [marks, log] = [memoryMarks(), recordingLog()];
  const deaf: Error[] = [];
  let failing = 0;
  let side: SlackSide | undefined;
  let server: Server | undefined;
  const stage: Stage = {
    slack,
    inbox,
    marks,
    log,
    deaf,
    side() {
      if (side === undefined) throw new Error('not connected');
      return side;
    },
    async connect(patch = {}) {
      const standing = { accept: stage.accept, store: marks, log };
      const onDeaf = (reason: Error) => void deaf.push(reason);
      side = await startSlack({ ...optionsFor(slack, mode), ...standing, onDeaf, ...patch });
      if (side.requestListener !== undefined) server = await listen(slack, side.requestListener);
    },
    async accept(submissions) {
      failing -= 1;
      if (failing >= 0) throw new Error('disk full');
      for (const one of submissions) if (!inbox.has(one.key)) inbox.set(one.key, one);
    },
    failAccept(times) {
      failing = times;
    },
    bodies: () => [...inbox.values()].map(({ body }) => body),
    isAcked: () => slack.deliveries.every(({ ackedAt }) => ackedAt !== undefined),
    inboxed: (count) => slack.until(() => inbox.size >= count),
    card: (actionId, value) => card(stage.side(), actionId, value),
    async close() {
      await side?.stopReceiving();
      server?.closeAllConnections();
      server?.close();
      await slack.close();
    },
  };
  return stage;
}

function optionsFor({ botToken, appToken, signingSecret, apiUrl }: FakeSlack, mode: Mode) {
  const own = { appToken: mode === 'socket' ? appToken : undefined, signingSecret };
  return {
    config: { botToken, apiUrl, ...own, alertChannels: [CHANNEL], shadowChannels: [] },
    windows: { paste: pasteWindow, evidence: async (id: string) => evidenceWindow(id) },
    help: { text: 'how to use it', blocks: [] },
    clock: quickClock(),
  };
}

async function listen(
  slack: FakeSlack,
  listener: NonNullable<SlackSide['requestListener']>,
): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  slack.target(`http://127.0.0.1:${address.port}/slack/events`);
  return server;
}

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

function pasteWindow(about: object): object {
  const element = { type: 'plain_text_input', action_id: 'value', multiline: true };
  const text = { type: 'input', block_id: 'text', optional: true, label: plain('Text'), element };
  return {
    type: 'modal',
    callback_id: 'paste',
    title: plain('Paste'),
    submit: plain('Diagnose'),
    close: plain('Close'),
    private_metadata: JSON.stringify(about),
    blocks: [text],
  };
}

function evidenceWindow(id: string): object | undefined {
  if (id !== INCIDENT) return undefined;
  const block = { type: 'section', text: plain('all evidence') };
  return { type: 'modal', title: plain('Evidence'), close: plain('Close'), blocks: [block] };
}

async function card({ chat }: SlackSide, actionId: string, value: string): Promise<string> {
  const elements = [{ type: 'button', action_id: actionId, text: plain('go'), value }];
  const content = { text: 'card', blocks: [{ type: 'actions', elements }] };
  const place = { channel: CHANNEL, thread: undefined };
  const sent = await chat.send({
    delivery: { kind: 'message', key: value, ...place, content },
    version: 1,
    ts: undefined,
    isUncertain: false,
    tries: 0,
    createdAt: 0,
  });
  if (sent.kind !== 'sent' || sent.ts === undefined) throw new Error(`not posted: ${sent.kind}`);
  return sent.ts;
}
