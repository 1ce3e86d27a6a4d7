import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { blockKitFaults } from '../fake-slack/block-kit-faults.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack/fake-slack.ts';
import { type BotProcess, dataFolder, slackEnvironment, startBotProcess } from './bot-process.ts';
import { lineOf } from './lines.ts';

const CHANNEL = 'C0ALERTS01';
const ELSEWHERE = 'C0CHAT0001';
const SHADOW = 'C0SHADOW01';
const TOOL = { id: 'B0ALERTER1', name: 'Alerts', hook: true };
const JOURNAL =
  'Nov 22 09:14:03 edge-1 kernel: Out of memory: Killed process 812 (node) total-vm:1kB';

let slack: FakeSlack;
let bot: BotProcess;
let folder: ReturnType<typeof dataFolder>;
beforeEach(async () => {
  slack = await startFakeSlack({ channels: [CHANNEL, ELSEWHERE, SHADOW], burst: 10 });
  folder = dataFolder();
  bot = await startBotProcess({
    ...slackEnvironment(slack),
    SLACK_SHADOW_CHANNELS: SHADOW,
    DATA_DIR: folder.path,
  });
  await slack.until(() => slack.sockets() > 0);
});
afterEach(async () => {
  expect(faultsSent(), 'what was sent').toEqual([]);
  await bot.kill();
  await slack.close();
  folder.remove();
});

/** Everything that was ever sent keeps to Slack's limits and to ours. */
function faultsSent(): readonly string[] {
  return slack.calls.flatMap(({ args }) =>
    'blocks' in args ? blockKitFaults(args.blocks, 'message') : [],
  );
}

const own = (channel = CHANNEL) =>
  slack.messages(channel).filter((one) => one.bot_id === slack.botId);
const answersIn = (ts: string, channel = CHANNEL) =>
  own(channel).filter((one) => one.thread_ts === ts);
const words = (value: unknown): string => JSON.stringify(value);
const last = <Item>(items: readonly Item[]): Item | undefined => items.at(-1);

async function answerTo(text: string): Promise<{ readonly ts: string; readonly root: string }> {
  const { ts } = await slack.say({ channel: CHANNEL, text, bot: TOOL });
  const answer = await slack.until(() => answersIn(ts)[0]);
  return { ts: answer.ts, root: ts };
}

describe('the command', () => {
  test('is answered to the person alone, and shared on demand', async () => {
    await slack.command({ text: lineOf(1), channel: ELSEWHERE });
    await slack.until(() => slack.ephemerals.length === 1);
    expect(words(slack.ephemerals[0])).toContain('10.0.3.1:8080');
    expect(own(ELSEWHERE)).toEqual([]);
    await slack.click({ ephemeral: 0, actionId: 'share' });
    await slack.until(() => own(ELSEWHERE).length === 1);
    expect(words(own(ELSEWHERE)[0])).toContain('10.0.3.1:8080');
  });

  test('shared where the bot is not a member, says how to invite it', async () => {
    await slack.command({ text: lineOf(1), channel: 'C0OTHERS01' });
    await slack.until(() => slack.ephemerals.length === 1);
    await slack.click({ ephemeral: 0, actionId: 'share' });
    await slack.until(() => words(slack.ephemerals).includes('/invite'));
    slack.member('C0OTHERS01', true);
    await slack.click({ ephemeral: 0, actionId: 'share' });
    await slack.until(() => own('C0OTHERS01').length === 1);
  });

  test('alone opens a window, whose answer comes to the person', async () => {
    await slack.command({ text: '', channel: ELSEWHERE });
    await slack.until(() => slack.views.length === 1);
    await slack.submitView({ values: { text: { value: lineOf(2) } } });
    await slack.until(() => slack.ephemerals.length === 1);
    expect(words(slack.ephemerals[0])).toContain('10.0.3.2:8080');
  });

  test('an empty window shows an error at its field and stays open', async () => {
    await slack.command({ text: '', channel: ELSEWHERE });
    await slack.until(() => slack.views.length === 1);
    await slack.submitView({ values: {} });
    expect(slack.views[0]?.errors).toHaveProperty('text');
    expect(slack.views[0]?.isOpen).toBe(true);
  });

  test('help says the ways in', async () => {
    await slack.command({ text: 'help', channel: ELSEWHERE });
    const shown = await slack.until(() => last(slack.deliveries)?.ackBody ?? slack.ephemerals[0]);
    expect(words(shown)).toContain('Diagnose this');
  });

  test('about nothing says what to give instead', async () => {
    await slack.command({ text: 'it is all broken', channel: ELSEWHERE });
    await slack.until(() => slack.ephemerals.length === 1);
    expect(words(slack.ephemerals[0])).toContain('error log');
  });
});

