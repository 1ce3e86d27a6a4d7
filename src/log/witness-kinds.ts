/** How a backend process ended. */
export const CRASHES = [
  'oom-kill',
  'segfault',
  'killed',
  'unhandled-exception',
  'worker-timeout',
  'restart-deploy',
] as const;

/** What else a program behind an upstream, or on the way to it, says of its trouble; each has a fact `said-…`. */
const SAYINGS = [
  'children-limit',
  'address-dropped',
  'header-limit',
  'body-limit',
  'queue-full',
  'files-limit',
  'wrong-protocol',
  'port-taken',
  'listens-on-loopback',
  'blocked',
  'denied',
  'slow',
] as const;

export type Crash = (typeof CRASHES)[number];
type Saying = (typeof SAYINGS)[number];
export type WitnessKind = Crash | Saying;

/** True for the end of a process, false for what a living one says. */
export function isCrash(kind: WitnessKind): kind is Crash {
  return (CRASHES as readonly string[]).includes(kind);
}
