import { expect, test } from 'vitest';
import { trial } from './trial.ts';

const TRIALS = 5;
const DAY_MS = 86_400_000;
// Other moments every day, the same ones all day.
const TODAY = Math.floor(Date.now() / DAY_MS);
const LONGEST_TRIAL_MS = 110_000;

const seeds = Array.from({ length: TRIALS }, (_, at) => TODAY * 100 + at);

test.each(seeds)(
  'killed in a storm nothing is lost and nothing said twice (npm run kill -- 1 %i)',
  async (seed) => {
    const { lost, twice, acknowledged, log } = await trial(seed);
    expect(lost, `lost with seed ${seed}: ${log}`).toEqual([]);
    expect(twice, `twice with seed ${seed}: ${log}`).toEqual([]);
    expect(acknowledged.alert, `a storm with seed ${seed}`).toBeGreaterThan(0);
  },
  LONGEST_TRIAL_MS,
);
