import type { RuleBook } from '../../src/diagnosis/rule-book.ts';
import type { ErrorLine } from '../../src/log/line.ts';
import { parseText } from '../../src/log/parse-text.ts';
import { diagnose, type Input } from '../../src/pipeline.ts';
import { renderTerminal } from '../../src/reply/terminal.ts';
import { type Report, reportSchema } from '../../src/report.ts';

/** What the product made of one hostile input. */
export type Trial = {
  readonly text: string;
  readonly lines: readonly ErrorLine[];
  readonly report: Report;
  /** The reply in full, as a person would read it. */
  readonly terminal: string;
  readonly milliseconds: number;
  /** Every text of the report that is offered for pasting into a shell. */
  readonly commands: readonly string[];
  /** Every text of the report that is offered for pasting into a file. */
  readonly snippets: readonly string[];
  /** Every text of the report but the lines it quotes. */
  readonly ownTexts: readonly string[];
  /** The answer to an ordinary reset, to tell what an attacker's words added. */
  readonly plainReset: Report;
};

const PLAIN_RESET =
  '2026/11/22 09:41:36 [error] 2147#2147: *51 recv() failed (104: Connection reset by peer) while reading response ' +
  'header from upstream, client: 198.51.100.23, server: shop.example, request: "GET / HTTP/1.1", ' +
  'upstream: "http://10.0.3.17:8080/", host: "shop.example"\n';

/** Hands the bytes in as log text, or as the configuration beside an ordinary line, and reads the answer in every form. */
export async function trialOf(
  bytes: Buffer,
  as: 'text' | 'config',
  book: RuleBook,
): Promise<Trial> {
  const plain = Buffer.from(PLAIN_RESET);
  const text = as === 'text' ? bytes : plain;
  const config = as === 'text' ? undefined : { name: 'nginx.conf', text: bytes.toString() };
  const start = performance.now();
  const report = await diagnose({ sources: sourcesOf(text), config, told: {} }, book);
  const terminal = renderTerminal(report, { isColour: false });
  const milliseconds = performance.now() - start;
  return {
    text: bytes.toString(),
    lines: parseText(text.toString()),
    report: reportSchema.parse(report),
    terminal,
    milliseconds,
    commands: textsIn(report, ['run']),
    snippets: textsIn(report, ['snippet', 'diff']),
    ownTexts: textsIn({ ...report, evidence: {} }),
    plainReset: await diagnose({ sources: sourcesOf(plain), told: {} }, book),
  };
}

function sourcesOf(text: Buffer): Input['sources'] {
  return [{ name: 'pasted', chunks: [text] }];
}

/** Every text in the value, or only those that stand in a field of one of the names. */
export function textsIn(value: unknown, names?: readonly string[]): readonly string[] {
  if (typeof value === 'string') return names === undefined ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    typeof part === 'string' && names?.includes(name) ? [part] : textsIn(part, names),
  );
}
