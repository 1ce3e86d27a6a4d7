import { lineOf } from '../scenario/lines.ts';

/** A message that somebody with bad intent posts; `isAnswered` where an answer is due. */
export type OwnMessage = {
  readonly name: string;
  readonly message: Message;
  readonly isAnswered: boolean;
};

/** What is said, as `say` of the fake Slack takes it. */
type Message = {
  readonly text?: string;
  readonly attachments?: readonly object[];
  readonly blocks?: readonly object[];
  readonly files?: readonly object[];
  readonly bot?: { readonly id: string; readonly name: string; readonly hook: true };
};

/** All that Slack would make a mention, a link, an emoji or bold letters of. */
export const EVIL =
  '<!channel> <!here|here> <!subteam^S0VICTIM1> <@U0VICTIM01> <#C0VICTIM01> <https://evil.example/|click here> @everyone *all clear* :white_check_mark: `id` <!date^1392734382^{date}|soon>';
/** The same as Slack passes it on when somebody typed it. */
const TYPED = EVIL.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** The same as letters of one word, which a log line holds where nginx allows no blank. */
const WORD =
  '&lt;!channel&gt;&lt;@U0VICTIM01&gt;&lt;https://evil.example|x&gt;$(reboot)`id`;id|id&amp;';
const HIDDEN = '\u202egnp.exe\u202c\u2066\u200b\u200d\ufeff\u00ad\u{e0041}';
const HALVES = '\ud800 \udfff\udc00 \ud83d';

const tool = (name = 'Alerts') => ({ id: 'B0EVIL0001', name, hook: true }) as const;
const alert = (attachment: object): Message => ({
  bot: tool(),
  attachments: [{ id: 1, color: 'a30200', ...attachment }],
});
const line = (host: number, part: string, by: string): string =>
  lineOf(host).replace(part, () => by);

const answered = (name: string, message: Message): OwnMessage => ({
  name,
  message,
  isAnswered: true,
});
const either = (name: string, message: Message): OwnMessage => ({
  name,
  message,
  isAnswered: false,
});

const TITLE = '[FIRING:1] nginx 502 bad gateway';
const field = (title: string, value: string) => ({ title, value, short: true });

/** Alerts without a log line: what they say of themselves is all there is. */
const LABELS: readonly OwnMessage[] = [
  answered('mentions in the title of an alert', alert({ title: `${TITLE} ${EVIL}` })),
  answered('typed mentions in the title of an alert', alert({ title: `${TITLE} ${TYPED}` })),
  answered(
    'mentions in the host and the service',
    alert({ title: TITLE, fields: [field('host', TYPED), field('service', TYPED)] }),
  ),
  answered(
    'a command in the host',
    alert({
      title: TITLE,
      fields: [field('host', '$(reboot)'), field('instance', '`reboot`:9113')],
    }),
  ),
  answered(
    'a command behind the host',
    alert({
      title: TITLE,
      fields: [field('host', 'edge-2;reboot'), field('service', 'shop|reboot')],
    }),
  ),
  answered(
    'an option as the host',
    alert({
      title: TITLE,
      fields: [field('host', '-oProxyCommand=id'), field('service', '--help')],
    }),
  ),
  answered(
    'a path as the host',
    alert({
      title: TITLE,
      fields: [field('host', '../../etc/passwd'), field('service', '/dev/tcp/198.51.100.1/80')],
    }),
  ),
  answered(
    'an address of the cloud as the host',
    alert({ title: TITLE, fields: [field('host', 'http://169.254.169.254/latest/meta-data/')] }),
  ),
  answered('a title of 10,000 characters', alert({ title: `${TITLE} ${'a'.repeat(10_000)}` })),
  answered(
    'a title of 10,000 mentions',
    alert({ title: `${TITLE} ${'&lt;!channel&gt;'.repeat(10_000)}` }),
  ),
  answered('hidden characters in the title', alert({ title: `${TITLE} ${HIDDEN}` })),
  answered('half characters in the title', alert({ title: `${TITLE} ${HALVES}` })),
  answered(
    'escape sequences and NULs in the title',
    alert({ title: `${TITLE}\u0000\u001b]0;pwn\u0007\u001b[31m\u009b1m` }),
  ),
  answered('a title of many lines', alert({ title: `${TITLE}\r\n\u2028${TYPED}\n\n${TYPED}` })),
  answered('the name of the tool', { ...alert({ title: TITLE }), bot: tool(EVIL) }),
  answered(
    'a title that looks like ours',
    alert({ title: `${TITLE} Confirmed: run this: $(reboot)` }),
  ),
  answered(
    'a secret in the title',
    alert({ title: `${TITLE} https://u:FAKEpw99@h/?token=FAKEtok99` }),
  ),
  either(
    'hidden characters inside the words that are looked for',
    alert({ title: 'ngi\u200bnx 5\u200b02 bad gate\u00adway' }),
  ),
];

