import { type Outcome, trial } from './trial.ts';

/** `npm run kill [-- trials [seed]]`: kill -9 in a storm, trial by trial; fails when anything is lost or said twice. */
const TRIALS = Number(process.argv[2] ?? 20);
const SEED = Number(process.argv[3] ?? Date.now() % 1_000_000);

const outcomes: Outcome[] = [];
process.stdout.write(`seed ${SEED}\n`);
for (let at = 1; at <= TRIALS; at += 1) {
  const outcome = await trial(SEED + at - 1);
  outcomes.push(outcome);
  const { log, ...rest } = outcome;
  process.stdout.write(`trial ${at}: ${JSON.stringify(rest)}\n`);
  if (rest.lost.length + rest.twice.length > 0) process.stdout.write(log);
}
for (const kind of ['alert', 'command', 'window', 'click'] as const) {
  const sum = (of: 'done' | 'acknowledged') =>
    outcomes.reduce((total, one) => total + one[of][kind], 0);
  process.stdout.write(`${kind}: ${sum('done')}, ${sum('acknowledged')} acknowledged\n`);
}
const failed = outcomes.filter(({ lost, twice }) => lost.length + twice.length > 0).length;
const kills = outcomes.reduce((total, one) => total + one.kills, 0);
process.stdout.write(`${kills} kills; ${TRIALS - failed} trials passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
