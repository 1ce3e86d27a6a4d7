import { beforeAll, describe, expect, test } from 'vitest';
import type { Incident } from '../../src/incident/incident.ts';
import type { IncidentEvent } from '../../src/incident/incident-event.ts';
import { opened, step } from '../../src/incident/step.ts';
import type { Report } from '../../src/report.ts';
import { diagnoseText } from '../diagnose-text.ts';

const RESET =
  '2026/11/22 09:14:03 [error] 7#7: *5 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 198.51.100.23, server: shop.example, request: "GET / HTTP/1.1", upstream: "http://10.0.3.17:8080/", host: "shop.example"';
const REFUSED = RESET.replace(
  'recv() failed (104: Connection reset by peer) while reading response header from upstream',
  'connect() failed (111: Connection refused) while connecting to upstream',
);
const NOW = Date.UTC(2026, 10, 22, 9, 15);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let reset: Report;
let refused: Report;
beforeAll(async () => {
  reset = await diagnoseText(RESET);
  refused = await diagnoseText(REFUSED);
});

function incident(change: Partial<Incident> = {}): Incident {
  const live = { kind: 'thread', channel: 'C1', thread: '1.1' } as const;
  return { ...opened({ id: 'i0123456789ab', group: 'g', live, report: reset }, NOW), ...change };
}

function following(events: readonly IncidentEvent[], start = incident()) {
  let last = step(start, events[0] ?? { kind: 'erased' }, NOW);
  for (const event of events.slice(1)) last = step(last.state, event, NOW);
  return last;
}

describe('acknowledging', () => {
  test('the first who clicks has it, and the message shows it', () => {
    const { state, effects, reason } = following([{ kind: 'acknowledged', by: 'U1' }]);
    expect(state.work).toEqual({ kind: 'acknowledged', by: 'U1', at: NOW });
    expect(effects).toEqual([{ kind: 'show' }]);
    expect(reason).toBe('acknowledged');
  });

  test('a second click of the same person changes nothing and says nothing', () => {
    const first = following([{ kind: 'acknowledged', by: 'U1' }]);
    const second = step(first.state, { kind: 'acknowledged', by: 'U1' }, NOW + MINUTE);
    expect(second.state).toEqual(first.state);
    expect(second.effects).toEqual([]);
  });

  test('another person is told who has it', () => {
    const { state, effects } = following([
      { kind: 'acknowledged', by: 'U1' },
      { kind: 'acknowledged', by: 'U2' },
    ]);
    expect(state.work).toMatchObject({ by: 'U1' });
    expect(effects).toEqual([
      { kind: 'tell', user: 'U2', about: 'U1', text: 'has acknowledged this already.' },
    ]);
  });
});

describe('setting a cause aside', () => {
  const first = () => reset.diagnoses[0]?.causes[0]?.id ?? '';
  const second = () => reset.diagnoses[0]?.causes[1]?.title ?? '';

  test('says what is first now', () => {
    const { state } = following([{ kind: 'set-aside', by: 'U1', cause: first() }]);
    expect(state.setAside).toEqual([{ cause: first(), by: 'U1', at: NOW }]);
    expect(state.changes.at(-1)?.text).toContain(`first now: ${second()}`);
  });

  test('does not touch the report', () => {
    const { state } = following([{ kind: 'set-aside', by: 'U1', cause: first() }]);
    expect(state.report).toBe(reset);
  });

  test('twice is once', () => {
    const event = { kind: 'set-aside', by: 'U1', cause: first() } as const;
    const { state, reason } = following([event, { ...event, by: 'U2' }]);
    expect(state.setAside).toHaveLength(1);
    expect(reason).toBe('already-set-aside');
  });

  test('a cause that does not stand there is refused', () => {
    const { state, reason, effects } = following([
      { kind: 'set-aside', by: 'U1', cause: 'no-such' },
    ]);
    expect(state.setAside).toEqual([]);
    expect(reason).toBe('no-such-cause');
    expect(effects).toMatchObject([{ kind: 'tell', user: 'U1' }]);
  });

  test('all of them set aside says that none is left', () => {
    const causes = reset.diagnoses[0]?.causes ?? [];
    const { state } = following(
      causes.map(({ id }) => ({ kind: 'set-aside', by: 'U1', cause: id })),
    );
    expect(state.changes.at(-1)?.text).toContain('no cause is left');
  });

  test('can be taken back', () => {
    const { state } = following([
      { kind: 'set-aside', by: 'U1', cause: first() },
      { kind: 'put-back', by: 'U2', cause: first() },
    ]);
    expect(state.setAside).toEqual([]);
  });
});

describe('alerts that join', () => {
  const join = (thread: string): IncidentEvent => ({
    kind: 'joined',
    channel: 'C1',
    thread,
    report: undefined,
  });

  test('raise the count and get a line in their own thread', () => {
    const { state, effects } = following([join('2.2')]);
    expect(state.alerts).toBe(2);
    expect(effects).toEqual([{ kind: 'show' }, { kind: 'point', channel: 'C1', thread: '2.2' }]);
  });

  test('get no more than five lines an hour', () => {
    let state = incident();
    const pointed = [];
    for (let minute = 0; minute < 60; minute += 6) {
      const next = step(state, join(`2.${minute}`), NOW + minute * MINUTE);
      pointed.push(...next.effects.filter(({ kind }) => kind === 'point'));
      state = next.state;
    }
    expect(pointed).toHaveLength(5);
    expect(state.alerts).toBe(11);
    expect(step(state, join('9.9'), NOW + 2 * HOUR).effects).toHaveLength(2);
  });

  test.each([
    ['in the same thread', incident(), join('1.1')],
    ['while it is snoozed', incident({ snooze: { by: 'U1', until: NOW + HOUR } }), join('2.2')],
    [
      'without a thread',
      incident(),
      { kind: 'joined', channel: 'C1', thread: undefined, report: undefined } as const,
    ],
  ])('%s only raise the count', (_, state, event) => {
    expect(step(state, event, NOW).effects).toEqual([{ kind: 'show' }]);
  });
});

