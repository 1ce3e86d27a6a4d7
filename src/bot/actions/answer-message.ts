import { alertGroup, askedGroup, incidentId } from '../../incident/group-key.ts';
import type { Incident } from '../../incident/incident.ts';
import { opened, step } from '../../incident/step.ts';
import { helpContent } from '../../reply/slack/help.ts';
import { nothingFoundContent } from '../../reply/slack/nothing-found.ts';
import { answeredAlreadyContent } from '../../reply/slack/sentences.ts';
import type { Report } from '../../report.ts';
import { type Desk, type Plan, SILENCE } from '../desk.ts';
import { planOf } from '../effects.ts';
import { evidenceFrom, reportOfAll } from '../evidence.ts';
import { liveDeliveries } from '../live-message.ts';
import type { Versioned } from '../ports.ts';
import type { Read } from '../read.ts';
import { runningIncident } from '../running-incident.ts';
import { deletionKey, type MessageBody } from '../submission.ts';
import { answerInThread } from './answer-in-thread.ts';
import { withInvitation } from './invitation.ts';
import { joinRunning } from './join-running.ts';
import { shadowNote } from './shadow-note.ts';

/** A message of a channel: an alert, pasted lines, or somebody who asks about either. */
export async function answerMessage(
  message: Read<MessageBody>,
  key: string,
  desk: Desk,
): Promise<Plan> {
  const plan = await planFor(message, key, desk);
  const { responseUrl } = message.body;
  return responseUrl === undefined ? plan : withInvitation(plan, responseUrl);
}

async function planFor(message: Read<MessageBody>, key: string, desk: Desk): Promise<Plan> {
  const { body, report } = message;
  if (body.mode === 'shadow') {
    const isNews = isWorthAnswering(body, report) && body.edited === undefined;
    return isNews ? shadowNote(body, report, desk.clock.now()) : SILENCE;
  }
  // The deletion may have overtaken it, while it waited for a file.
  if (await desk.store.hasAccepted(deletionKey(body.channel, body.ts))) return SILENCE;
  const standing = await desk.store.incidentOfOrigin(originOf(body));
  if (standing !== undefined && !standing.incident.isErased)
    return await againAsked(message, { standing, key }, desk);
  if (!isWorthAnswering(body, report)) return nothingFound(message, key);
  const inThread = isAlert(body) ? undefined : await answerInThread(message, desk);
  if (inThread !== undefined) return inThread;
  const running = await joinable(body, report, desk);
  return running === undefined ? opening(message, desk) : await joining(message, running, desk);
}

function originOf({ channel, ts }: { readonly channel: string; readonly ts: string }): string {
  return `${channel}:${ts}`;
}

/** Unasked, what is only the client's doing is nobody's alert. */
function isWorthAnswering({ mode, alert }: MessageBody, { diagnoses }: Report): boolean {
  if (alert?.says !== undefined) return true;
  if (mode === 'asked') return diagnoses.length > 0;
  return diagnoses.some(({ causes }) => causes[0]?.id !== 'client-abort');
}

/** Unasked there is nothing to say, but for a file that a person posted and that could not be read. */
function nothingFound({ body, report, unread }: Read<MessageBody>, submission: string): Plan {
  const isUnread = unread.length > 0 && body.from.kind === 'person';
  if (body.mode !== 'asked' && !isUnread) return SILENCE;
  if (body.asker !== undefined && report.read.lines === 0 && unread.length === 0)
    return helpFor(body.asker, { body, key: `help:${submission}` });
  // An edit that leads nowhere corrects what was said before; whoever asks again by the menu is answered again.
  const isByMenu = body.responseUrl !== undefined;
  const key = `nothing:${isByMenu ? submission : originOf(body)}`;
  const content = nothingFoundContent(report, { sharing: 'channel' });
  const { channel } = body;
  return { deliveries: [{ kind: 'message', key, channel, thread: threadOf(body), content }] };
}

/** Somebody mentions the bot and gives it nothing to read. */
function helpFor(
  user: string,
  { body, key }: { readonly body: MessageBody; readonly key: string },
): Plan {
  const { channel, threadTs: thread } = body;
  const content = helpContent();
  return { deliveries: [{ kind: 'whisper', key, channel, thread, user, content }] };
}

function threadOf({ threadTs, ts }: MessageBody): string {
  return threadTs ?? ts;
}

