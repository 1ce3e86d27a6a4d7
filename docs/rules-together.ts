import type { RuleBook } from '../src/diagnosis/rule-book.ts';
import { diagnose } from '../src/pipeline.ts';

/** The page that shows which rules speak on each rule's own positive examples: a rule that speaks everywhere says little. */
export async function rulesTogether(book: RuleBook): Promise<string> {
  const rows = await Promise.all(
    book.rules.map(async (rule) => {
      const spoken = await Promise.all(
        rule.examples.positive.map(async (example) => {
          const report = await diagnose(
            {
              sources: [{ name: 'example', chunks: [Buffer.from(example.input)] }],
              config:
                example.config === undefined
                  ? undefined
                  : { name: 'nginx.conf', text: example.config },
              told: { nginxVersion: example['nginx-version'], backend: example.backend },
            },
            book,
          );
          return report.diagnoses.flatMap(({ causes, ruledOut }) => [
            ...causes.map(({ id, verdict }) => ({ id, verdict: String(verdict) })),
            ...ruledOut.map(({ id }) => ({ id, verdict: 'ruled out' })),
          ]);
        }),
      );
      const others = (verdict: string): string => {
        const ids = spoken.flat().filter((one) => one.verdict === verdict && one.id !== rule.id);
        const counts = Map.groupBy(ids, (one) => one.id);
        return [...counts]
          .sort(([left], [right]) => left.localeCompare(right))
          .map(([id, list]) => (list.length === 1 ? id : `${id} ×${list.length}`))
          .join(', ');
      };
      const columns = ['confirmed', 'likely', 'possible', 'ruled out'].map(others);
      return `| ${rule.id} | ${spoken.length} | ${columns.join(' | ')} |`;
    }),
  );
  return `${[
    '<!-- Written by docs/generate.ts; change rules/ and run npm run docs. -->',
    '',
    '# Which rules speak together',
    '',
    'For every rule: its own positive examples, and what the other rules say of them (×n: in n diagnoses).',
    '',
    '| rule | examples | also confirmed | also likely | also possible | ruled out |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}