/** Lines of a log, and what stands around them. */
const LINES: readonly OwnMessage[] = [
  answered('mentions around a line', { text: `${EVIL}\n${lineOf(11)}\n${EVIL}` }),
  answered('mentions as the server', { text: line(12, 'shop-12.example,', `${WORD},`) }),
  answered('mentions as the host', {
    text: line(13, 'host: "shop-13.example"', `host: "${WORD}"`),
  }),
  answered('mentions as the path', { text: line(14, 'GET / ', `GET /${WORD} `) }),
  either('mentions as the upstream', { text: line(15, '10.0.3.15:8080', WORD) }),
  answered('hidden characters in every place', {
    text: line(16, 'shop-16.example,', `${HIDDEN},`).replace('GET / ', `GET /${HIDDEN} `),
  }),
  answered('half characters in every place', {
    text: line(17, 'shop-17.example,', 'sh\ud800op,').replace('GET / ', 'GET /\udc00 '),
  }),
  answered('numbers that no computer has', {
    text: line(18, '7#7: *5', `${'9'.repeat(300)}#7: *${'9'.repeat(300)}`),
  }),
  either('a killed process with a name of mentions', {
    text: `${lineOf(19)}\nNov 22 09:14:03 edge-1 kernel: Out of memory: Killed process 812 (&lt;!channel&gt;) total-vm:1kB, anon-rss:1kB`,
  }),
  either('a unit of systemd with a name of mentions', {
    text: `${lineOf(20)}\nNov 22 09:14:03 edge-1 systemd[1]: &lt;!channel&gt;$(reboot).service: Main process exited, code=killed, status=9/KILL`,
  }),
  either('an access log with mentions as the browser', {
    text: `198.51.100.23 - - [22/Nov/2026:09:14:03 +0000] "GET / HTTP/1.1" 502 157 "${TYPED}" "${TYPED}"`,
  }),
  answered('a configuration of mentions beside a line', {
    text: `${lineOf(21)}\nupstream $(reboot) { server 10.0.3.21:8080; keepalive 16; }\nserver { server_name &lt;!channel&gt;; location / { proxy_pass http://$(reboot); } }`,
  }),
  answered('links where Slack saw some', {
    text: line(22, 'shop-22.example,', '<http://shop.example|shop.example>,'),
  }),
  either('a line in a file name', {
    files: [{ id: 'F0NOWHERE1', name: lineOf(23), mimetype: 'image/png', size: 10 }],
  }),
];

