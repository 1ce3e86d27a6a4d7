import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BotStage, newBotStage } from './bot-stage.ts';

let stage: BotStage;
beforeEach(async () => {
  stage = await newBotStage({ burst: 100, postsPerSecond: 100, tierFactor: 100 });
  await stage.start();
});
afterEach(() => stage.close());

const TENTHS = 200;
const ALERTS_A_TENTH = 10;

/** The most memory that the process ever had, as Linux counts it. */
function peakMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/mu.exec(status)?.[1]) / 1_024;
}

test('2,000 alerts about one upstream in 20 s: little memory, few messages, and others are answered meanwhile', async () => {
  let meanwhile = '';
  for (let tenth = 0; tenth < TENTHS; tenth += 1) {
    await Promise.all(Array.from({ length: ALERTS_A_TENTH }, () => stage.alert(1)));
    if (tenth === TENTHS / 4) meanwhile = await stage.alert(2);
    await pause(100);
  }
  expect(stage.answers(meanwhile)).toHaveLength(1);
  await stage.answered([await stage.alert(3)], 5_000);

  expect(stage.slack.deliveries.filter((one) => one.isLate || one.attempts > 1)).toEqual([]);
  const times = stage.calls('chat.postMessage').map(({ at }) => at);
  const pauses = times.slice(1).map((at, before) => at - (times[before] ?? 0));
  expect(Math.min(...pauses), 'shortest pause between two posts').toBeGreaterThanOrEqual(990);
  expect(times.length).toBeLessThan(10);
  expect(peakMegabytes(stage.bot().pid)).toBeLessThan(250);
});
