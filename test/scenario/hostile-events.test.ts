import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, newTs } from '../fake-slack/base.ts';
import { signed } from '../fake-slack/http-push.ts';
import { casesOf, demandsOf, type HostileCase } from '../hostile/cases.ts';
import { channelAt, type HostileStage, newHostileStage } from '../hostile/hostile-stage.ts';

const CASES = casesOf('slack-event');
const LOOPS = CASES.filter(({ kind }) => kind !== 'auth').map((one, at) => ({ ...one, at }));
const FORGERIES = CASES.filter(({ kind }) => kind === 'auth');
// Its setup: chat.postMessage answers msg_too_long once.
const TOO_LONG = 'loop-015';

const LONGEST_ACK_MS = 3_000;

type Demands = Readonly<Record<string, unknown>>;

/** The event of a case, in a channel of its own and at a time of its own: each of them is new to the bot. */
function eventOf({ input = '' }: HostileCase, at: number): string {
  const ts = newTs();
  return input
    .replaceAll('C0ALERTS01', channelAt(at))
    .replaceAll('"1.1"', `"${ts}"`)
    .replaceAll(/"1795340400\.0*1(?:00)?"/g, `"${ts}"`);
}

describe.each(['socket', 'http'] as const)('events over %s', (mode) => {
  let stage: HostileStage;
  beforeAll(async () => {
    stage = await newHostileStage({ mode, redeliverAfterMs: 500 });
    await stage.start();
  });
  afterAll(() => stage.close());

  async function send(event: object, sameId: object): Promise<void> {
    const { id } = await stage.slack.event(event, sameId);
    const sent = () => stage.slack.deliveries.filter((one) => one.id === id);
    await stage.slack.until(() => sent().every((one) => one.ackedAt));
    await stage.idle();
  }

  /** How often, with the bot started anew in between where the case says so. */
  async function sendAsDemanded(event: object, demands: Demands): Promise<void> {
    const sameId = { event_id: newId('Ev') };
    await send(event, sameId);
    if (demands.restart_between === true) {
      await stage.bot().kill();
      await stage.start();
    }
    for (let sent = 1; sent < Number(demands.send_times ?? 1); sent += 1) await send(event, sameId);
  }

  test.each(LOOPS)('$title', async (hostile) => {
    const demands: Demands = Object.fromEntries(demandsOf(hostile));
    const event = JSON.parse(eventOf(hostile, hostile.at));
    const isTooLong = hostile.id === TOO_LONG;
    if (isTooLong) stage.slack.fault('chat.postMessage', { kind: 'error', error: 'msg_too_long' });
    await sendAsDemanded(event, demands);
    const posts = stage
      .calls('chat.postMessage')
      .filter(({ ok, args }) => ok && args.channel === event.channel);
    // Where one answer is allowed, it is due.
    expect(posts).toHaveLength(Number(demands.posts_max ?? 1));
    const said = posts.map(({ args }) => args.text).join('\n');
    const forbidden = [demands.reply_must_not_contain ?? []].flat();
    expect(forbidden.filter((one) => said.includes(String(one)))).toEqual([]);
    if (isTooLong) expect(JSON.stringify(posts)).toContain('10.0.3.17:8080');
  });

  test('nothing that was sent could mention, link or format what an event says', async () => {
    expect(await stage.answersAnOrdinaryLine(1)).toBe(true);
    expect(stage.sentFaults()).toEqual([]);
    expect(stage.placesElsewhere()).toEqual([]);
    expect(stage.logFaults()).toEqual([]);
  });
});

