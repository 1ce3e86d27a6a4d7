import type { ClockTime } from '../log/clock.ts';
import type { ReadSource, Witness } from './collect.ts';
import { evidenceId } from './evidence-id.ts';
import type { Group } from './groups.ts';
import type { Fact, FactName } from './vocabulary.ts';

/** A death and what nginx saw of it are at most this far apart on one clock: a kill, the kernel's FIN, the event loop. */
const SAME_MOMENT_SECONDS = 3;
/** Further apart, a witness still speaks for its cause, but no longer proves it. */
const NEAR_SECONDS = 60;
const QUARTER_HOUR_SECONDS = 900;
const WIDEST_ZONE_SECONDS = 14 * 3600;

// Which programs can stand behind which protocol; the rest (kernel, systemd) speak for any.
const SERVES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['php-fpm', new Set(['fastcgi'])],
  ['gunicorn', new Set(['http', 'https'])],
  ['puma', new Set(['http', 'https'])],
  ['node', new Set(['http', 'https', 'grpc', 'grpcs', 'stream'])],
  ['uwsgi', new Set(['uwsgi', 'suwsgi', 'http', 'https', 'fastcgi', 'scgi'])],
]);
// What an application server's process is called; the death of any other process is no proof.
const RUNTIME =
  /^(?:node|nodejs|php\S*|gunicorn\S*|uvicorn\S*|uwsgi\S*|python[\d.]*|ruby\S*|puma\S*|java|dotnet|beam\.smp|perl|apache2|httpd|tomcat\S*|\S*fpm\S*)$/;
const NO_UPSTREAM =
  /^(?:mysqld|mariadbd|postgres|redis|mongod|clickhouse\S*|elasticsearch|memcached|nginx|logrotate|cron|ssh|sshd|rsyslog|fluentd?\S*)(?:-server)?$/;

type Joined = {
  readonly witness: Witness;
  readonly how: 'other-source' | 'same-text' | 'unplaced';
};
const STRENGTH = { 'other-source': 0, 'same-text': 1, unplaced: 2 } as const;

/** What other programs' lines say about the end of the backend behind this group, by its strongest witness. */
export function crashFacts(
  group: Group,
  witnesses: readonly Witness[],
  sources: readonly ReadSource[],
): ReadonlyMap<FactName, Fact> {
  const joined = witnesses
    .map((witness) => join(group, witness, sources))
    .filter((one) => one !== undefined)
    .map((one) => (isForMost(group, one, witnesses) ? one : { ...one, how: 'unplaced' as const }))
    .sort((left, right) => STRENGTH[left.how] - STRENGTH[right.how]);
  const [best] = joined;
  if (best === undefined) return new Map();
  const evidence = joined
    .filter((one) => one.how === best.how && one.witness.crash === best.witness.crash)
    .slice(0, 3)
    .map((one) => evidenceId(one.witness.at));
  return new Map<FactName, Fact>([
    ['crash-kind', { value: best.witness.crash, evidence }],
    ['crash-joined', { value: best.how, evidence }],
  ]);
}

/** The witnesses of that kind stand near at least half of the failures: one death in a day of failures explains one of them. */
function isForMost(group: Group, { witness }: Joined, witnesses: readonly Witness[]): boolean {
  if (group.moments.length === 0) return true;
  const deaths = witnesses
    .filter((one) => one.crash === witness.crash && one.time !== undefined)
    .map((one) => one.time?.seconds ?? 0);
  const near = group.moments.filter((moment) =>
    deaths.some((seconds) => Math.abs(moment.seconds - seconds) <= SAME_MOMENT_SECONDS),
  );
  return near.length * 2 >= group.moments.length;
}

function join(group: Group, witness: Witness, sources: readonly ReadSource[]): Joined | undefined {
  const protocol = group.upstream?.scheme;
  const serves = SERVES.get(witness.program);
  if (serves !== undefined && protocol !== undefined && !serves.has(protocol)) return undefined;
  if (witness.process !== undefined && NO_UPSTREAM.test(witness.process)) return undefined;
  // Units of all kinds fail or are stopped; only one that is known to run an application says something of upstreams.
  const isRoutine = witness.crash === 'unhandled-exception' || witness.crash === 'restart-deploy';
  if (witness.process !== undefined && isRoutine && !RUNTIME.test(witness.process))
    return undefined;
  const distance = distanceTo(group, witness.time);
  if (distance === 'elsewhere') return undefined;
  const isRuntime = witness.process === undefined || RUNTIME.test(witness.process);
  if (distance === 'unknown' || distance > SAME_MOMENT_SECONDS || !isRuntime)
    return { witness, how: 'unplaced' };
  return { witness, how: isForeignSource(group, witness, sources) ? 'other-source' : 'same-text' };
}

/** Seconds to the nearest failure; `elsewhere` when both have dates that cannot meet, also not in another zone. */
function distanceTo(group: Group, time: ClockTime | undefined): number | 'unknown' | 'elsewhere' {
  if (time?.isDated !== true || group.moments.length === 0) return 'unknown';
  const isDated = group.line.time !== undefined && group.line.time.length > 8;
  if (!isDated) return 'unknown';
  const distances = group.moments.map((moment) => Math.abs(moment.seconds - time.seconds));
  const nearest = Math.min(...distances);
  if (nearest <= NEAR_SECONDS) return nearest;
  if (!group.isEveryMomentKept) return 'unknown';
  // The other program may write in another zone, which differ by quarter hours.
  const isZone = distances.some((distance) => {
    const offset = distance % QUARTER_HOUR_SECONDS;
    const isOnGrid = Math.min(offset, QUARTER_HOUR_SECONDS - offset) <= SAME_MOMENT_SECONDS;
    return isOnGrid && distance <= WIDEST_ZONE_SECONDS;
  });
  return isZone ? 'unknown' : 'elsewhere';
}

/**
 * A log that clients of nginx cannot write to: another file without lines of nginx in it, or another container's name
 * before the line. Text that stands inside error.log may have been forged through it.
 */
function isForeignSource(group: Group, witness: Witness, sources: readonly ReadSource[]): boolean {
  const source = sources[witness.at.source];
  if (!group.sources.has(witness.at.source))
    return source?.kind !== 'error-log' && source?.kind !== 'access-log';
  const container = witness.prefix.split('|')[0]?.trim() ?? '';
  return (
    container !== '' &&
    !group.prefixes.has('') &&
    group.prefixes.size > 0 &&
    !group.prefixes.has(container)
  );
}