/** Forms that no client of Slack's would send. */
const FORMS: readonly OwnMessage[] = [
  either('blocks that are no blocks', {
    text: lineOf(31),
    blocks: [null, 1, 'x', [], { type: null, text: {}, elements: 'x' }].map((one) => Object(one)),
  }),
  either(
    'fields of other types',
    alert({
      title: { toString: 'x' },
      text: 5,
      fields: { length: 1e9 },
      footer: [],
      fallback: null,
      blocks: 'x',
    }),
  ),
  either(
    'names of built-in things',
    alert({
      title: TITLE,
      fields: ['constructor', '__proto__', 'toString', 'hasOwnProperty'].map((name) =>
        field(name, lineOf(32)),
      ),
    }),
  ),
  answered('mentions as elements', {
    blocks: [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'broadcast', range: 'channel' },
              { type: 'usergroup', usergroup_id: 'S0VICTIM1' },
              { type: 'user', user_id: 'U0VICTIM01' },
              { type: 'channel', channel_id: 'C0VICTIM01' },
              { type: 'link', url: 'https://evil.example/', text: 'click' },
              { type: 'text', text: `\n${lineOf(33)}\n` },
              { type: 'emoji', name: 'white_check_mark' },
            ],
          },
        ],
      },
    ],
  }),
  either('blocks 1,000 deep', { text: lineOf(34), blocks: [nested(1_000)] }),
  either('rich text 1,000 deep', {
    text: lineOf(35),
    blocks: [{ type: 'rich_text', elements: [nested(1_000)] }],
  }),
  either('1,000 attachments', {
    bot: tool(),
    attachments: Array.from({ length: 1_000 }, (_, at) => ({
      id: at,
      color: 'a30200',
      title: `${TITLE} ${at}`,
      text: lineOf(36),
      fallback: TITLE,
    })),
  }),
  either('1,000 fields in each of 100 attachments', {
    bot: tool(),
    attachments: Array.from({ length: 100 }, (_, at) => ({
      id: at,
      color: 'a30200',
      title: TITLE,
      fields: Array.from({ length: 1_000 }, (_one, n) => field(`host${n}`, `edge-${at}-${n}`)),
    })),
  }),
  either('20,000 blocks of one letter', {
    text: lineOf(37),
    blocks: Array.from({ length: 20_000 }, () => ({
      type: 'section',
      text: { type: 'plain_text', text: 'x' },
    })),
  }),
  either('10,000 blocks, each of another line', {
    blocks: Array.from({ length: 10_000 }, (_, at) => ({
      type: 'section',
      text: { type: 'mrkdwn', text: `${lineOf(at)} ${at}` },
    })),
  }),
  either('a table of 100,000 cells', {
    blocks: [
      {
        type: 'table',
        rows: Array.from({ length: 100 }, () =>
          Array.from({ length: 1_000 }, () => ({ type: 'raw_text', text: 'x' })),
        ),
      },
    ],
  }),
  either('5 MB of text', { text: `${lineOf(38)}\n${'x'.repeat(5_000_000)}` }),
  either('5 MB of lines', { text: `${lineOf(39)}\n`.repeat(20_000) }),
];

/** Texts over which a careless pattern would brood for ever. */
const SLOW: readonly OwnMessage[] = [
  ['quotes', '"'],
  ['opening angles', '&lt;'],
  ['bare angles', '<'],
  ['half links', '<http://x|'],
  ['backslashes', '\\'],
  ['back-ticks', '`'],
  ['blanks', ' '],
  ['line ends', '\n'],
  ['at signs', 'a@'],
  ['question marks', '?a='],
  ['passwords', 'password='],
  ['keys that begin', '-----BEGIN RSA PRIVATE KEY-----'],
  ['cookies', 'cookie: "'],
  ['labels', 'host: '],
  ['brackets', '[{('],
  ['colons', '::'],
  ['entities', '&amp;lt;'],
  ['emphasis', '*_~'],
  ['stamps', '2026/11/22 09:14:03 [error] '],
  ['upstreams', ', upstream: "'],
  ['alert words', 'nginx upstream 502 '],
].map(([name = '', unit = '']) =>
  either(`200,000 characters of ${name}`, {
    bot: tool(),
    text: `${TITLE}\n${unit.repeat(200_000 / unit.length)}\n${lineOf(40)}`,
  }),
);

function nested(depth: number): object {
  let node: object = { type: 'text', text: lineOf(41) };
  for (let at = 0; at < depth; at += 1) node = { type: 'rich_text_list', elements: [node] };
  return node;
}

export const OWN_MESSAGES: readonly OwnMessage[] = [...LABELS, ...LINES, ...FORMS, ...SLOW];