describe('a request that Slack did not sign', () => {
  let stage: HostileStage;
  beforeAll(async () => {
    stage = await newHostileStage({ mode: 'http' });
    await stage.start();
  });
  afterAll(() => stage.close());

  const seconds = (): number => Math.floor(Date.now() / 1_000);
  const post = async (body: string, headers: Readonly<Record<string, string>>): Promise<number> => {
    const url = `${stage.bot().url}/slack/events`;
    const type = { 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers: { ...type, ...headers }, body })).status;
  };
  const without = (headers: Readonly<Record<string, string>>, name: string) =>
    Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
  const SIGNATURE = 'x-slack-signature';
  const STAMP = 'x-slack-request-timestamp';

  test.each(FORGERIES)('$title, as it was recorded, gets 401', async (hostile) => {
    expect(await post(hostile.input ?? '', hostile.headers ?? {})).toBe(401);
  });

  type Forge = (body: string) => Readonly<Record<string, string>>;
  const forged: readonly (readonly [string, Forge])[] = [
    ['six minutes old', (body) => signed(body, seconds() - 360)],
    ['six minutes ahead', (body) => signed(body, seconds() + 360)],
    ['a year ahead', (body) => signed(body, seconds() + 31_536_000)],
    ['signed with another secret', (body) => signedWith('another-secret', body)],
    ['signed with an empty secret', (body) => signedWith('', body)],
    ['with the signature of another body', (body) => signed(`${body} `)],
    [
      'with the signature of another second',
      (body) => ({ ...signed(body), [STAMP]: `${seconds() - 9}` }),
    ],
    ['with a short signature', (body) => ({ ...signed(body), [SIGNATURE]: 'v0=ab' })],
    [
      'with a long signature',
      (body) => ({ ...signed(body), [SIGNATURE]: `v0=${'a'.repeat(5_000)}` }),
    ],
    [
      'with a signature of letters that are no digits',
      (body) => ({ ...signed(body), [SIGNATURE]: `v0=${'é'.repeat(64)}` }),
    ],
    ['with an empty signature', (body) => ({ ...signed(body), [SIGNATURE]: '' })],
    [
      'with another version of the signature',
      (body) => ({
        ...signed(body),
        [SIGNATURE]: String(signed(body)[SIGNATURE]).replace('v0', 'v1'),
      }),
    ],
    ['without a signature', (body) => without(signed(body), SIGNATURE)],
    ['without a time', (body) => without(signed(body), STAMP)],
    ['with a time that is none', (body) => ({ ...signed(body), [STAMP]: 'NaN' })],
    ['with an endless time', (body) => ({ ...signed(body), [STAMP]: 'Infinity' })],
    ['without any of it', () => ({})],
  ];

  function signedWith(secret: string, body: string): Readonly<Record<string, string>> {
    const at = seconds();
    const digest = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
    return { [STAMP]: String(at), [SIGNATURE]: `v0=${digest}` };
  }

  test.each(forged.map(([name, forge], at) => ({ name, forge, at })))(
    '$name gets 401, and nothing of it is taken in',
    async ({ forge, at }) => {
      const [hostile] = FORGERIES;
      if (hostile === undefined) throw new Error('no case');
      const body = eventOf(hostile, at);
      const before = stage.posted(channelAt(at)).length;
      expect(await post(body, forge(body))).toBe(401);
      await stage.idle();
      expect(stage.posted(channelAt(at))).toHaveLength(before);
      expect(await post(body, signed(body))).toBe(200);
      await stage.slack.until(() => stage.posted(channelAt(at)).length > before);
    },
  );
});

describe('a signed body that is nothing Slack sends', () => {
  let stage: HostileStage;
  beforeAll(async () => {
    stage = await newHostileStage({ mode: 'http' });
    await stage.start();
  });
  afterAll(() => stage.close());

  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  const bodies: readonly (readonly [string, string, string?])[] = [
    ['no JSON in a form', 'payload=x'],
    ['an empty form', ''],
    ['a form of null', 'payload=null'],
    ['a list in a form', 'payload=%5B%5D'],
    ['a text in a form', 'payload=%22x%22'],
    ['200,000 lists in each other in a form', `payload=${deep}`],
    ['a form with the same field a thousand times', 'command=x&'.repeat(1_000)],
    ['no JSON', '{', 'application/json'],
    ['null', 'null', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['a number', '5', 'application/json'],
    ['200,000 lists in each other', deep, 'application/json'],
    ['an event that is a list', '{"type":"event_callback","event":[]}', 'application/json'],
    [
      'an event of lists in each other',
      `{"type":"event_callback","event":{"type":"message","channel":"C0HOSTILE00","ts":"1.1","blocks":${deep}}}`,
      'application/json',
    ],
    ['an event without anything', '{"type":"event_callback"}', 'application/json'],
    [
      'an event of a type that is an object',
      '{"type":"event_callback","event":{"type":{}}}',
      'application/json',
    ],
    [
      'a challenge that is an object',
      '{"type":"url_verification","challenge":{"x":1}}',
      'application/json',
    ],
    ['XML', '<x/>', 'text/xml'],
    ['no type at all', 'x', ''],
  ];
  const FORM = 'application/x-www-form-urlencoded';

  test.each(bodies)('%s neither stops the bot nor keeps it busy', async (_, body, type = FORM) => {
    const url = `${stage.bot().url}/slack/events`;
    const headers = { 'content-type': type, ...signed(body ?? '') };
    const signal = AbortSignal.timeout(LONGEST_ACK_MS);
    // An answer is not owed, but the next one is.
    await fetch(url, { method: 'POST', headers, body: body ?? '', signal }).catch(() => undefined);
    expect(await stage.answersAnOrdinaryLine(7)).toBe(true);
  });
});
