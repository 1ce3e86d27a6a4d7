import type { RuleBook } from './diagnosis/rule-book.ts';
import { verdictsOf } from './diagnosis/verdicts.ts';
import { withClients } from './facts/clients.ts';
import { collect, type SourceText } from './facts/collect.ts';
import { readConfig, upstreamNameOf } from './facts/config-facts.ts';
import { rootsOf } from './facts/consequences.ts';
import { factsOf } from './facts/facts-of.ts';
import type { Group } from './facts/groups.ts';
import { neighboursOf } from './facts/neighbours.ts';
import { onNginxClock } from './facts/nginx-clock.ts';
import { symptomOf } from './facts/symptom.ts';
import type { Diagnosed } from './findings.ts';
import { checkPlan } from './remedy/checks.ts';
import { dialectsOf } from './remedy/dialect.ts';
import { fixesFor, verificationsFor, warningsFor } from './remedy/fixes.ts';
import { holeValues } from './remedy/holes.ts';
import type { Report } from './report.ts';
import { reportOf } from './report-of.ts';
import { toldFrom } from './told.ts';

/** What is handed in: texts, a configuration, and what the person who asks knows. */
export type Input = {
  readonly sources: readonly SourceText[];
  readonly config?: { readonly name: string; readonly text: string } | undefined;
  readonly told: {
    readonly nginxVersion?: string | undefined;
    readonly backend?: string | undefined;
    readonly platform?: string | undefined;
    readonly zone?: string | undefined;
  };
};

/** The stages in order: log → facts → diagnosis → remedy → report. Same input and rules, same report. */
export async function diagnose(input: Input, book: RuleBook): Promise<Report> {
  const config = input.config && readConfig(input.config.text, input.sources.length);
  const told = toldFrom(input.told, book.backends);
  const collected = onNginxClock(await collect(input.sources), told.zone);
  const around = neighboursOf(collected.groups, collected.counts.lines);
  const roots = rootsOf(collected.groups);

  const diagnosed = await Promise.all(
    collected.groups.map(async (group: Group): Promise<Diagnosed> => {
      const facts = factsOf(group, { all: collected, around, told, config });
      const verdicts = await verdictsOf(facts, book);
      const upstream = config && upstreamNameOf(config, group);
      const known = {
        facts,
        book,
        values: holeValues(group, facts, upstream),
        dialects: dialectsOf(facts.get('platform')?.value, book.dialects),
      };
      return {
        group,
        symptom: withClients(symptomOf(group), facts),
        root: roots.get(group.key),
        upstream: upstream?.name,
        verdicts,
        plan: checkPlan(verdicts, known),
        fixes: fixesFor(verdicts, known),
        warnings: warningsFor(verdicts, facts),
        verifications: verificationsFor(verdicts, known),
      };
    }),
  );
  return reportOf({
    collected,
    config,
    configName: input.config?.name,
    diagnosed,
    isZoneTold: told.zone !== undefined,
    digest: book.digest,
  });
}
