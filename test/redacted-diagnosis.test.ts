import { expect, test } from 'vitest';
import type { Report } from '../src/report.ts';
import { redact } from '../src/text/redact.ts';
import { diagnoseText } from './diagnose-text.ts';
import { formatSchema, incidentSchema, negativeSchema, rowsOf } from './score/corpus.ts';

const cases = [
  ...rowsOf('incidents.jsonl', incidentSchema).map(({ id, input, config }) => ({
    id,
    input,
    config: config === '' ? undefined : config,
  })),
  ...rowsOf('formats.jsonl', formatSchema),
  ...rowsOf('negatives.jsonl', negativeSchema),
].map(({ id, input, ...rest }) => ({
  id,
  input,
  config: 'config' in rest ? rest.config : undefined,
}));

/** What a reader acts on: which problems, at which peers, for which reasons. */
function decided({ diagnoses }: Report): object {
  return diagnoses.map(({ key, peers, count, causes, ruledOut, nextCheck }) => ({
    key,
    peers,
    count,
    causes: causes.map(({ id, variant, verdict }) => [id, variant, verdict]),
    ruledOut: ruledOut.map(({ id }) => id),
    nextCheck,
  }));
}

test.each(cases)('$id is diagnosed the same with its secrets masked', async ({ input, config }) => {
  const [raw, masked] = await Promise.all([
    diagnoseText(input, { config }),
    diagnoseText(redact(input), { config: config === undefined ? undefined : redact(config) }),
  ]);
  expect(decided(masked)).toEqual(decided(raw));
});

const baits = [
  '/?cookie=1',
  '/?a=1&cookie=b',
  '/x&cookie=b',
  '/cookie=1',
  '/cookie:1',
  '/?authorization=Basic%20YTpi',
  '/authorization:Basic',
  '/?token=hunter2',
  '/x/token=hunter2',
  '/?next=%2Fpay%3Ftoken%3Dhunter2',
  '/reset/a1b2c3d4e5f6a7b8',
  '/u/jane.doe@example.com',
  '/d41d8cd98f00b204e9800998ecf8427e',
  '/?0AX4XfWhFakeCode1234',
  '/?x=a\\',
];
const lineFor = (path: string): string =>
  `2026/11/22 09:40:00 [error] 7#7: *4 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 198.51.100.20, server: shop.example, request: "GET ${path} HTTP/1.1", upstream: "http://10.0.3.17:8080${path}", host: "shop.example", referrer: "https://shop.example${path}"`;
const headerFor = (path: string): string =>
  `2026/11/22 09:40:00 [error] 7#7: *4 upstream sent invalid header: "X${path}" while reading response header from upstream, client: 198.51.100.20, server: shop.example, request: "GET / HTTP/1.1", upstream: "fastcgi://unix:/run/php/php8.2-fpm.sock:", host: "shop.example"`;
const carriers: readonly (readonly [string, (path: string) => string])[] = [
  ['as nginx writes it', lineFor],
  ['inside nginx’s own quotes', headerFor],
  ['with curly quotes', (path) => lineFor(path).replace(/"([^"]*)"/g, '“$1”')],
  [
    'in Docker’s JSON',
    (path) => JSON.stringify({ log: `${lineFor(path)}\n`, stream: 'stderr', time: '2026-11-22' }),
  ],
  [
    'in JSON with secrets beside it',
    (path) =>
      JSON.stringify({
        token: 'a b',
        http_cookie: 'a=b; c="d"',
        message: lineFor(path),
        host: 'e',
      }),
  ],
];

test.each(carriers.flatMap(([carrier, of]) => baits.map((path) => ({ carrier, path, of }))))(
  'a request for $path $carrier leaves the diagnosis as it is',
  async ({ path, of }) => {
    const raw = await diagnoseText(of(path));
    expect(decided(await diagnoseText(redact(of(path))))).toEqual(decided(raw));
    expect(raw.diagnoses[0]?.peers).toHaveLength(1);
  },
);
