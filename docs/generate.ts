import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { loadRuleBook } from '../src/diagnosis/load-rules.ts';
import type { RuleBook } from '../src/diagnosis/rule-book.ts';
import { reportSchema } from '../src/report.ts';
import { causePage } from './cause-page.ts';
import { rulesTogether } from './rules-together.ts';

const ROOT = join(import.meta.dirname, '..');
/** Pages whose marked blocks hold the output of a command of ours. */
const PAGES = ['README.md', 'CONTRIBUTING.md', 'docs/command-line.md'];
// <!-- output of: npx nginx-diagnose … --> followed by a fenced block, which is written anew.
const BLOCK = /(<!-- output of: npx nginx-diagnose ([^\n]*?) -->\n```text\n)[\s\S]*?(\n```)/g;

/** Every generated file with what belongs in it; test/docs.test.ts compares them with what is committed. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const book = loadRuleBook(join(ROOT, 'rules'));
  const pages = PAGES.map(
    (page) =>
      [page, withCauses(withOutputs(readFileSync(join(ROOT, page), 'utf8')), book)] as const,
  );
  const schema = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
  const titled = { title: 'nginx-diagnose report', ...schema };
  const causes = book.rules.map(
    (rule) => [`docs/causes/${rule.id}.md`, causePage(rule, book.proofs)] as const,
  );
  return new Map([
    ...pages,
    ['docs/report.schema.json', `${JSON.stringify(titled, null, 2)}\n`],
    ['docs/rules-together.md', await rulesTogether(book)],
    ...causes,
  ]);
}

const CAUSES = /(<!-- causes -->\n)[\s\S]*?(<!-- end of causes -->)/;

function withCauses(page: string, { rules }: RuleBook): string {
  const rows = rules.map(({ id, title }) => `| [\`${id}\`](docs/causes/${id}.md) | ${title} |`);
  const table = ['| cause | what it is |', '|---|---|', ...rows].join('\n');
  return page.replace(CAUSES, (...[, open, close]: string[]) => `${open}${table}\n${close}`);
}

function withOutputs(page: string): string {
  return page.replace(
    BLOCK,
    (...[, open, words, close]: string[]) => `${open}${outputOf(words ?? '')}${close}`,
  );
}

function outputOf(words: string): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['src/cli.ts', ...words.split(' ')],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  if (status === null || status > 1 || stdout === '')
    throw new Error(`nginx-diagnose ${words}: ${stderr}`);
  return stdout.trimEnd();
}

if (import.meta.main) {
  mkdirSync(join(ROOT, 'docs/causes'), { recursive: true });
  for (const [file, text] of await generatedFiles()) writeFileSync(join(ROOT, file), text);
}
