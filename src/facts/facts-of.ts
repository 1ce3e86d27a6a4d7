import { accessFacts } from './access-facts.ts';
import type { Collected } from './collect.ts';
import { type ConfigFacts, keepaliveFacts, settingFacts } from './config-facts.ts';
import { accessMethods, countFacts, isMethodUnknown } from './count-facts.ts';
import { evidenceId } from './evidence-id.ts';
import type { Group } from './groups.ts';
import { lineFacts } from './line-facts.ts';
import { type Neighbours, neighbourFacts } from './neighbours.ts';
import { platformFact } from './platform.ts';
import { STATUS_MESSAGES } from './status-only.ts';
import type { Fact, FactName, Facts, FactValue } from './vocabulary.ts';
import { crashFacts, sayingFacts } from './witness-facts.ts';
import { joinedTo } from './witness-join.ts';

/** What the person who asks knows and said. */
export type Told = {
  readonly nginxVersion?: string | undefined;
  readonly backend?: string | undefined;
  readonly platform?: string | undefined;
  /** Zone of the clock that nginx writes its log by. */
  readonly zone?: string | undefined;
  readonly backendIdleSeconds?: number | undefined;
};

/** What is known beside the group itself. */
export type Known = {
  readonly all: Collected;
  readonly around: Neighbours;
  readonly told: Told;
  readonly config: ConfigFacts | undefined;
};

/** Everything known about one group, each fact with the lines it stands on. */
export function factsOf(group: Group, { all, around, told, config }: Known): Facts {
  const evidence = group.evidence.map(evidenceId);
  const facts = new Map<FactName, Fact>();
  const know = (
    name: FactName,
    value: FactValue | undefined,
    lines: readonly string[] = evidence,
  ): void => {
    if (value !== undefined) facts.set(name, { value, evidence: lines });
  };
  lineFacts(group, know);
  countFacts(group, know);
  know('nginx-version', told.nginxVersion, []);
  const platform = platformFact(group, { told: told.platform, config });
  know('platform', platform?.value, platform?.evidence);
  know('backend', told.backend, []);
  know('backend-idle-seconds', told.backendIdleSeconds, []);
  if (config !== undefined) {
    const keepalive = keepaliveFacts(config, group, told.nginxVersion);
    know('upstream-keepalive', keepalive?.value, keepalive?.evidence ?? []);
    know('upstream-keepalive-seconds', keepalive?.seconds, keepalive?.evidence ?? []);
    for (const [name, fact] of settingFacts(config, group)) facts.set(name, fact);
  }
  if (group.largeBody !== undefined)
    know('request-in-temp-file', true, [evidenceId(group.largeBody)]);
  // Without an error log, what is not in it says nothing.
  if (!STATUS_MESSAGES.has(group.line.message))
    for (const [name, fact] of neighbourFacts(group, around)) facts.set(name, fact);
  for (const [name, fact] of accessFacts(group, all.access)) facts.set(name, fact);
  if (isMethodUnknown(group)) accessMethods(group, all, know);
  const joined = joinedTo(group, { ...all, backend: told.backend });
  for (const [name, fact] of [...crashFacts(joined), ...sayingFacts(joined)]) facts.set(name, fact);
  return facts;
}
