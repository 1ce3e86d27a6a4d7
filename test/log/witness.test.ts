import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseWitnessLine } from '../../src/log/witness.ts';

const read = (line: string): string | undefined => {
  const found = parseWitnessLine(line);
  return found && [found.program, found.about, found.process ?? found.peer ?? ''].join(' ').trim();
};

/** Lines as their programs write them, each behind what it is, a tab between. */
const tableIn = (file: string): readonly (readonly [string, string])[] =>
  readFileSync(join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .filter((row) => row !== '' && !row.startsWith('# '))
    .map((row) => {
      const tab = row.indexOf('\t');
      return [row.slice(0, tab), row.slice(tab + 1)] as const;
    });

const WITNESSES = tableIn('witness-lines.tsv');

test.each(WITNESSES)('%s: %s', (expected, line) => {
  expect(read(line)).toBe(expected);
});

const HEALTHY = tableIn('no-witness-lines.tsv');

test.each(HEALTHY)('%s is no witness', (_, line) => {
  expect(read(line)).toBeUndefined();
});

const WORDS = [
  'Out of memory: Killed process 42 (node) total-vm:1kB',
  'kernel: Out of memory: Killed process 42 (node) total-vm:1kB',
  'systemd[1]: gunicorn.service: Main process exited, code=killed, status=9/KILL',
  '[2026-11-22 09:14:03 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)',
  'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  'panic: runtime error',
  'AH00052: child pid 7 exit signal Segmentation fault (11)',
  'container die 8f3c9a1b2c3d (exitCode=137, image=a, name=node)',
  '[UFW BLOCK] IN= OUT=eth0 SRC=10.0.0.2 DST=10.0.3.17 LEN=60 PROTO=TCP SPT=5 DPT=8080 SYN',
];
const PLACES: readonly (readonly [where: string, of: (words: string) => string])[] = [
  ['a request', (words) => `INFO:     10.0.0.2:5 - "GET /?q=${words} HTTP/1.1" 200 OK`],
  [
    'a user agent',
    (words) => `10.0.0.2 - - [22/Nov/2026:09:14:03 +0000] "GET / HTTP/1.1" 200 5 "-" "${words}"`,
  ],
  ['a JSON message', (words) => JSON.stringify({ level: 'info', msg: `search: ${words}` })],
  ['a message of an application', (words) => `2026-11-22 09:14:03,120 [INFO] search: q=${words}`],
  [
    'a message of gunicorn’s application',
    (words) => `[2026-11-22 09:14:03 +0000] [7] [INFO] search for ${words}`,
  ],
  ['a message of Rails', (words) => `I, [2026-11-22T09:14:03.123456 #17]  INFO -- : q=${words}`],
];

test.each(PLACES.flatMap(([where, of]) => WORDS.map((words) => [where, of(words)] as const)))(
  '%s that holds the words is no witness: %s',
  (_, line) => {
    expect(read(line)).toBeUndefined();
  },
);

// What nginx's own lines may stand behind, too.
const COLLECTED: readonly (readonly [by: string, prefix: string])[] = [
  ['somebody who indents', '\t  '],
  ['docker compose', 'app-1  | '],
  ['docker compose, in colour', '\u001b[33mapp-1  | \u001b[0m'],
  ['Docker Swarm', 'shop_app.2.k3v9q0ynabcd@node-07    | '],
  ['Docker Swarm, and foreman inside', 'shop_app.2.k3v9q0ynabcd@node-07    | web.1       | '],
  ['Docker’s desktop', '2026-11-22 09:14:03 shop-app-1     | '],
  ['docker logs --timestamps', '2026-11-22T09:14:03.123456789Z '],
  ['CRI', '2026-11-22T09:14:03.123456789+01:00 stderr F '],
  ['kubectl --prefix', '[pod/shop-6b7d9c4f5-x2x9z/app] '],
  ['kubectl --prefix --timestamps', '[pod/shop-6b7d9c4f5-x2x9z/app] 2026-11-22T09:14:03.1Z '],
  ['stern', 'shop-6b7d9c4f5-x2x9z app '],
  ['Heroku', '2026-11-22T09:14:03.123456+00:00 app[web.1]: '],
  ['svlogd', '2026-11-22_09:14:03.05412 '],
  ['a stamp with a blank', '2026-11-22 09:14:03 '],
  ['Rancher', '11/22/2026 9:14:03 AM'],
  ['syslog', 'Nov 22 09:14:03 web1 app[12]: '],
  ['syslog without its beginning', 'app[12]: '],
  ['the journal in ISO form', '2026-11-22T09:14:03+0000 web1 app[12]: '],
  ['pm2', '0|shop  | '],
  ['grep', '/var/log/app/current.log:17:'],
];
const COLLECTED_WORDS: readonly (readonly [expected: string, words: string])[] = [
  ['gunicorn worker-timeout', '[2026-11-22 09:14:03 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)'],
  [
    'php-fpm segfault',
    '[22-Nov-2026 09:14:03] WARNING: [pool a] child 9 exited on signal 11 (SIGSEGV) after 1 seconds from start',
  ],
  ['uwsgi header-limit', 'invalid request block size: 5292 (max 4096)...skip'],
  ['dotnet restart-deploy', '      Application is shutting down...'],
];

test.each(
  COLLECTED.flatMap(([by, prefix]) =>
    COLLECTED_WORDS.map(([expected, words]) => [expected, by, prefix + words] as const),
  ),
)('finds %s behind what comes from %s', (expected, _, line) => {
  expect(read(line)).toBe(expected);
});

test.each([
  'and then panic: runtime error',
  'the well-known go panic: runtime error',
  'we saw [2026-11-22 09:14:03 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)',
  '2026-11-22 09:14:03 somebody wrote panic: runtime error',
  'app-1  | q=panic: runtime error',
  '[pod/../x] panic: runtime error',
  'a | b | c | panic: runtime error',
])('no stamp of anybody stands before the words: %s', (line) => {
  expect(read(line)).toBeUndefined();
});

test('tells a container by the name that nginx’s lines have before them', () => {
  const words = 'Node.js v22.11.0';
  const containerOf = (line: string) => parseWitnessLine(line)?.container;
  expect(containerOf(`  app-1  | ${words}`)).toBe('app-1');
  expect(containerOf(`web.1.x@h | app.1 | ${words}`)).toBe('web.1.x@h');
  // Before those of nginx a time would stand as well, so the two names do not compare.
  expect(containerOf(`2026-11-22 09:14:03 app-1  | ${words}`)).toBe('');
  expect(containerOf(`\u001b[33mapp-1  | \u001b[0m${words}`)).toBe('');
});

test.each([
  'kernel: Out of memory: Killed process 42 (node) x',
  'systemd[1]: puma.service: Watchdog timeout (limit 30s)!',
])(
  'a container, or a program with a name of its own in syslog, does not speak for the host: %s',
  (words) => {
    expect(read(`app_1  | ${words}`)).toBeUndefined();
    expect(read(`2026-11-22 09:14:03 app_1  | ${words}`)).toBeUndefined();
    expect(read(`[pod/app-6b7d9c4f5-x2x9z/app] ${words}`)).toBeUndefined();
    expect(read(`app-6b7d9c4f5-x2x9z app ${words}`)).toBeUndefined();
    expect(read(`2026-11-22T09:14:03Z app[web.1]: ${words}`)).toBeUndefined();
    expect(read(`2026-11-22 09:14:03 ${words}`)).toBeUndefined();
    expect(read(`Nov 22 09:14:03 web1 app[9]: ${words}`)).toBeUndefined();
  },
);

test('a line longer than any of these programs writes is none', () => {
  expect(read(`panic: ${'a'.repeat(5000)}`)).toBeUndefined();
});
