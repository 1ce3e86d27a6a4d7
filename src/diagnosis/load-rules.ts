import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { dialectsSchema, ingressSchema } from './dialect-file.ts';
import { lintRuleBook } from './lint.ts';
import type { RuleBook, RuleFault } from './rule-book.ts';
import {
  backendsSchema,
  checksSchema,
  orderSchema,
  proofsSchema,
  type Rule,
  ruleSchema,
} from './rule-file.ts';

/** The rule files cannot be used; the message lists every fault, one a line. */
export class RuleFileError extends Error {
  override readonly name = 'RuleFileError';
  readonly faults: readonly RuleFault[];
  constructor(faults: readonly RuleFault[]) {
    super(
      faults
        .map((one) => `${one.file}: ${one.path === '' ? '' : `${one.path}: `}${one.fault}`)
        .join('\n'),
    );
    this.faults = faults;
  }
}

/** Reads a folder of rule files; throws one RuleFileError with all faults when any of them cannot be used. */
export function loadRuleBook(directory: string): RuleBook {
  const faults: RuleFault[] = [];
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.yml'))
    .sort();
  const texts = new Map(files.map((file) => [file, readFileSync(join(directory, file), 'utf8')]));
  const read = <Shape>(file: string, schema: z.ZodType<Shape>): Shape | undefined => {
    const text = texts.get(file);
    if (text !== undefined) return readFile({ file, text }, schema, faults);
    faults.push({ file, path: '', fault: 'is missing' });
    return undefined;
  };
  const rules = files
    .filter((file) => !file.startsWith('_'))
    .map((file) => ({ file, rule: read(file, ruleSchema) }))
    .filter((one): one is { file: string; rule: Rule } => one.rule !== undefined);
  const book = {
    rules: rules.map((one) => one.rule),
    order: read('_order.yml', orderSchema) ?? [],
    checks: read('_checks.yml', checksSchema) ?? [],
    backends: read('_backends.yml', backendsSchema) ?? [],
    proofs: read('_proofs.yml', proofsSchema) ?? [],
    dialects: read('_dialects.yml', dialectsSchema) ?? [],
    ingress: read('_ingress.yml', ingressSchema) ?? [],
    digest: digestOf(texts),
  };
  for (const { file, rule } of rules) {
    if (file !== `${rule.id}.yml`)
      faults.push({
        file,
        path: 'id',
        fault: `is "${rule.id}"; a rule file is named after its id`,
      });
  }
  faults.push(...lintRuleBook(book));
  if (faults.length > 0) throw new RuleFileError(faults);
  return book;
}

function readFile<Shape>(
  { file, text }: { file: string; text: string },
  schema: z.ZodType<Shape>,
  faults: RuleFault[],
): Shape | undefined {
  const document = parseDocument(text, { uniqueKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined) {
    faults.push({ file, path: '', fault: `is no YAML: ${problem.message.split('\n')[0]}` });
    return undefined;
  }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    faults.push({ file, path: issue.path.map(String).join('.'), fault: issue.message });
  }
  return undefined;
}

function digestOf(texts: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [file, text] of texts) hash.update(`${file}\u0000${text}\u0000`);
  return `sha256:${hash.digest('hex')}`;
}
