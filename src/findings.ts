import type { Verdicts } from './diagnosis/finding.ts';
import type { Collected } from './facts/collect.ts';
import type { ConfigFacts } from './facts/config-facts.ts';
import type { Group } from './facts/groups.ts';
import type { Symptom } from './facts/symptom.ts';
import type { CheckPlan } from './remedy/checks.ts';
import type { Fix, Verification, Warning } from './remedy/fixes.ts';

/** Everything the stages found about one group of lines. */
export type Diagnosed = {
  readonly group: Group;
  readonly symptom: Symptom;
  readonly root: string | undefined;
  readonly upstream: string | undefined;
  readonly verdicts: Verdicts;
  readonly plan: CheckPlan;
  readonly fixes: readonly Fix[];
  readonly warnings: readonly Warning[];
  readonly verifications: readonly Verification[];
};

export type Findings = {
  readonly collected: Collected;
  readonly config: ConfigFacts | undefined;
  readonly configName: string | undefined;
  readonly diagnosed: readonly Diagnosed[];
  /** The zone of nginx’s clock was told, not assumed. */
  readonly isZoneTold: boolean;
  readonly digest: string;
};
