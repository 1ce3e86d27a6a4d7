import { createHmac } from 'node:crypto';
import { type Base, IDENTITY } from './base.ts';
import type { Delivered, Outcome, Retry, Transport } from './deliveries.ts';
import { type Json, parsed } from './json.ts';

// Slack retries at once, after one minute and after five; here in shares of the time that the test gives for a redelivery.
const PAUSES: readonly number[] = [0, 20, 100];

export type HttpPush = Transport & { target(url: string): void; outage(isOn: boolean): void };

/** HTTP mode: signed POSTs to the app. */
export function newHttpPush(base: Base): HttpPush {
  let target: string | undefined;
  let isOut = false;
  return {
    target(url) {
      target = url;
    },
    outage(isOn) {
      isOut = isOn;
    },
    send(delivered, retry, outcome) {
      if (target === undefined || isOut) {
        setImmediate(() => outcome.failed('connection_failed', true));
        return;
      }
      void push(target, { delivered, retry, deadlineMs: base.settings.ackDeadlineMs }, outcome);
    },
    pause: (attempt) => base.settings.redeliverAfterMs * (PAUSES[attempt] ?? 0),
  };
}

type Push = {
  readonly delivered: Delivered;
  readonly retry: Retry | undefined;
  readonly deadlineMs: number;
};

async function push(target: string, { delivered, retry, deadlineMs }: Push, outcome: Outcome) {
  const [type, body] = bodyOf(delivered);
  try {
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': type, ...signed(body), ...retryHeaders(retry) },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineMs),
    });
    const answer = await response.text();
    if (response.ok) outcome.acked(answer === '' ? undefined : (parsed(answer) ?? answer));
    else outcome.failed('http_error', response.headers.get('x-slack-no-retry') !== '1');
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    outcome.failed(isTimeout ? 'http_timeout' : 'connection_failed', true);
  }
}

function bodyOf({ kind, payload }: Delivered): readonly [type: string, body: string] {
  const form = 'application/x-www-form-urlencoded';
  switch (kind) {
    case 'event':
    case 'other':
      return ['application/json', JSON.stringify(payload)];
    case 'command':
      return [form, new URLSearchParams(fieldsOf(payload)).toString()];
    case 'interaction':
      return [form, new URLSearchParams({ payload: JSON.stringify(payload) }).toString()];
  }
}

const fieldsOf = (payload: Json): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));

/** The headers by which an app knows that a body comes from Slack. */
export function signed(body: string, at = Math.floor(Date.now() / 1_000)): Record<string, string> {
  const digest = createHmac('sha256', IDENTITY.signingSecret)
    .update(`v0:${at}:${body}`)
    .digest('hex');
  return {
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${digest}`,
  };
}

const retryHeaders = (retry: Retry | undefined): Record<string, string> =>
  retry === undefined
    ? {}
    : { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason };
