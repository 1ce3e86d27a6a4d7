import { inviteContent } from '../../reply/slack/sentences.ts';
import type { Plan } from '../desk.ts';
import type { Delivery } from '../ports.ts';

/** A channel that does not take what a person asked for there says to that person how it would. */
export function withInvitation(plan: Plan, responseUrl: string): Plan {
  const ifRefused = { responseUrl, content: inviteContent() };
  const deliveries = plan.deliveries.map(
    (one): Delivery => (one.kind === 'message' ? { ...one, ifRefused } : one),
  );
  return { ...plan, deliveries };
}
