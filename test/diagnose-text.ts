import { loadRuleBook } from '../src/diagnosis/load-rules.ts';
import { diagnose, type Input } from '../src/pipeline.ts';
import type { Report } from '../src/report.ts';

export const RULES_FOLDER = new URL('../rules', import.meta.url).pathname;
export const RULE_BOOK = loadRuleBook(RULES_FOLDER);

type Beside = { readonly config?: string | undefined; readonly told?: Input['told'] };

/** The report of a pasted text, with the rules that are shipped. */
export function diagnoseText(text: string, { config, told = {} }: Beside = {}): Promise<Report> {
  return diagnoseFiles([{ name: 'paste', text }], { config, told });
}

/** The report of several texts that are read as files of their own. */
export function diagnoseFiles(
  files: readonly { readonly name: string; readonly text: string }[],
  { config, told = {} }: Beside = {},
): Promise<Report> {
  const sources = files.map(({ name, text }) => ({ name, chunks: [Buffer.from(text)] }));
  return diagnose(
    {
      sources,
      config: config === undefined ? undefined : { name: 'nginx.conf', text: config },
      told,
    },
    RULE_BOOK,
  );
}
