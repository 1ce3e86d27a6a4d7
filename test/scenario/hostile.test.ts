import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/report.ts';
import { diagnoseText } from '../diagnose-text.ts';
import { casesOf, demandsOf } from '../hostile/cases.ts';
import { deliver, type HandedIn, waysOf } from '../hostile/deliver.ts';
import { DEMANDS } from '../hostile/demands.ts';
import { resetOf } from '../hostile/expand.ts';
import { type HostileStage, newHostileStage } from '../hostile/hostile-stage.ts';
import { shellWords } from '../hostile/shell-words.ts';
import {
  copiesIn,
  foreignCopies,
  incidentOf,
  type Shown,
  slackTrial,
} from '../hostile/slack-trial.ts';
import type { Trial } from '../hostile/trial.ts';

const HANDED_IN = casesOf('paste', 'slash').flatMap(waysOf);
// Measured alone by hostile.test.ts; here a hundred others are read at the same time, and all of them within half a minute.
const ELSEWHERE = ['max_ms'];

let stage: HostileStage;
let plainReset: Report;
let nothing: Report;
const delivered = new Map<string, () => readonly Shown[]>();

beforeAll(async () => {
  [plainReset, nothing] = [await diagnoseText(resetOf(51)), await diagnoseText('')];
  stage = await newHostileStage();
  await stage.start();
  for (const [at, one] of HANDED_IN.entries())
    delivered.set(one.key, await deliver(stage, one, at));
  await stage.idle();
});
afterAll(() => stage.close());

const shownFor = (key: string): readonly Shown[] => delivered.get(key)?.() ?? [];

async function trialOf({ key, text }: HandedIn): Promise<Trial> {
  const shown = shownFor(key);
  const incident = shown.map(incidentOf).find(Boolean);
  const report = (incident && (await stage.reportOf(incident))) || nothing;
  return slackTrial(shown, { text, report, plainReset });
}

describe.each(HANDED_IN)('$title', (one) => {
  const { hostile, key, way, text } = one;

  test('is answered as it must be', async () => {
    const trial = await trialOf(one);
    for (const [name, value] of demandsOf(hostile)) {
      const demand = DEMANDS[name];
      if (demand?.kind === 'checked' && !ELSEWHERE.includes(name)) demand.check(trial, value);
      if (name === 'reply_must_not_match_outside_code')
        expect(trial.ownTexts.join('\n')).not.toMatch(new RegExp(String(value)));
    }
  });

  test('offers for copying only what the rules say of this text, every word of it literal', async () => {
    const { commands } = await trialOf(one);
    const copies = shownFor(key).flatMap(({ blocks }) => copiesIn(blocks));
    expect(foreignCopies(copies, await diagnoseText(text))).toEqual([]);
    expect(commands.map(shellWords).filter(({ kind }) => kind === 'unsafe')).toEqual([]);
  });

  test('is answered once', () => {
    const { length } = shownFor(key);
    expect(length).toBeGreaterThanOrEqual(way === 'command' ? 1 : 0);
    expect(length).toBeLessThanOrEqual(1);
  });
});

describe('after all of them', () => {
  test('most were answered with commands to copy, so that there was something to check', () => {
    const shown = HANDED_IN.flatMap(({ key }) => shownFor(key));
    expect(shown.length).toBeGreaterThan(HANDED_IN.length * 0.8);
    const copied = shown.filter(({ blocks }) => copiesIn(blocks).length > 0);
    expect(copied.length).toBeGreaterThan(HANDED_IN.length / 2);
  });

  test('nothing that was sent can mention, link, format or unfurl what somebody else wrote', () => {
    expect(stage.sentFaults()).toEqual([]);
  });

  test('the bot still answers an ordinary line, and Slack waited for nothing', async () => {
    expect(await stage.answersAnOrdinaryLine(1)).toBe(true);
    expect(stage.slack.deliveries.filter((one) => one.isLate || one.attempts > 1)).toEqual([]);
  });

  test('it connected to nothing but Slack', () => {
    expect(stage.placesElsewhere()).toEqual([]);
  });

  test('no secret, no token and no raw byte is left anywhere once it has stopped', async () => {
    expect(await stage.bot().stop()).toBe(0);
    const secrets = HANDED_IN.flatMap(({ hostile }) => demandsOf(hostile))
      .filter(([name]) => name === 'redacted')
      .flatMap(([, texts]) => texts as readonly string[]);
    expect(secrets.length).toBeGreaterThan(10);
    const known = ['a call: 10.0.3.17:8080', 'its folder: 10.0.3.17:8080'];
    expect(stage.whereFound(['10.0.3.17:8080']), 'what is found').toEqual(known);
    const { botToken, appToken } = stage.slack;
    expect(stage.whereFound([...secrets, botToken, appToken])).toEqual([]);
    expect(stage.bot().output()).toBe('');
    expect(stage.logFaults()).toEqual([]);
  });
});