/** The message is answered already: an edit corrects the answer, a person who asks again is shown where it stands. */
async function againAsked(
  { body, texts }: Read<MessageBody>,
  { standing, key }: { readonly standing: Versioned; readonly key: string },
  desk: Desk,
): Promise<Plan> {
  const origin = originOf(body);
  const { incident } = standing;
  const { edited } = body;
  if (edited === undefined) return whereItStands(body, { incident, key }, desk);
  // An older edit may come late, since it waited for a file.
  if (incident.edits.some((one) => one.origin === origin && Number(one.edited) >= Number(edited)))
    return whereItStands(body, { incident, key }, desk);
  const kept = await desk.store.evidenceOf(incident.id);
  // An alert that only joined is no evidence, and its edit changes nothing.
  if (!kept.some((one) => one.origin === origin) && incident.report !== undefined) return SILENCE;
  const rest = kept.filter((one) => one.origin !== origin);
  const report = await reportOfAll(incident, [...rest, ...texts], desk);
  // An edit that was heard and read again in the history, or that corrected a typing error.
  if (isSame(report, incident.report)) return whereItStands(body, { incident, key }, desk);
  const event = {
    kind: 'evidence',
    by: undefined,
    report,
    text: 'the message was edited',
  } as const;
  const edits = [...incident.edits, { origin, edited }].slice(-EDITS_KEPT);
  const plan = await planOf(step({ ...incident, edits }, event, desk.clock.now()), standing, {
    links: desk,
    through: { key: edited, responseUrl: undefined, replacesOriginal: false },
  });
  const evidence = evidenceFrom(texts, { incident: incident.id, origin });
  return { ...plan, forget: [origin], evidence };
}

const EDITS_KEPT = 20;

function isSame(report: Report, before: Report | undefined): boolean {
  const quoted = (one: Report | undefined): string =>
    JSON.stringify([one?.diagnoses ?? [], one?.evidence ?? {}]);
  return quoted(report) === quoted(before);
}

function whereItStands(
  body: MessageBody,
  { incident: { live }, key: submission }: { readonly incident: Incident; readonly key: string },
  { chat }: Desk,
): Plan {
  const { asker, channel } = body;
  if (asker === undefined) return SILENCE;
  const at = live.kind === 'thread' ? live.thread : undefined;
  const content = answeredAlreadyContent(
    at === undefined ? undefined : chat.linkTo(live.channel, at),
  );
  const key = `standing:${submission}`;
  return {
    deliveries: [{ kind: 'whisper', key, channel, thread: threadOf(body), user: asker, content }],
  };
}

/** What a person pastes always gets the full answer; a monitoring tool's alert may belong to what is known already. */
async function joinable(
  body: MessageBody,
  report: Report,
  desk: Desk,
): Promise<Versioned | undefined> {
  return isAlert(body) ? await runningIncident(groupOf(body, report), desk) : undefined;
}

function isAlert({ mode, from }: MessageBody): boolean {
  return mode === 'unasked' && from.kind === 'bot';
}

function groupOf(body: MessageBody, report: Report): string {
  if (!isAlert(body)) return askedGroup(originOf(body));
  if (report.diagnoses.length > 0) return alertGroup(body.channel, { report });
  const { service, host, title } = body.alert ?? { title: '' };
  return alertGroup(body.channel, { service: service ?? host ?? title });
}

async function joining(
  { body, report, texts }: Read<MessageBody>,
  running: Versioned,
  desk: Desk,
): Promise<Plan> {
  const { channel, ts: key } = body;
  const alert = { key, channel, thread: threadOf(body), origin: originOf(body), report, texts };
  return await joinRunning(running, alert, desk);
}

function opening({ body, report, texts }: Read<MessageBody>, { clock }: Desk): Plan {
  const group = groupOf(body, report);
  const id = incidentId(group, clock.now());
  const { alert, channel } = body;
  const incident = opened(
    {
      id,
      group,
      live: { kind: 'thread', channel, thread: threadOf(body) },
      report: report.diagnoses.length > 0 ? report : undefined,
      labels:
        alert?.says === undefined
          ? undefined
          : { says: alert.says, host: alert.host, title: alert.title },
    },
    clock.now(),
  );
  const origin = originOf(body);
  return {
    incident: { next: incident, expectedVersion: 0 },
    origins: [origin],
    evidence: evidenceFrom(texts, { incident: id, origin }),
    deliveries: liveDeliveries(incident, {
      key: body.ts,
      responseUrl: undefined,
      replacesOriginal: false,
    }),
  };
}
