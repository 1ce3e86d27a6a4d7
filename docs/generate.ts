import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { reportSchema } from '../src/report.ts';

const ROOT = join(import.meta.dirname, '..');
/** Pages whose marked blocks hold the output of a command of ours. */
const PAGES = ['README.md', 'CONTRIBUTING.md', 'docs/command-line.md'];
// <!-- output of: npx nginx-diagnose … --> followed by a fenced block, which is written anew.
const BLOCK = /(<!-- output of: npx nginx-diagnose ([^\n]*?) -->\n```text\n)[\s\S]*?(\n```)/g;

/** Every generated file with what belongs in it; test/docs.test.ts compares them with what is committed. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const pages = PAGES.map(
    (page) => [page, withOutputs(readFileSync(join(ROOT, page), 'utf8'))] as const,
  );
  const schema = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
  const titled = { title: 'nginx-diagnose report', ...schema };
  return new Map([...pages, ['docs/report.schema.json', `${JSON.stringify(titled, null, 2)}\n`]]);
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
  for (const [file, text] of generatedFiles()) writeFileSync(join(ROOT, file), text);
}
