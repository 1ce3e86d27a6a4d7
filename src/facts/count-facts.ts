import { failedMethods } from './access-facts.ts';
import type { Collected } from './collect.ts';
import { evidenceId } from './evidence-id.ts';
import type { Group } from './groups.ts';
import type { Know } from './know.ts';

/** Below this many lines nothing is said about what they have in common. */
const SMALLEST_SAMPLE = 3;
const BURST_SECONDS = 2;
// nginx never repeats these once they were sent, unless told to (ngx_http_upstream_next, since 1.9.13).
const NOT_RETRIED = new Set(['POST', 'LOCK', 'PATCH']);

/** What the lines of a group have in common. */
export function countFacts(group: Group, know: Know): void {
  know('count', group.count);
  if (!group.methods.has('unknown')) know('request-bodies', bodiesOf(group));
  if (group.peers.size > 0) know('peers-failing', group.peers.size + group.peersLeftOut);
  if (group.firstSeconds === undefined || group.lastSeconds === undefined) return;
  const seconds = group.lastSeconds - group.firstSeconds;
  if (group.count > 1) know('seconds-spanned', seconds);
  if (group.count < SMALLEST_SAMPLE) return;
  know('all-in-one-burst', seconds <= BURST_SECONDS);
  if (!group.methods.has('unknown')) know('methods', methodsOf(group.methods));
}

/** True where no line of the group names its request. */
export function isMethodUnknown({ methods }: Group): boolean {
  return methods.size === 1 && methods.has('unknown');
}

/** A fragment of an error line names no request; the access log may. */
export function accessMethods(group: Group, { access }: Collected, know: Know): void {
  const failures = failedMethods(group, access);
  if (failures.length < SMALLEST_SAMPLE) return;
  const methods = new Map(failures.map(({ method }) => [method, 1]));
  const lines = failures.slice(0, 3).map(({ at }) => evidenceId(at));
  know('methods', methodsOf(methods), lines);
}

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);
// DELETE, and the methods of WebDAV, may have one or not (RFC 9110, section 9.3.5; RFC 4918, sections 9.1 and 9.10).
const WITHOUT_BODY = new Set(['GET', 'HEAD', 'OPTIONS']);

function bodiesOf(group: Group): string | undefined {
  const methods = [...group.methods.keys()];
  if (methods.every((method) => WITH_BODY.has(method))) return 'carried';
  if (methods.every((method) => WITHOUT_BODY.has(method))) return 'none';
  return methods.every((method) => WITH_BODY.has(method) || WITHOUT_BODY.has(method))
    ? 'mixed'
    : undefined;
}

function methodsOf(counted: ReadonlyMap<string, number>): string {
  const methods = [...counted.keys()];
  if (methods.every((method) => NOT_RETRIED.has(method))) return 'only-not-retried';
  return methods.some((method) => NOT_RETRIED.has(method)) ? 'mixed' : 'only-retried';
}
