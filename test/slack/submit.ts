import type { MessageBody } from '../../src/bot/submission.ts';
import {
  type MessageContext,
  type MessageReading,
  submissionOfMessage,
} from '../../src/slack/message-submission.ts';

export const CONTEXT: MessageContext = {
  botUserId: 'U0SELFBOT1',
  botId: 'B0SELFBOT1',
  appId: 'A0NGINXBOT',
  alertChannels: new Set(['C0ALERTS01']),
  shadowChannels: new Set(['C0SHADOW01']),
  isExternallyShared: false,
  receivedAt: 1_795_350_001_000,
};
export const submit = (event: unknown, context: Partial<MessageContext> = {}): MessageReading =>
  submissionOfMessage(event, { ...CONTEXT, ...context });
/** `answer`, `deleted`, or why there is silence. */
export const outcomeOf = (reading: MessageReading): string => {
  if (reading.kind === 'silence') return reading.reason;
  return reading.submission.body.kind === 'message' ? 'answer' : reading.submission.body.kind;
};
export const bodyOf = (reading: MessageReading): MessageBody => {
  if (reading.kind === 'silence') throw new Error(`silence: ${reading.reason}`);
  const { body } = reading.submission;
  if (body.kind !== 'message') throw new Error(`a submission of kind ${body.kind}`);
  return body;
};
export const keyOf = (reading: MessageReading): string | undefined =>
  reading.kind === 'silence' ? undefined : reading.submission.key;
