import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { channelAt, type HostileStage, newHostileStage } from '../hostile/hostile-stage.ts';
import { EVIL } from '../hostile/own-messages.ts';
import { startTrap, type Trap } from '../hostile/trap.ts';
import { lineOf } from './lines.ts';

const MB = 1024 * 1024;
const TOO_LARGE = 'larger than 20 MB';
const NOT_PACKED = 'no whole gzip file';
const ELSEWHERE = 'its address is not one of Slack';

let stage: HostileStage;
let trap: Trap;
beforeAll(async () => {
  stage = await newHostileStage();
  trap = await startTrap();
  await stage.start();
});
afterAll(async () => {
  await stage.close();
  await trap[Symbol.asyncDispose]();
});

type File = Parameters<HostileStage['slack']['addFile']>[0];
type Given = {
  readonly name: string;
  readonly files: () => readonly File[];
  /** What Slack says of the file instead of the truth. */
  readonly said?: () => object;
  /** Words of the answer; where there are none there need not be one. */
  readonly answer?: string;
};

const one =
  (content: File['content'], more: Partial<File> = {}) =>
  (): readonly File[] => [{ name: 'error.log', content, ...more }];
const line = (host: number) => `${lineOf(host)}\n`;
const page = (host: number) => `<!DOCTYPE html><script>alert(1)</script>\n${line(host)}</html>`;
const TRAP_FIELDS = (path: string) => ({
  url_private: `${trap.url}${path}`,
  url_private_download: `${trap.url}${path}`,
});

const GIVEN: readonly Given[] = [
  { name: 'a web page with a line in it', files: one(page(51)), answer: '10.0.3.51:8080' },
  {
    name: 'a web page that is said to be one',
    files: one(page(52)),
    said: () => ({ mimetype: 'text/html' }),
  },
  {
    name: 'one byte more than 20 MB',
    files: one(Buffer.alloc(20 * MB + 1, 'x')),
    answer: TOO_LARGE,
  },
  {
    name: 'one byte more than 20 MB, said to be ten bytes',
    files: one(Buffer.alloc(20 * MB + 1, 'x')),
    said: () => ({ size: 10 }),
    answer: TOO_LARGE,
  },
  { name: '20 MB without a line end', files: one(Buffer.alloc(20 * MB, 'x')) },
  {
    name: 'a gzip file that grows to 200 MB',
    files: one(gzipSync(Buffer.alloc(200 * MB))),
    answer: NOT_PACKED,
  },
  {
    name: 'half a gzip file',
    files: one(gzipSync(randomBytes(5_000)).subarray(0, 900)),
    answer: NOT_PACKED,
  },
  { name: 'a gzip file in a gzip file', files: one(gzipSync(gzipSync(line(53)))) },
  { name: 'random bytes', files: one(randomBytes(100_000)) },
  { name: 'NULs', files: one(Buffer.alloc(100_000)) },
  { name: 'one line among NULs', files: one(`${'\0'.repeat(200)}\n${line(54)}`.repeat(3)) },
  { name: 'a byte order mark alone', files: one(Buffer.of(0xff, 0xfe)) },
  {
    name: 'half of a character at the end',
    files: one(Buffer.concat([Buffer.from(line(55)), Buffer.of(0xf0, 0x9f)])),
    answer: '10.0.3.55:8080',
  },
  { name: 'a file without a byte', files: one('') },
  { name: 'mentions as its name', files: one(line(56), { name: EVIL }), answer: '10.0.3.56:8080' },
  {
    name: 'a path as its name',
    files: one(line(57), { name: '../../../../etc/passwd' }),
    answer: '10.0.3.57:8080',
  },
  {
    name: 'a name with a secret in it that cannot be read',
    files: one(gzipSync('x').subarray(0, 9), { name: 'a.log?token=FAKEtokfile' }),
    answer: NOT_PACKED,
  },
  {
    name: 'hidden characters as its name, which cannot be read',
    files: one(gzipSync('x').subarray(0, 9)),
    said: () => ({ name: '\u202egol.\u0000\ud800\u200b\u001b[31m' }),
    answer: NOT_PACKED,
  },
  {
    name: 'an address of another server',
    files: one(line(58)),
    said: () => TRAP_FIELDS('/error.log'),
    answer: ELSEWHERE,
  },
  {
    name: 'an address of the cloud',
    files: one(line(59)),
    said: () => ({
      url_private: 'http://169.254.169.254/',
      url_private_download: 'http://169.254.169.254/',
    }),
    answer: ELSEWHERE,
  },
  {
    name: 'an address that only looks like Slack’s',
    files: one(line(60)),
    said: () => ({ url_private_download: 'https://files.slack.com@evil.example/x' }),
    answer: ELSEWHERE,
  },
  {
    name: 'an address of this machine’s files',
    files: one(line(61)),
    said: () => ({ url_private_download: 'file:///etc/passwd' }),
    answer: ELSEWHERE,
  },
  {
    name: 'an address that leads to another server',
    files: () => [{ name: 'error.log', content: '', redirectTo: `${trap.url}/stolen` }],
    answer: ELSEWHERE,
  },
  {
    name: 'an address that leads to itself',
    files: () => [{ name: 'error.log', content: '', redirectTo: '?again' }],
    answer: ELSEWHERE,
  },
  {
    name: 'sizes and ids of other types',
    files: one(line(62)),
    said: () => ({ size: -1, name: 5, title: null, mimetype: {}, mode: [] }),
  },
  {
    name: 'fifty files',
    files: () => Array.from({ length: 50 }, (_, at) => ({ name: `${at}.log`, content: line(at) })),
    answer: '10.0.3.',
  },
];