describe('asking in a thread', () => {
  test('by mention reads the thread', async () => {
    const { ts } = await slack.say({ channel: ELSEWHERE, text: lineOf(3) });
    await slack.say({
      channel: ELSEWHERE,
      text: `<@${slack.botUserId}> diagnose`,
      threadTs: ts,
    });
    await slack.until(() => answersIn(ts, ELSEWHERE).length === 1);
    expect(words(answersIn(ts, ELSEWHERE))).toContain('10.0.3.3:8080');
  });

  test('by shortcut answers under the message', async () => {
    const { ts } = await slack.say({ channel: ELSEWHERE, text: lineOf(3) });
    await slack.shortcut({
      kind: 'message',
      callbackId: 'diagnose-message',
      channel: ELSEWHERE,
      ts,
    });
    await slack.until(() => answersIn(ts, ELSEWHERE).length === 1);
  });

  test('by mention in an alert channel answers once, though two events tell of it', async () => {
    const text = `<@${slack.botUserId}> diagnose ${lineOf(4)}`;
    const { ts } = await slack.say({ channel: CHANNEL, text });
    await slack.until(() => answersIn(ts).length === 1);
    await answerTo(lineOf(5));
    expect(answersIn(ts)).toHaveLength(1);
  });
});

describe('buttons', () => {
  test('Acknowledge names who has it, in place', async () => {
    const { ts } = await answerTo(lineOf(1));
    await slack.click({ channel: CHANNEL, ts, actionId: 'acknowledge', user: 'U0PERSON02' });
    await slack.until(() => words(own()[0]).includes('U0PERSON02'));
    await slack
      .click({ channel: CHANNEL, ts, actionId: 'snooze', value: '60', user: 'U0PERSON03' })
      .catch(() => undefined);
    expect(own()).toHaveLength(1);
  });

  test('Not the cause puts the next one first and says so', async () => {
    const { ts } = await answerTo(lineOf(1));
    const before = words(own()[0]);
    await slack.click({ channel: CHANNEL, ts, actionId: 'not-the-cause' });
    await slack.until(() => words(own()[0]) !== before && words(own()[0]).includes('et aside'));
    expect(words(own()[0])).toContain('put-back');
  });

  test('Show all evidence opens a window with every line', async () => {
    const { ts } = await answerTo(lineOf(1));
    await slack.click({ channel: CHANNEL, ts, actionId: 'show-all' });
    await slack.until(() => slack.views.length === 1);
    expect(words(slack.views[0])).toContain('recv() failed');
  });

  test('Paste more evidence reads old and new together and edits the answer', async () => {
    const { ts } = await answerTo(lineOf(1));
    await slack.click({ channel: CHANNEL, ts, actionId: 'paste-more' });
    await slack.until(() => slack.views.length === 1);
    await slack.submitView({ values: { text: { value: JOURNAL } } });
    await slack.until(() => words(own()[0]).includes('more evidence was pasted'));
    expect(own()).toHaveLength(1);
    expect(words(own()[0])).toContain('10.0.3.1:8080');
  });
});

describe('messages', () => {
  test('in a file are fetched', async () => {
    const file = slack.addFile({ name: 'error.log', content: lineOf(6) });
    const { ts } = await slack.say({ channel: CHANNEL, files: [file] });
    await slack.until(() => answersIn(ts).length === 1);
    expect(words(answersIn(ts))).toContain('10.0.3.6:8080');
  });

  test('that are deleted take our quotes with them', async () => {
    const { root } = await answerTo(lineOf(7));
    slack.remove(CHANNEL, root);
    await slack.until(() => words(own()).includes('was deleted'));
    expect(words(own())).not.toContain('10.0.3.7');
  });

  test('in a shadow channel get no word', async () => {
    await slack.say({ channel: SHADOW, text: lineOf(8), bot: TOOL });
    await answerTo(lineOf(9));
    expect(own(SHADOW)).toEqual([]);
  });

  test('that were written while the bot was away are answered when it is back', async () => {
    await answerTo(lineOf(10));
    await bot.kill();
    const { ts } = await slack.say({ channel: CHANNEL, text: lineOf(11), bot: TOOL });
    bot = await startBotProcess({
      ...slackEnvironment(slack),
      SLACK_SHADOW_CHANNELS: SHADOW,
      DATA_DIR: folder.path,
    });
    await slack.until(() => answersIn(ts).length === 1, 15_000);
  });
});

test('the home tab shows what is open', async () => {
  await answerTo(lineOf(1));
  await slack.event({
    type: 'app_home_opened',
    user: 'U0PERSON01',
    channel: 'D0HOME0001',
    tab: 'home',
  });
  await slack.until(() => slack.homes.size === 1);
  expect(words([...slack.homes.values()])).toContain('10.0.3.1:8080');
});

test('no token and nothing that was pasted stands in the log', async () => {
  await slack.command({ text: `${lineOf(1)}\n\u001b[31mpassword=hunter2hunter2` });
  await slack.until(() => slack.ephemerals.length === 1);
  for (const secret of [slack.botToken, slack.appToken, 'hunter2', '10.0.3.1', '\u001b'])
    expect(bot.log()).not.toContain(secret);
});
