import type { Check } from './check.ts';

// Slack's signatures are good for five minutes (docs.slack.dev, verifying requests); its Date header has whole seconds.
const MOST_SECONDS = 30;

/** Whether our clock goes as Slack's does; both in milliseconds since 1970. */
export function clockCheck(ours: number, theirs: number | undefined): Check {
  const about = 'clock';
  if (theirs === undefined)
    return { kind: 'not-checked', about, says: 'no answer of Slack to compare it with' };
  const seconds = Math.round((ours - theirs) / 1000);
  if (Math.abs(seconds) <= MOST_SECONDS)
    return { kind: 'ok', about, says: `within ${MOST_SECONDS} s of Slack’s` };
  return {
    kind: 'fault',
    about,
    says: `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} Slack’s`,
    todo: 'have the clock set by the network: timedatectl set-ntp true',
  };
}