test.each(GIVEN.map((given, at) => ({ ...given, at })))(
  '$name',
  async ({ files, said, answer, at }) => {
    const channel = channelAt(at);
    const shown = files().map((file) => ({ ...stage.slack.addFile(file), ...said?.() }));
    const { ts } = await stage.slack.say({ channel, files: shown });
    await stage.idle();
    const answers = stage.answers(ts, channel);
    expect(answers.length).toBeLessThanOrEqual(1);
    if (answer !== undefined) expect(JSON.stringify(answers)).toContain(answer);
    expect(stage.bot().isAlive()).toBe(true);
  },
);

test('ten packed files that grow to 20 MB each keep nobody waiting', async () => {
  const content = gzipSync(Buffer.alloc(20 * MB, 'x'));
  const files = Array.from({ length: 10 }, (_, at) =>
    stage.slack.addFile({ name: `${at}.gz`, content }),
  );
  await stage.slack.say({ channel: channelAt(9), files });
  const saidAt = Date.now();
  expect(await stage.answersAnOrdinaryLine(249)).toBe(true);
  expect(Date.now() - saidAt).toBeLessThan(5_000);
  await stage.idle();
});

describe('messages that change', () => {
  test('a hundred edits in a row end in one answer that says what the last one says', async () => {
    const channel = channelAt(1);
    const { ts } = await stage.slack.say({ channel, text: lineOf(100) });
    for (let edit = 101; edit <= 200; edit += 1)
      stage.slack.edit(channel, ts, { text: lineOf(edit) });
    await stage.idle();
    const answers = stage.answers(ts, channel);
    expect(answers).toHaveLength(1);
    expect(JSON.stringify(answers)).toContain('10.0.3.200:8080');
  });

  test('a message that is deleted and edited at once leaves nothing on disk', async () => {
    const channel = channelAt(2);
    const line = lineOf(201).replaceAll('shop-201', 'deleted-for-good');
    const { ts } = await stage.slack.say({ channel, text: line });
    stage.slack.edit(channel, ts, { text: `${line}\n${lineOf(202)}` });
    await stage.idle();
    expect(stage.whereFound(['deleted-for-good'])).toContain('its folder: deleted-for-good');
    stage.slack.edit(channel, ts, { text: `${line}\n${lineOf(203)}` });
    stage.slack.remove(channel, ts);
    await stage.idle();
    expect(JSON.stringify(stage.posted(channel))).not.toContain('deleted-for-good');
  });

  test('messages that nobody ever saw can be deleted and edited', async () => {
    const channel = channelAt(3);
    const before = stage.posted(channel).length;
    const unseen = { type: 'message', hidden: true, channel, ts: '1795000000.000001' };
    const ts = '1795000000.000002';
    await stage.slack.event({ ...unseen, subtype: 'message_deleted', deleted_ts: ts });
    await stage.slack.event({ ...unseen, subtype: 'message_deleted' });
    await stage.slack.event({ ...unseen, subtype: 'message_changed', message: null });
    await stage.slack.event({
      ...unseen,
      subtype: 'message_changed',
      message: { ts, subtype: 'tombstone' },
    });
    await stage.slack.event({ ...unseen, subtype: 'message_changed', previous_message: [] });
    await stage.idle();
    expect(stage.posted(channel)).toHaveLength(before);
  });
});

describe('after all of them', () => {
  test('the bot still answers, and was nowhere but at Slack', async () => {
    expect(await stage.answersAnOrdinaryLine(250)).toBe(true);
    expect(trap.asked).toEqual([]);
    expect(stage.placesElsewhere()).toEqual([]);
    expect(stage.sentFaults()).toEqual([]);
    expect(stage.logFaults()).toEqual([]);
  });

  test('no secret of a name is left, and nothing of what was deleted', async () => {
    expect(await stage.bot().stop()).toBe(0);
    expect(stage.whereFound(['FAKEtokfile'])).toEqual([]);
    expect(stage.whereFound(['deleted-for-good'])).not.toContain('its folder: deleted-for-good');
  });
});
