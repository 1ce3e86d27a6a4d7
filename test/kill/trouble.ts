import type { Delivered } from '../fake-slack/deliveries.ts';
import type { FakeSlack } from '../fake-slack/fake-slack.ts';

/** What Slack does at its worst, some of it each time. */
export function trouble(slack: FakeSlack, random: () => number): void {
  const times = 1 + Math.floor(random() * 3);
  const hasEffect = random() < 0.5;
  const post = 'chat.postMessage';
  const kinds = [
    () => slack.fault(post, { kind: 'closed', hasEffect, times }),
    () => slack.fault(post, { kind: 'http', status: 500, hasEffect, times }),
    () => slack.fault(post, { kind: 'http', status: 503, times }),
    () => slack.fault(post, { kind: 'hang', hasEffect, times }),
    () => slack.fault(post, { kind: 'rate-limited', seconds: 2, times }),
    () => slack.fault(post, { kind: 'slow', ms: 400, times: 8 }),
    () => slack.fault('chat.update', { kind: 'closed', hasEffect, times }),
    () => slack.fault('response_url', { kind: 'http', status: 500, hasEffect, times }),
    () => slack.disconnect('dropped'),
    () => {
      slack.outage(true);
      setTimeout(() => slack.outage(false), 1_000 + random() * 2_000);
    },
  ];
  kinds[Math.floor(random() * kinds.length)]?.();
}

const LONGEST_WAIT_MS = 4_000;
const KINDS: readonly Delivered['kind'][] = ['event', 'command', 'interaction'];

/** Waits for a moment to kill: any, or the very one in which Slack has an acknowledgement more. */
export async function momentToKill(slack: FakeSlack, random: () => number): Promise<void> {
  const waitMs = 100 + random() * 1_500;
  const kind = KINDS[Math.floor(random() * KINDS.length)];
  if (random() < 0.4) return await new Promise((resolve) => setTimeout(resolve, waitMs));
  const acknowledged = (): number =>
    slack.deliveries.filter((one) => one.kind === kind && one.ackedAt !== undefined).length;
  const before = acknowledged();
  // Where none comes, as in an outage, it is killed all the same.
  await slack.until(() => acknowledged() > before, LONGEST_WAIT_MS).catch(() => undefined);
}
