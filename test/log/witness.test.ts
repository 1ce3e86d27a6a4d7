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

test.each([
  'kernel: Out of memory: Killed process 42 (node) x',
  'systemd[1]: puma.service: Watchdog timeout (limit 30s)!',
])(
  'a container, or a program with a name of its own in syslog, does not speak for the host: %s',
  (words) => {
    expect(read(`app_1  | ${words}`)).toBeUndefined();
    expect(read(`Nov 22 09:14:03 web1 app[9]: ${words}`)).toBeUndefined();
  },
);

test('a line longer than any of these programs writes is none', () => {
  expect(read(`panic: ${'a'.repeat(5000)}`)).toBeUndefined();
});
