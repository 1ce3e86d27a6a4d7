import { step } from '../incident/step.ts';
import { noteContent } from '../reply/slack/sentences.ts';
import { answerMessage } from './actions/answer-message.ts';
import { answerPaste } from './actions/answer-paste.ts';
import { answerWebhook } from './actions/answer-webhook.ts';
import { click } from './actions/click.ts';
import { forgetMessage } from './actions/forget-message.ts';
import { showHome } from './actions/show-home.ts';
import type { Bell } from './bell.ts';
import { type Desk, type Plan, SILENCE } from './desk.ts';
import { DiagnosisTimeout } from './diagnose.ts';
import { planOf } from './effects.ts';
import { ChatUnavailable, type Claimed } from './ports.ts';
import { createQueue, type Queue } from './queue.ts';
import { read } from './read.ts';
import type { Submission } from './submission.ts';
import { inTurns, type Turns } from './turns.ts';

/** A submission that has failed this often is given up, so that one bad text stops nothing behind it. */
const MOST_TRIES = 3;
/** Longer than the files of one submission can take (gather.ts). */
const LEASE_MS = 300_000;
/** Most of them wait for a file or a thread; the pipeline reads one after the other. */
const AT_ONCE = 8;
/** Others may change the same incident at the same time; more often than this they cannot. */
const MOST_CONFLICTS = 20;
const RETRY_MS = 5_000;

type Bells = { readonly inbox: Bell; readonly outbox: Bell };

/** Inbox → pipeline → incident → commit, until the signal says stop; what is under way is finished. */
export async function workLoop(desk: Desk, bells: Bells, signal: AbortSignal): Promise<void> {
  const underWay = inTurns(bells);
  // Decided and committed one after the other: two of them about one incident would only make each other begin anew.
  const decided = { ...desk, queue: createQueue() };
  await suspectsFirst(decided, underWay, signal);
  while (!signal.aborted) {
    const room = AT_ONCE - underWay.size();
    const claimed = room > 0 ? await desk.store.claim(desk.clock.now(), LEASE_MS, room) : [];
    for (const one of claimed) underWay.add(subjectOf(one.submission), () => work(one, decided));
    if ((await wakeDue(decided)) > 0) bells.outbox.ring();
    if (claimed.length === 0) await bells.inbox.wait(await pause(desk), signal);
    underWay.throwIfFailed();
  }
  await underWay.all();
}

/**
 * What was under way when an earlier process died comes one at a time, so that only what the next one dies over counts as
 * tried. Not for long: it may be a file that comes slowly.
 */
async function suspectsFirst(desk: Deciding, underWay: Turns, signal: AbortSignal): Promise<void> {
  let isSuspect = true;
  while (isSuspect && !signal.aborted) {
    const [one] = await desk.store.claim(desk.clock.now(), LEASE_MS, 1);
    if (one === undefined) return;
    const done = Promise.withResolvers<void>();
    underWay.add(subjectOf(one.submission), () => work(one, desk).finally(done.resolve));
    isSuspect = one.tries > 1;
    if (isSuspect) await Promise.race([done.promise, desk.clock.sleep(SUSPECT_MS, signal)]);
    underWay.throwIfFailed();
  }
}

const SUSPECT_MS = 2_000;

/** What must not overtake each other: a message, its edits and its deletion; clicks on one answer. */
function subjectOf({ key, body }: Submission): string {
  switch (body.kind) {
    case 'message':
    case 'deleted':
      return `${body.channel}:${body.ts}`;
    case 'click':
      return body.incident;
    case 'paste':
      return body.incident ?? key;
    case 'webhook':
    case 'home':
      return key;
  }
}

/** Until a lease or a snooze ends; never long, since another process may have left work. */
async function pause({ store, clock }: Desk): Promise<number> {
  const now = clock.now();
  const at = (await store.nextAt()) ?? Number.POSITIVE_INFINITY;
  return at > now ? Math.min(at - now, LONGEST_PAUSE_MS) : LONGEST_PAUSE_MS;
}

const LONGEST_PAUSE_MS = 1_000;

type Deciding = Desk & { readonly queue: Queue };

