import type { ConfigFacts } from './config-facts.ts';
import { evidenceId } from './evidence-id.ts';
import type { Group } from './groups.ts';
import type { Fact } from './vocabulary.ts';

/** Where nginx and its upstreams run; what commands and fixes are written for. */
export const PLATFORMS = ['systemd', 'docker', 'kubernetes', 'ingress-nginx'] as const;

// What the container runtime of Kubernetes puts before a line, and what "docker compose logs" and the like do.
const CRI = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d) std(?:out|err) [FP] /;
const POD = /^\[pod\/[a-z0-9.-]{1,253}\/[a-z0-9-]{1,63}\] /;
const CONTAINER = /^[A-Za-z0-9._@-]{1,80}\s{1,30}\|\s/;
/** ingress-nginx sends everything through one block of this name (its template nginx.tmpl). */
const INGRESS_BLOCK = 'upstream_balancer';

/** The platform that was told, or that the lines or the configuration show; undefined where they show none. */
export function platformFact(
  group: Group,
  { told, config }: { told: string | undefined; config: ConfigFacts | undefined },
): Fact | undefined {
  if (told !== undefined) return { value: told, evidence: [] };
  const block = config?.upstreams.values().find(({ name }) => name === INGRESS_BLOCK);
  if (config !== undefined && block !== undefined) {
    const evidence = block.directives.slice(0, 1).map(({ line }) => `${config.source}:${line}`);
    return { value: 'ingress-nginx', evidence };
  }
  const [first] = group.evidence;
  if (first === undefined) return undefined;
  const evidence = [evidenceId(first)];
  if (CRI.test(first.text) || POD.test(first.text)) return { value: 'kubernetes', evidence };
  return CONTAINER.test(first.text) ? { value: 'docker', evidence } : undefined;
}
