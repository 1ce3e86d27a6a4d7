import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadRuleBook } from '../../src/diagnosis/load-rules.ts';
import type { RuleBook } from '../../src/diagnosis/rule-book.ts';
import { parseText } from '../../src/log/parse-text.ts';
import { diagnose, type Input } from '../../src/pipeline.ts';
import {
  type Capture,
  captures,
  formatSchema,
  incidentSchema,
  type Negative,
  negativeSchema,
  rowsOf,
} from './corpus.ts';
import { judgeFormat } from './formats.ts';
import { incidentTallies } from './incidents.ts';
import { labTallies } from './lab.ts';
import { blamesNoUpstream } from './negatives.ts';
import { type Answer, type Floor, floorOf, type Judgement, type Tally, tallyOf } from './tally.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FLOOR = new URL('floor.json', import.meta.url);

/** Measures the product, with the rules it ships, on the whole corpus. */
export async function measure(): Promise<readonly Tally[]> {
  const book = loadRuleBook(RULES);
  const covered = new Set<string>(book.rules.map((rule) => rule.id));
  const incidents = rowsOf('incidents.jsonl', incidentSchema);
  const negatives = rowsOf('negatives.jsonl', negativeSchema);
  const judgeNegative = ({ asked, report }: Answer<Negative>): Judgement =>
    blamesNoUpstream(asked.id, report);
  return [
    ...incidentTallies(await answersTo(incidents, pastedInput, book), covered),
    tallyOf('negatives', (await answersTo(negatives, pastedInput, book)).map(judgeNegative)),
    tallyOf(
      'formats',
      rowsOf('formats.jsonl', formatSchema).map((one) => judgeFormat(one, parseText(one.input))),
    ),
    ...labTallies(await answersTo(captures(), capturedInput, book), covered),
  ];
}

async function answersTo<Asked>(
  all: readonly Asked[],
  inputOf: (asked: Asked) => Input,
  book: RuleBook,
): Promise<readonly Answer<Asked>[]> {
  const answers: Answer<Asked>[] = [];
  for (const asked of all) answers.push({ asked, report: await diagnose(inputOf(asked), book) });
  return answers;
}

/** Nothing is told but the text: whoever pastes it seldom names the backend. */
function pastedInput({ input, config = '' }: { input: string; config?: string }): Input {
  return {
    sources: [{ name: 'pasted', chunks: [Buffer.from(input)] }],
    config: config === '' ? undefined : { name: 'nginx.conf', text: config },
    told: {},
  };
}

function capturedInput({ logs, config, nginx }: Capture): Input {
  return {
    sources: logs.map(({ name, text }) => ({ name, chunks: [text] })),
    config: { name: 'nginx.conf', text: config },
    told: { nginxVersion: nginx },
  };
}

/** The figures that were reached before and must not be lost. */
export function readFloor(): Floor {
  return JSON.parse(readFileSync(FLOOR, 'utf8'));
}

/** Makes these figures the ones that must not be lost. */
export function writeFloor(tallies: readonly Tally[]): void {
  writeFileSync(FLOOR, `${JSON.stringify(floorOf(tallies), null, 2)}\n`);
}