describe('a snooze', () => {
  const snoozed = () => following([{ kind: 'snoozed', by: 'U1', minutes: 60 }]).state;

  test('has an end, at which the incident is looked at again', () => {
    const { state, wakeAt } = following([{ kind: 'snoozed', by: 'U1', minutes: 60 }]);
    expect(state.snooze).toEqual({ by: 'U1', until: NOW + HOUR });
    expect(wakeAt).toBe(NOW + HOUR);
  });

  test('says in the thread that it is over, since an edit notifies nobody', () => {
    const { state, effects, wakeAt } = step(snoozed(), { kind: 'snooze-ended' }, NOW + HOUR);
    expect(state.snooze).toBeUndefined();
    expect(effects).toMatchObject([{ kind: 'show' }, { kind: 'say' }]);
    expect(wakeAt).toBeUndefined();
  });

  test('that was made longer does not end at its first end', () => {
    const longer = step(snoozed(), { kind: 'snoozed', by: 'U2', minutes: 240 }, NOW + MINUTE);
    const woken = step(longer.state, { kind: 'snooze-ended' }, NOW + HOUR);
    expect(woken.effects).toEqual([]);
    expect(woken.wakeAt).toBe(NOW + MINUTE + 4 * HOUR);
  });

  test('keeps its end while other things happen', () => {
    expect(step(snoozed(), { kind: 'acknowledged', by: 'U2' }, NOW).wakeAt).toBe(NOW + HOUR);
  });

  test('ends with what it was about', () => {
    for (const kind of ['erased', 'answered-below'] as const) {
      const { state, wakeAt } = step(snoozed(), { kind }, NOW + MINUTE);
      expect(state.snooze).toBeUndefined();
      expect(wakeAt).toBeUndefined();
      expect(step(state, { kind: 'snooze-ended' }, NOW + HOUR).wakeAt).toBeUndefined();
    }
  });

  test('can be ended by hand', () => {
    const { state, wakeAt } = step(snoozed(), { kind: 'unsnoozed', by: 'U2' }, NOW + MINUTE);
    expect(state.snooze).toBeUndefined();
    expect(wakeAt).toBeUndefined();
  });
});

describe('evidence', () => {
  test('replaces the report and says whether the first cause changed', () => {
    const text = 'more evidence was pasted';
    const { state } = following([{ kind: 'evidence', by: 'U1', report: refused, text }]);
    expect(state.report).toBe(refused);
    const title = refused.diagnoses[0]?.causes[0]?.title;
    expect(state.changes.at(-1)?.text).toContain(`first cause now: ${title}`);
    const again = step(state, { kind: 'evidence', by: 'U1', report: refused, text }, NOW);
    expect(again.state.changes.at(-1)?.text).toContain('nothing in it changes the answer');
    const more = { ...refused, diagnoses: refused.diagnoses.map((one) => ({ ...one, count: 9 })) };
    const third = step(state, { kind: 'evidence', by: 'U1', report: more, text }, NOW);
    expect(third.state.changes.at(-1)?.text).toContain('the first cause stays');
  });

  test('that is gone leaves nothing to quote, and nothing to click on', () => {
    const { state } = following([{ kind: 'erased' }]);
    expect(state).toMatchObject({ isErased: true, report: undefined, labels: undefined });
    const clicked = step(state, { kind: 'acknowledged', by: 'U1' }, NOW);
    expect(clicked.effects).toMatchObject([{ kind: 'tell', user: 'U1' }]);
    expect(clicked.state).toEqual(state);
  });

  test('keeps no more than the last five changes', () => {
    const cause = reset.diagnoses[0]?.causes[0]?.id ?? '';
    const events = Array.from(
      { length: 8 },
      (_, at): IncidentEvent =>
        at % 2 === 0
          ? { kind: 'set-aside', by: 'U1', cause }
          : { kind: 'put-back', by: 'U1', cause },
    );
    expect(following(events).state.changes).toHaveLength(5);
  });
});

describe('sharing', () => {
  const alone = () => incident({ live: { kind: 'ephemeral', channel: 'C1', user: 'U1' } });
  const share: IncidentEvent = { kind: 'shared', by: 'U1', channel: 'C1' };

  test('makes the answer of one person the channel’s', () => {
    const { state, effects } = step(alone(), share, NOW);
    expect(state.live).toEqual({ kind: 'thread', channel: 'C1', thread: undefined });
    expect(effects).toEqual([{ kind: 'show' }]);
  });

  test('again sends it again, as the channel may have refused it', () => {
    const { effects, reason } = following([share, share], alone());
    expect(reason).toBe('already-shared');
    expect(effects).toEqual([{ kind: 'show' }]);
  });
});
