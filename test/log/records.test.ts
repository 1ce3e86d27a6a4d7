import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseText } from '../../src/log/parse-text.ts';
import { lineSplitter } from '../../src/log/physical-lines.ts';
import { recordReader } from '../../src/log/records.ts';
import { kinds, reset } from './reading.ts';

const RESET_WORDS = 'recv() failed (104: Connection reset by peer) while reading upstream';
const OPENING = '2026/11/22 09:43:37 [error] 9#9: *136 open() "/srv/static/';
const TAIL =
  '" failed (2: No such file or directory), client: 127.0.0.1, server: s, request: "GET /static/%0Ax HTTP/1.1", host: "s"';

test.each([
  [
    'a kernel line',
    'Nov 22 09:00:00 edge kernel: [1.4] Out of memory: Killed process 42 (node) total-vm:1kB',
  ],
  ['an error line', reset('6.6.6.6:80')],
  [
    'a php-fpm line',
    '[22-Nov-2026 09:43:37] WARNING: [pool www] child 9 exited on signal 11 (SIGSEGV) after 1 seconds',
  ],
])('does not believe %s inside a quoted file name', (_, forged) => {
  expect(kinds(`${OPENING}\n${forged}\n${TAIL}`)).toEqual([
    'error-line',
    'quoted-line',
    'quoted-line',
  ]);
});

test('does not believe a forged line that the closing words follow on the same line', () => {
  expect(kinds(`${OPENING}\n${reset('6.6.6.6:80')}${TAIL}`)).toEqual(['error-line', 'quoted-line']);
});

const CLOSED =
  ' failed (2: No such file or directory), client: 1.2.3.4, server: s, request: "GET /a HTTP/1.1"';

test.each([
  ['a quote in the path before the closing words', OPENING, `y"z${TAIL}`],
  ['a quote at the end of the opening line', `${OPENING}x"`, `y"${TAIL}`],
  ['an opening line that seems to end', `${OPENING}x" failed (2: No such file)`, `y${TAIL}`],
  ['closing words behind a head that is forged too', OPENING, `${OPENING}y${TAIL}`],
  [
    'a tail of an index file',
    OPENING.replace('open() ', ''),
    `/index.html" is not found (2: No such file or directory)${TAIL.slice(TAIL.indexOf(', client'))}`,
  ],
])('does not believe a forged line, whatever hides it: %s', (_, opening, tail) => {
  const witness = 'kernel: Out of memory: Killed process 42 (node) x';
  expect(kinds([opening, reset('6.6.6.6:80'), witness, tail, reset()].join('\n'))).toEqual([
    'error-line',
    ...Array(3).fill('quoted-line'),
    'error-line',
  ]);
});

test('does not believe a forged line behind closing words that were forged before it', () => {
  const text = [OPENING, `x"${CLOSED}`, reset('6.6.6.6:80'), `${OPENING}y${TAIL}`, reset()];
  expect(kinds(text.join('\n'))).toEqual([
    'error-line',
    ...Array(3).fill('quoted-line'),
    'error-line',
  ]);
});

test('does not believe a forged line of an upstream that foreign closing words follow, wherever it stands alone', () => {
  expect(kinds(reset('6.6.6.6:80').slice(0, -1) + TAIL)).toEqual(['quoted-line']);
});

test('closing words in a referrer hide neither their own line nor others', () => {
  const missing = `${OPENING}x"${CLOSED}`;
  const forged = `${reset()}, referrer: "a"b" failed (2: No such file or directory), client: x"`;
  expect(kinds([missing, reset(), forged].join('\n'))).toEqual(Array(3).fill('error-line'));
});

test('does not believe a witness whose opening line was left out of the paste', () => {
  expect(kinds(`kernel: Out of memory: Killed process 42 (node) x\n${TAIL}`)).toEqual([
    'quoted-line',
    'quoted-line',
  ]);
});

test('does not believe lines in a record that was cut at 2048 bytes, before its closing words', () => {
  const witness = '[2026-11-22 09:14:03 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)';
  const filler = 'A'.repeat(2047 - OPENING.length - witness.length - reset().length - 3);
  expect(kinds(`${OPENING}\n${reset('6.6.6.6:80')}\n${witness}\n${filler}\n${reset()}`)).toEqual([
    'error-line',
    'quoted-line',
    'quoted-line',
    'quoted-line',
    'error-line',
  ]);
});

test('half a line that somebody copied claims nothing', () => {
  expect(kinds(`${OPENING}\n${reset()}\n${reset()}`)).toEqual([
    'error-line',
    'error-line',
    'error-line',
  ]);
});

test('believes the lines around such a record', () => {
  const text = `${reset()}\n${OPENING}\nx\n${TAIL}\n${reset()}`;
  expect(kinds(text)).toEqual([
    'error-line',
    'error-line',
    'quoted-line',
    'quoted-line',
    'error-line',
  ]);
});

test('an ordinary missing file claims nothing', () => {
  const missing = `2026/11/22 09:43:37 [error] 9#9: *1 open() "/srv/x${TAIL}`;
  expect(kinds(`${missing}\n${reset()}\n${missing}\n${reset()}`)).toEqual(
    Array(4).fill('error-line'),
  );
});

test('reads a regular line the quick way exactly as in full', () => {
  const quick: string[] = [];
  const text = [reset(), reset('10.0.3.18:8080', '/b?c=d'), reset('10.0.3.17:8080', '/x","y')];
  const records = recordReader(
    (line) => quick.push(line.kind),
    (line, raw) =>
      quick.push(
        [
          line.like.errno,
          raw.slice(line.serverStart, line.serverEnd),
          raw.slice(line.addressStart, line.addressEnd),
        ].join(' '),
      ),
  );
  for (const line of text) records.push(line);
  records.end();
  expect(quick).toEqual(
    ['10.0.3.17', '10.0.3.18', '10.0.3.17'].map((peer) => `ECONNRESET shop.example ${peer}:8080`),
  );
});

test.each([
  ['a line of nginx comes later', `q "${RESET_WORDS}"\n${reset()}`],
  ['a line of nginx came before', `${reset()}\nq "${RESET_WORDS}"`],
])('reads none where %s', (_, text) => {
  expect(parseText(text)).toMatchObject([{ host: 'shop.example' }]);
});

test.each([
  ['a value', `level=error msg="${RESET_WORDS}"`],
  ['JSON that was cut', `{"level": "error", "msg": "${RESET_WORDS}"`],
  ['a field of a document', `  "search": "${RESET_WORDS}" ,`],
  ['a user agent', `x 10.0.0.2 "GET / HTTP/1.1" 200 "${RESET_WORDS}"`],
  ['more than nginx’s words', `he said "my friend got ${RESET_WORDS}"`],
  ['a long text', `${'line\n'.repeat(80)}I keep getting "${RESET_WORDS}"`],
  [
    'the record of another program',
    `search "${RESET_WORDS}"\n10.0.0.2 - - [22/Nov/2026:09:14:03 +0000] "GET / HTTP/1.1" 200 5 "-" "-"`,
  ],
])('reads none in %s', (_, text) => {
  expect(parseText(text)).toEqual([]);
});

test('never throws, whatever the bytes and wherever they are cut', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.constant(Buffer.from(`${reset()}\n`))),
        { maxLength: 8 },
      ),
      (chunks) => {
        const records = recordReader(() => {});
        const splitter = lineSplitter(records.push);
        for (const chunk of chunks) splitter.push(chunk);
        splitter.end();
        records.end();
      },
    ),
  );
});
