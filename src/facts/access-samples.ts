import type { Failure, PeerSeen, Second } from './access-tables.ts';
import type { Group } from './groups.ts';

const FEWEST = 5;
const MOST_OF_THEM = 0.8;

/** The middle of the values, undefined below five. */
export function medianOf(values: readonly number[]): number | undefined {
  if (values.length < FEWEST) return undefined;
  return middleOf(values);
}

function middleOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** A timer is looked at about once a second by most servers, so that what it ends takes up to a second longer. */
const WIDEST_SECONDS = 1.1;
const JUST_ABOVE = 0.1;
const FEWEST_MOMENTS = 3;

/** The whole second just above which failures pile up; many answers that took longer say that it is nobody's timer. */
export function failsAfterSeconds(
  failures: readonly Failure[],
  peers: readonly PeerSeen[],
): number | undefined {
  const timed = failures.filter((failure) => failure.seconds !== undefined && failure.seconds >= 1);
  const times = timed.map((failure) => failure.seconds ?? 0).sort((left, right) => left - right);
  const timer = pileAbove(times, failures.length);
  // Failures of one moment have one cause, and took equally long because they began together.
  const moments = new Set(timed.map((failure) => failure.moment ?? 'unknown'));
  if (timer === undefined || moments.size < FEWEST_MOMENTS) return undefined;
  const longer = peers.reduce(
    (sum, peer) => sum + peer.answeredAfter.slice(timer + 2).reduce((all, one) => all + one, 0),
    0,
  );
  return longer * 5 > failures.length ? undefined : timer;
}

function pileAbove(times: readonly number[], failures: number): number | undefined {
  if (failures < FEWEST) return undefined;
  for (const [at, time] of times.entries()) {
    const timer = Math.floor(time + 0.005);
    if (time > timer + JUST_ABOVE + timer / 20) continue;
    const widest = Math.min(WIDEST_SECONDS, timer / 2);
    let end = at;
    while (end < times.length && (times[end] ?? 0) <= timer + widest) end += 1;
    if (end - at >= failures * MOST_OF_THEM) return timer;
  }
  return undefined;
}

/** Below this an answer is a message, not a body that somebody's limit cut. */
const SMALLEST_LIMIT_BYTES = 1024;

/**
 * The count of bytes at which cut answers end. The log does not mark them; so only a failure counts in whose second and
 * the one after exactly one request to that peer ended, which then is the failed one.
 */
export function bytesBeforeFailure(group: Group, peers: readonly PeerSeen[]): number | undefined {
  const cuts = [...new Set(group.moments.map(({ seconds, peer }) => `${seconds} ${peer ?? ''}`))]
    .map((moment) => {
      const blank = moment.indexOf(' ');
      const peer = peers.find((one) => one.name === moment.slice(blank + 1));
      return peer && bytesOfOnly(peer.bySecond, Number(moment.slice(0, blank)));
    })
    .filter((bytes) => bytes !== undefined)
    .sort((left, right) => left - right);
  if (cuts.length < FEWEST) return undefined;
  for (const [at, bytes] of cuts.entries()) {
    const most = bytes * 1.02 + 64;
    const end = cuts.findLastIndex((one) => one <= most) + 1;
    if (bytes >= SMALLEST_LIMIT_BYTES && end - at >= cuts.length * MOST_OF_THEM) return bytes;
  }
  return undefined;
}

function bytesOfOnly(bySecond: ReadonlyMap<number, Second>, second: number): number | undefined {
  const seconds = [bySecond.get(second), bySecond.get(second + 1)].filter(
    (one) => one !== undefined && one.ended > 0,
  );
  const [only] = seconds;
  return seconds.length === 1 && only?.ended === 1 ? only.bytes : undefined;
}

const FEWEST_FAILED = 10;
const CLEARLY_MORE = 1.5;

/**
 * Compares how many requests that were answered in the end were under way in seconds with failures and in seconds
 * without. Those that failed do not count, since a burst of failures would otherwise explain itself.
 */
export function failsWithConcurrency(peers: readonly PeerSeen[]): boolean | undefined {
  const bySecond = new Map<number, { underWay: number; failed: number }>();
  for (const peer of peers) {
    for (const [second, { underWay, failed }] of peer.bySecond) {
      const sum = bySecond.get(second) ?? { underWay: 0, failed: 0 };
      bySecond.set(second, { underWay: sum.underWay + underWay, failed: sum.failed + failed });
    }
  }
  const seconds = [...bySecond.values()];
  const withFailures = seconds.filter((one) => one.failed > 0);
  const without = seconds.filter((one) => one.failed === 0);
  const failed = withFailures.reduce((sum, one) => sum + one.failed, 0);
  if (failed < FEWEST_FAILED || withFailures.length < FEWEST || without.length < FEWEST)
    return undefined;
  const during = middleOf(withFailures.map((one) => one.underWay)) ?? 0;
  const otherwise = middleOf(without.map((one) => one.underWay)) ?? 0;
  if (during >= otherwise * CLEARLY_MORE && during >= otherwise + 1) return true;
  return during <= otherwise ? false : undefined;
}