async function work({ submission, tries }: Claimed, desk: Deciding): Promise<void> {
  const { key, body } = submission;
  try {
    const decide =
      tries > MOST_TRIES
        ? givenUp(submission, desk)
        : await decision(submission, tries === MOST_TRIES, desk);
    await commitPlan(key, decide, desk);
  } catch (error) {
    if (error instanceof DiagnosisTimeout) {
      desk.log.error({ kind: body.kind }, error.message);
      await commitPlan(key, async () => unreadable(submission, TOO_LONG), desk);
    } else if (error instanceof ChatUnavailable) {
      desk.log.warn({ kind: body.kind, tries, cause: nameOf(error.cause) }, error.message);
      await desk.store.release(key, desk.clock.now() + RETRY_MS);
    } else throw error;
  }
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}

type Decide = () => Promise<Plan>;

/** Reads once; what it leads to is decided as often as the incident changes in between. */
async function decision(
  { key, body }: Submission,
  isLastTry: boolean,
  desk: Desk,
): Promise<Decide> {
  switch (body.kind) {
    case 'message': {
      const message = await read(body, desk, isLastTry);
      return () => answerMessage(message, key, desk);
    }
    case 'paste': {
      const paste = await read(body, desk, isLastTry);
      return () => answerPaste(paste, key, desk);
    }
    case 'webhook': {
      const webhook = await read(body, desk, isLastTry);
      return () => answerWebhook(webhook, key, desk);
    }
    case 'deleted':
      return () => forgetMessage(body, desk);
    case 'click':
      return () => click(body, key, desk);
    case 'home':
      return () => showHome(body.user, desk);
  }
}

async function commitPlan(key: string, decide: Decide, desk: Deciding): Promise<void> {
  const { queue, store, clock, log } = desk;
  for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
    const result = await queue(
      async () => await store.commit({ ...(await decide()), done: [key] }),
    );
    if (result === 'ok') return;
  }
  // Another process is at the same incident: it is taken up again, and nothing is lost.
  log.warn({ conflicts: MOST_CONFLICTS }, 'an incident is changed all the time');
  await store.release(key, clock.now() + RETRY_MS);
}

const TOO_LONG =
  'Reading this took longer than 30 s, so I gave up. Give me the lines around the failure: grep upstream error.log | tail -n 50';
const GIVEN_UP =
  'I tried to read this three times and failed each time: an error of mine. It is kept in my log; the lines were not diagnosed.';

/** The process died over it, more than once: it is answered, but not read again. */
function givenUp(submission: Submission, { log }: Desk): Decide {
  log.error({ kind: submission.body.kind, tries: MOST_TRIES }, 'gave a submission up');
  return async () => unreadable(submission, GIVEN_UP);
}

function unreadable({ key, body }: Submission, sentence: string): Plan {
  const content = noteContent(sentence);
  switch (body.kind) {
    case 'message': {
      if (body.mode === 'shadow') return SILENCE;
      const { channel, threadTs, ts } = body;
      const thread = threadTs ?? ts;
      return { deliveries: [{ kind: 'message', key: `failed:${key}`, channel, thread, content }] };
    }
    case 'webhook': {
      const { channel } = body;
      return {
        deliveries: [
          { kind: 'message', key: `failed:${key}`, channel, thread: undefined, content },
        ],
      };
    }
    case 'paste':
    case 'click': {
      const { responseUrl } = body;
      if (responseUrl === undefined) return SILENCE;
      const only = { key: `failed:${key}`, responseUrl, replacesOriginal: false, content };
      return { deliveries: [{ kind: 'response', ...only }] };
    }
    case 'deleted':
    case 'home':
      return SILENCE;
  }
}

/** Looks at the incidents whose snooze has ended; returns how many there were. */
async function wakeDue(desk: Deciding): Promise<number> {
  const due = await desk.store.due(desk.clock.now());
  for (const id of due) {
    for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1)
      if ((await desk.queue(() => wake(id, desk))) === 'ok') break;
  }
  return due.length;
}

async function wake(id: string, desk: Desk): Promise<'ok' | 'conflict'> {
  const standing = await desk.store.incident(id);
  if (standing === undefined) return 'ok';
  const now = desk.clock.now();
  const result = step(standing.incident, { kind: 'snooze-ended' }, now);
  const through = { key: `woke:${now}`, responseUrl: undefined, replacesOriginal: false };
  const plan = await planOf(result, standing, { links: desk, through });
  return await desk.store.commit({ ...plan, done: [] });
}
