import { measure, readFloor, writeFloor } from './score/measure.ts';
import { regressionsOf, tallyLines } from './score/tally.ts';

// `node test/score.ts` prints how often the product is right on the corpus and fails when it is right less often than
// before; `--write-floor` makes the present figures the ones to keep.
const [option, ...others] = process.argv.slice(2);
if (others.length > 0 || (option !== undefined && option !== '--write-floor')) {
  process.stderr.write('usage: node test/score.ts [--write-floor]\n');
  process.exit(2);
}
const tallies = await measure();
process.stdout.write(`${tallyLines(tallies).join('\n')}\n`);
if (option === '--write-floor') writeFloor(tallies);
const regressions = regressionsOf(tallies, readFloor());
for (const regression of regressions) process.stderr.write(`${regression}\n`);
process.exitCode = regressions.length > 0 ? 1 : 0;
