import { fileURLToPath } from 'node:url';
import { loadRuleBook, RuleFileError } from '../diagnosis/load-rules.ts';
import { UsageError } from './usage-error.ts';

/** Checks a folder of rule files; prints the causes it knows, or every fault with file, path and what is allowed. */
export function runRules(folder: string | undefined): number {
  const directory = folder ?? fileURLToPath(new URL('../../rules', import.meta.url));
  try {
    const book = loadRuleBook(directory);
    for (const rule of book.rules)
      process.stdout.write(`${rule.id.padEnd(24)} ${rule.maturity.padEnd(12)} ${rule.title}\n`);
    process.stdout.write(
      `${book.rules.length} rules, ${book.checks.length} checks, ${book.proofs.length} proofs: no fault\n`,
    );
    return 0;
  } catch (error) {
    if (error instanceof RuleFileError) {
      process.stderr.write(`${error.message}\n`);
      return 2;
    }
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new UsageError(`there is no folder ${directory}`, { cause: error });
    }
    throw error;
  }
}
