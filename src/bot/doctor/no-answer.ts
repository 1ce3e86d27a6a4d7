import type { Check } from './check.ts';
import type { SlackAnswer } from './slack-probe.ts';

type NoAnswer = Extract<SlackAnswer, { kind: 'limited' | 'unreachable' }>;

/** What to say when a call told nothing about what it was made for. */
export function noAnswer(about: string, answer: NoAnswer): Check {
  if (answer.kind === 'limited') {
    const says = `Slack wants a pause; ask again in ${answer.seconds} s`;
    return { kind: 'not-checked', about, says };
  }
  const todo = answer.isCertificate
    ? 'name the certificate of the proxy in between: NODE_EXTRA_CA_CERTS=<file>'
    : 'let this machine reach Slack over HTTPS (through a proxy: HTTPS_PROXY and NODE_USE_ENV_PROXY=1)';
  return { kind: 'fault', about, says: `Slack does not answer: ${answer.reason}`, todo };
}
