import { IDENTITY } from './base.ts';
import { chatMethods } from './chat-methods.ts';
import { conversationMethods } from './conversation-methods.ts';
import type { Failure, Fault, Faults } from './faults.ts';
import { fileMethods } from './file-methods.ts';
import { type Json, parsed, textOf } from './json.ts';
import { type Method, type Parts, Refusal } from './method.ts';
import { newRateLimit } from './rate-limit.ts';
import { viewMethods } from './view-methods.ts';

/** What goes back over the wire. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
};

/** What to do with a request: answer, or let it die. */
export type Reaction =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly afterMs: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'close' }
  | { readonly kind: 'cut' };

export type WebApi = {
  call(method: string, args: Json, token: string | undefined): Reaction;
  /** The same faults and record for what is no method: downloads and response_urls. */
  other(method: string, args: Json, run: () => Answer): Reaction;
};

const METHODS: Readonly<Record<string, Method>> = {
  ...chatMethods,
  ...conversationMethods,
  ...viewMethods,
  ...fileMethods,
  'auth.test': { run: authTest },
  'apps.connections.open': { run: ({ connectionUrl }) => ({ url: connectionUrl() }) },
  // What the bot has no scope for: a call says so, as Slack does.
  ...denied('channels:read', 'conversations.list', 'conversations.info'),
  ...denied('channels:join', 'conversations.join'),
  ...denied('im:write', 'conversations.open'),
  ...denied('users:read', 'users.info', 'bots.info'),
  ...denied('reactions:write', 'reactions.add', 'reactions.remove'),
  ...denied('files:write', 'files.getUploadURLExternal', 'files.completeUploadExternal'),
};

export function newWebApi(parts: Parts, faults: Faults): WebApi {
  const { base } = parts;
  const limits = newRateLimit();

  function limit(name: string, perMinute: number | undefined): void {
    if (perMinute === undefined) return;
    const burst = perMinute * base.settings.tierFactor;
    const seconds = limits.take(name, { perSecond: burst / 60, burst });
    if (seconds !== undefined) throw new Refusal('ratelimited', { seconds });
  }

  function answerTo(name: string, args: Json, token: string | undefined): Answer {
    const headers = { 'x-oauth-scopes': base.settings.scopes.join(','), 'x-slack-req-id': 'fake' };
    try {
      const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
      if (method === undefined) throw new Refusal('unknown_method', { req_method: name });
      authorize(name, token);
      grant(base.settings.scopes, method.scope?.(args));
      limit(name, method.perMinute);
      return { status: 200, headers, body: { ok: true, ...method.run(parts, args) } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return refused(error, headers);
    }
  }

  function other(method: string, args: Json, run: () => Answer): Reaction {
    const at = Date.now();
    const fault = faults.take(method);
    const note = (answer: Answer | undefined, lost: string | undefined): void => {
      const error = lost ?? textOf(answer?.body.error);
      const ok = error === undefined;
      base.calls.push({ method, args, at, ok, error });
      base.changes.changed();
    };
    if (fault === undefined || fault.kind === 'slow') {
      const answer = run();
      note(answer, undefined);
      return { kind: 'answer', answer, afterMs: fault?.ms ?? 0 };
    }
    if ('hasEffect' in fault && fault.hasEffect === true) run();
    const reaction = reactionTo(fault);
    note(undefined, nameOf(fault));
    return reaction;
  }

  return {
    call: (name, args, token) => other(name, args, () => answerTo(name, args, token)),
    other,
  };
}

function refused({ message, more }: Refusal, headers: Answer['headers']): Answer {
  if (message === 'ratelimited') return tooMany(Number(more.seconds), headers);
  return { status: 200, headers, body: { ok: false, error: message, ...more } };
}

const tooMany = (seconds: number, headers: Answer['headers']): Answer => ({
  status: 429,
  headers: { ...headers, 'retry-after': String(seconds) },
  body: { ok: false, error: 'ratelimited' },
});

function reactionTo(fault: Failure): Reaction {
  const answer = (status: number, error: string): Reaction => ({
    kind: 'answer',
    answer: { status, headers: {}, body: { ok: false, error } },
    afterMs: 0,
  });
  switch (fault.kind) {
    case 'rate-limited':
      return { kind: 'answer', answer: tooMany(fault.seconds, {}), afterMs: 0 };
    case 'http':
      return answer(fault.status, 'internal_error');
    case 'error':
      return answer(200, fault.error);
    case 'hang':
      return { kind: 'hang' };
    case 'closed':
      return { kind: 'close' };
    case 'cut':
      return { kind: 'cut' };
  }
}

function nameOf(fault: Fault): string {
  if (fault.kind === 'error') return fault.error;
  if (fault.kind === 'rate-limited') return 'ratelimited';
  return fault.kind === 'http' ? `http ${fault.status}` : fault.kind;
}

function authorize(name: string, token: string | undefined): void {
  if (token === undefined) throw new Refusal('not_authed');
  if (token !== IDENTITY.botToken && token !== IDENTITY.appToken) throw new Refusal('invalid_auth');
  const needed = name === 'apps.connections.open' ? IDENTITY.appToken : IDENTITY.botToken;
  if (token !== needed) throw new Refusal('not_allowed_token_type');
}

function grant(scopes: readonly string[], needed: string | undefined): void {
  if (needed === undefined || scopes.includes(needed)) return;
  throw new Refusal('missing_scope', { needed, provided: scopes.join(',') });
}

function authTest(): Json {
  return {
    url: IDENTITY.teamUrl,
    team: 'Fake Team',
    user: IDENTITY.botName,
    team_id: IDENTITY.teamId,
    user_id: IDENTITY.botUserId,
    bot_id: IDENTITY.botId,
    is_enterprise_install: false,
  };
}

function denied(scope: string, ...names: readonly string[]): Readonly<Record<string, Method>> {
  const run = (): never => {
    throw new Error(`the fake Slack does not know ${names.join(', ')}`);
  };
  return Object.fromEntries(names.map((name) => [name, { scope: () => scope, run }]));
}

const JSON_FIELDS = new Set(['blocks', 'attachments', 'metadata', 'view']);
const TEXT_FIELDS = new Set(['text', 'token']);

/** Arguments of a call from its form or JSON body. */
export function argumentsOf(body: string, contentType: string): Json {
  if (contentType.includes('json')) return Object(parsed(body));
  const fields = [...new URLSearchParams(body)].map(([key, value]) => [
    key,
    argumentOf(key, value),
  ]);
  return Object.fromEntries(fields);
}

function argumentOf(key: string, value: string): unknown {
  if (TEXT_FIELDS.has(key)) return value;
  if (JSON_FIELDS.has(key)) return parsed(value) ?? value;
  return value === 'true' || value === 'false' ? value === 'true' : value;
}
