import type { Diagnosis, Report } from '../report.ts';
import type { Change, Incident, LabelsOnly, Live, Told } from './incident.ts';
import type { Effect, IncidentEvent, Reason, Step } from './incident-event.ts';

/** An alert joins an incident whose last alert is not older than this. */
export const JOIN_WINDOW_MS = 4 * 3_600_000;
const HOUR_MS = 3_600_000;
const POINTERS_AN_HOUR = 5;
const CHANGES_KEPT = 5;

export type Opening = {
  readonly id: string;
  readonly group: string;
  readonly live: Live;
  readonly report: Report | undefined;
  readonly labels?: LabelsOnly | undefined;
  readonly told?: Told | undefined;
  readonly config?: string | undefined;
};

/** A new incident, at its first submission. */
export function opened(opening: Opening, now: number): Incident {
  const { id, group, live, report } = opening;
  return {
    id,
    group,
    live,
    openedAt: now,
    lastAlertAt: now,
    alerts: 1,
    report,
    labels: opening.labels,
    isErased: false,
    isAnsweredBelow: false,
    told: opening.told ?? {},
    config: opening.config,
    work: { kind: 'open' },
    setAside: [],
    snooze: undefined,
    changes: [],
    pointedAt: [],
    edits: [],
  };
}

/** What an event makes of an incident: the next state, what to do, when to look again, and why. Pure. */
export function step(state: Incident, event: IncidentEvent, now: number): Step {
  if (state.isErased && event.kind !== 'erased') return forgotten(state, event);
  switch (event.kind) {
    case 'joined':
      return joined(state, event, now);
    case 'evidence':
      return withEvidence(state, event, now);
    case 'erased':
      return done(
        {
          ...state,
          report: undefined,
          labels: undefined,
          config: undefined,
          isErased: true,
          snooze: undefined,
          changes: [],
        },
        'erased',
      );
    case 'answered-below':
      return done(
        { ...state, isErased: true, isAnsweredBelow: true, snooze: undefined },
        'answered-below',
      );
    case 'acknowledged':
      return acknowledged(state, event.by, now);
    case 'set-aside':
      return setAside(state, event, now);
    case 'put-back':
      return putBack(state, event, now);
    case 'snoozed':
      return snoozed(state, event, now);
    case 'unsnoozed':
      return unsnoozed(state, event.by, now);
    case 'snooze-ended':
      return snoozeEnded(state, now);
    case 'shared':
      return shared(state, event);
  }
}

function done(state: Incident, reason: Reason): Step {
  return { state, effects: [{ kind: 'show' }], wakeAt: state.snooze?.until, reason };
}

function nothing(state: Incident, reason: Reason, effects: readonly Effect[] = []): Step {
  return { state, effects, wakeAt: state.snooze?.until, reason };
}

function forgotten(state: Incident, event: IncidentEvent): Step {
  const by = 'by' in event ? event.by : undefined;
  const text = state.isAnsweredBelow
    ? 'This was answered below; act on that answer.'
    : 'The message this answered was deleted; there is nothing left to act on.';
  return nothing(state, 'is-erased', by === undefined ? [] : [{ kind: 'tell', user: by, text }]);
}

/** Five lines an hour point here from other threads; after that only the count rises. */
function joined(
  state: Incident,
  { channel, thread, report }: Extract<IncidentEvent, { kind: 'joined' }>,
  now: number,
): Step {
  const recent = state.pointedAt.filter((at) => at > now - HOUR_MS);
  const isElsewhere =
    thread !== undefined && !(state.live.kind === 'thread' && state.live.thread === thread);
  const mayPoint = recent.length < POINTERS_AN_HOUR && isElsewhere && state.snooze === undefined;
  const next: Incident = {
    ...state,
    report: report ?? state.report,
    alerts: state.alerts + 1,
    lastAlertAt: now,
    pointedAt: mayPoint ? [...recent, now] : recent,
  };
  const shown = done(next, mayPoint ? 'joined' : 'joined-quietly');
  if (!mayPoint || thread === undefined) return shown;
  return { ...shown, effects: [...shown.effects, { kind: 'point', channel, thread }] };
}

function withEvidence(
  state: Incident,
  { by, report, text }: Extract<IncidentEvent, { kind: 'evidence' }>,
  now: number,
): Step {
  const next = { ...state, report, labels: undefined };
  const change = { at: now, by, text: `${text}: ${differenceOf(state.report, report)}` };
  return done(withChange(next, change), 'evidence-changed');
}

