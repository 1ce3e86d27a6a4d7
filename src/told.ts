import type { Backend } from './diagnosis/rule-file.ts';
import type { Told } from './facts/facts-of.ts';

/** What was told, with what the table of backends knows about it: "nodejs" is "node", which closes idle connections after 5 s. */
export function toldFrom(
  told: {
    readonly nginxVersion?: string | undefined;
    readonly backend?: string | undefined;
    readonly platform?: string | undefined;
    readonly zone?: string | undefined;
  },
  backends: readonly Backend[],
): Told {
  const name = told.backend?.toLowerCase();
  const known = backends.find(
    (one) => one.backend === name || (name !== undefined && one.names.includes(name)),
  );
  return {
    nginxVersion: told.nginxVersion,
    platform: told.platform,
    zone: told.zone,
    backend: known?.backend ?? name,
    backendIdleSeconds: known?.['idle-seconds'],
  };
}
