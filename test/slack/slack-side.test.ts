import { afterEach, expect, test } from 'vitest';
import type { FakeSlack, FakeSlackOptions } from '../fake-slack/fake-slack.ts';
import { CHANNEL, INCIDENT, LINE, MODES, type Mode, newStage, type Stage } from './slack-stage.ts';

let stage: Stage;
let slack: FakeSlack;

afterEach(() => stage.close());

async function start(mode: Mode, fake: FakeSlackOptions = {}): Promise<void> {
  stage = await newStage(mode, fake);
  ({ slack } = stage);
  await stage.connect();
  if (mode === 'socket') await slack.until(() => slack.sockets() === 2);
}

test.each(MODES)('an alert is in the inbox before it is acknowledged (%s)', async (mode) => {
  await start(mode);
  stage.failAccept(1);

  const { ts } = await slack.say({ channel: CHANNEL, text: LINE, bot: { id: 'B0GRAFANA1' } });
  await stage.inboxed(1);
  await slack.until(stage.isAcked);

  expect(stage.bodies()).toMatchObject([
    { kind: 'message', channel: CHANNEL, ts, mode: 'unasked' },
  ]);
  // The first try could not be kept, so it was not acknowledged and came again.
  expect(slack.deliveries[0]).toMatchObject({ attempts: 2 });
});

test.each(MODES)('the home is asked for when somebody opens it (%s)', async (mode) => {
  await start(mode);

  await slack.event({ type: 'app_home_opened', user: 'U0PERSON01', tab: 'home', event_ts: '1.1' });
  await stage.inboxed(1);

  expect(stage.bodies()).toEqual([{ kind: 'home', user: 'U0PERSON01' }]);
});

test.each(MODES)(
  'a command with a text is taken in, help is answered at once (%s)',
  async (mode) => {
    await start(mode);

    await slack.command({ text: LINE });
    await slack.command({ text: 'help' });

    expect(stage.bodies()).toMatchObject([{ kind: 'paste', channel: CHANNEL }]);
    expect(slack.ephemerals).toMatchObject([{ text: 'how to use it', via: 'ack' }]);
  },
);

test.each(MODES)('an empty command opens the window, whose text comes back (%s)', async (mode) => {
  await start(mode);
  await slack.command({ text: '' });
  await slack.until(() => slack.views.length === 1);

  await slack.submitView({ values: { text: '' } });
  expect(slack.views[0]).toMatchObject({ isOpen: true, errors: { text: expect.any(String) } });
  expect(stage.inbox.size).toBe(0);

  await slack.submitView({ values: { text: LINE } });
  expect(slack.views[0]).toMatchObject({ isOpen: false });
  expect(stage.bodies()).toMatchObject([
    { kind: 'paste', channel: CHANNEL, responseUrl: expect.stringContaining('http') },
  ]);
});

test('the global shortcut opens the window', async () => {
  await start('socket');

  await slack.shortcut({ kind: 'global', callbackId: 'diagnose-text' });

  await slack.until(() => slack.views.length === 1);
});

test('a message is asked about by its shortcut, also where the bot is not', async () => {
  await start('socket');
  const { ts } = await slack.say({ channel: 'C0OTHERS01', text: LINE });

  await slack.shortcut({
    kind: 'message',
    callbackId: 'diagnose-message',
    channel: 'C0OTHERS01',
    ts,
  });

  expect(stage.bodies()).toMatchObject([
    { kind: 'message', mode: 'asked', ts, responseUrl: expect.stringContaining('http') },
  ]);
});

test.each(MODES)('a click is taken in, and twice clicked is two (%s)', async (mode) => {
  await start(mode);
  const ts = await stage.card('acknowledge', INCIDENT);

  await slack.click({ channel: CHANNEL, ts, actionId: 'acknowledge' });
  await slack.click({ channel: CHANNEL, ts, actionId: 'acknowledge' });

  const clicks = stage.bodies().filter(({ kind }) => kind === 'click');
  expect(clicks).toMatchObject([
    { action: 'acknowledge', incident: INCIDENT, channel: CHANNEL },
    { action: 'acknowledge', incident: INCIDENT, channel: CHANNEL },
  ]);
});

test('"show all" opens the evidence of a known incident and speaks of an unknown one', async () => {
  await start('socket');
  const known = await stage.card('show-all', INCIDENT);
  const unknown = await stage.card('show-all', 'iffffffffffff');

  await slack.click({ channel: CHANNEL, ts: known, actionId: 'show-all' });
  await slack.until(() => slack.views.length === 1);
  await slack.click({ channel: CHANNEL, ts: unknown, actionId: 'show-all' });
  await slack.until(() => slack.ephemerals.length === 1);

  expect(slack.ephemerals[0]?.text).toContain('too old');
});

test('when the evidence cannot be read, the person is told', async () => {
  stage = await newStage('socket');
  ({ slack } = stage);
  const evidence = async () => {
    throw new Error('disk error');
  };
  await stage.connect({ windows: { paste: () => ({}), evidence } });
  await slack.until(() => slack.sockets() === 2);
  const ts = await stage.card('show-all', INCIDENT);

  await slack.click({ channel: CHANNEL, ts, actionId: 'show-all' });

  await slack.until(() => slack.ephemerals.length === 1);
  expect(slack.ephemerals[0]?.text).toBe('The window did not open. Try once more.');
});

test('when Slack says that a click is too long ago, the person is told', async () => {
  await start('socket');
  const ts = await stage.card('paste-more', INCIDENT);
  slack.fault('views.open', { kind: 'error', error: 'expired_trigger_id' });

  await slack.click({ channel: CHANNEL, ts, actionId: 'paste-more' });
  await slack.until(() => slack.ephemerals.length === 1);

  expect(slack.ephemerals[0]?.text).toContain('Try once more');
  expect(slack.views).toHaveLength(0);
});

test.each(MODES)('what nobody here knows is acknowledged and told once (%s)', async (mode) => {
  await start(mode);

  await slack.event({ type: 'reaction_added', user: 'U0PERSON01', event_ts: '1.1' });
  await slack.event({ type: 'reaction_added', user: 'U0PERSON01', event_ts: '1.2' });
  await slack.until(() => slack.deliveries.length === 2 && stage.isAcked());

  const told = stage.log.lines.filter(({ fields }) => 'type' in fields);
  expect(told.map(({ fields }) => fields)).toEqual([{ type: 'reaction_added' }]);
});