/** What new evidence changed, in a few words. */
export function differenceOf(before: Report | undefined, after: Report): string {
  if (JSON.stringify(before?.diagnoses) === JSON.stringify(after.diagnoses))
    return 'nothing in it changes the answer';
  const first = firstCause(after);
  return firstCause(before) === first
    ? 'the first cause stays'
    : `first cause now: ${first ?? 'none'}`;
}

function firstCause(report: Report | undefined): string | undefined {
  const cause = report?.diagnoses[0]?.causes[0];
  return cause === undefined ? undefined : `${cause.title} (${cause.verdict})`;
}

/** The first who clicks has it; a second click of theirs changes nothing, somebody else is told who has it. */
function acknowledged(state: Incident, by: string, now: number): Step {
  if (state.work.kind === 'open')
    return done({ ...state, work: { kind: 'acknowledged', by, at: now } }, 'acknowledged');
  if (state.work.by === by) return nothing(state, 'already-acknowledged');
  const text = 'has acknowledged this already.';
  return nothing(state, 'already-acknowledged', [
    { kind: 'tell', user: by, about: state.work.by, text },
  ]);
}

function setAside(
  state: Incident,
  { by, cause }: { readonly by: string; readonly cause: string },
  now: number,
): Step {
  const title = titleOf(state.report, cause);
  if (title === undefined) {
    const text = 'That cause does not stand in this answer any more.';
    return nothing(state, 'no-such-cause', [{ kind: 'tell', user: by, text }]);
  }
  if (state.setAside.some((one) => one.cause === cause)) return nothing(state, 'already-set-aside');
  const next = { ...state, setAside: [...state.setAside, { cause, by, at: now }] };
  const first = firstLeft(next, cause);
  const text = `set aside: ${title}; ${first === undefined ? 'no cause is left' : `first now: ${first}`}`;
  return done(withChange(next, { at: now, by, text }), 'set-aside');
}

function putBack(
  state: Incident,
  { by, cause }: { readonly by: string; readonly cause: string },
  now: number,
): Step {
  if (!state.setAside.some((one) => one.cause === cause)) return nothing(state, 'not-set-aside');
  const next = { ...state, setAside: state.setAside.filter((one) => one.cause !== cause) };
  const text = `put back: ${titleOf(state.report, cause) ?? cause}`;
  return done(withChange(next, { at: now, by, text }), 'put-back');
}

function titleOf(report: Report | undefined, cause: string): string | undefined {
  return causesBeside(report, cause).find((one) => one.id === cause)?.title;
}

/** The causes of the diagnosis that this cause stands in. */
function causesBeside(report: Report | undefined, cause: string): Diagnosis['causes'] {
  const holds = ({ causes }: Diagnosis): boolean => causes.some((one) => one.id === cause);
  return report?.diagnoses.find(holds)?.causes ?? [];
}

function firstLeft({ report, setAside: aside }: Incident, cause: string): string | undefined {
  const isLeft = ({ id }: { id: string }): boolean => aside.every((one) => one.cause !== id);
  return causesBeside(report, cause).find(isLeft)?.title;
}

const MINUTE_MS = 60_000;

function snoozed(
  state: Incident,
  { by, minutes }: { readonly by: string; readonly minutes: number },
  now: number,
): Step {
  return done({ ...state, snooze: { by, until: now + minutes * MINUTE_MS } }, 'snoozed');
}

function unsnoozed(state: Incident, by: string, now: number): Step {
  if (state.snooze === undefined) return nothing(state, 'not-snoozed');
  return done(
    withChange({ ...state, snooze: undefined }, { at: now, by, text: 'snooze ended early' }),
    'unsnoozed',
  );
}

/** An edit notifies nobody, so the end of a snooze is said in the thread, unless somebody has set a later end since. */
function snoozeEnded(state: Incident, now: number): Step {
  if (state.snooze === undefined || state.snooze.until > now) return nothing(state, 'not-snoozed');
  const alerts = state.alerts === 1 ? '1 alert' : `${state.alerts} alerts`;
  const said: Effect = { kind: 'say', text: `Snooze is over: ${alerts} so far.` };
  return {
    state: { ...state, snooze: undefined },
    effects: [{ kind: 'show' }, said],
    wakeAt: undefined,
    reason: 'snooze-ended',
  };
}

/** Shared again, it is sent again: the channel may have refused it before somebody invited the bot. */
function shared(state: Incident, { channel }: { readonly channel: string }): Step {
  if (state.live.kind === 'thread') return done(state, 'already-shared');
  return done({ ...state, live: { kind: 'thread', channel, thread: undefined } }, 'shared');
}

function withChange(state: Incident, change: Change): Incident {
  return { ...state, changes: [...state.changes, change].slice(-CHANGES_KEPT) };
}
