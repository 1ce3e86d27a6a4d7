import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CLI = new URL('../../src/cli.ts', import.meta.url).pathname;
const LINE =
  '2026/11/22 09:14:03 [error] 1#1: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 1.2.3.4, server: shop.example, request: "GET /a HTTP/1.1", upstream: "http://10.0.3.17:8080/a", host: "shop.example"\n';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (args: readonly string[], input: string | Buffer = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};
const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

test('diagnoses a pasted line and exits with 0', () => {
  expect(run([], LINE)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/shop\.example → 10\.0\.3\.17:8080: the upstream refused/),
    stderr: '',
  });
});

test('prints the report as JSON', () => {
  const { stdout } = run(['--json', file('error.log', LINE)]);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'nginx-diagnose/report@1',
    read: { lines: 1, upstreamErrors: 1 },
  });
  expect(JSON.parse(stdout).diagnoses[0].causes[0].id).toBe('upstream-refused');
});

test('prints no colour into a pipe', () => {
  expect(run([], LINE).stdout).not.toContain('\u001b');
});

test('parse prints the fields of every line, absent as null', () => {
  const { stdout, status } = run(
    ['parse'],
    `${LINE}noise\nrecv() failed (104: Connection reset by peer)\n`,
  );
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(status).toBe(0);
  expect(lines).toMatchObject([
    {
      kind: 'error-line',
      errno: 111,
      syscall: 'connect',
      upstream: 'http://10.0.3.17:8080/a',
      pid: '1',
      connection: '7',
      time: '2026/11/22 09:14:03',
    },
    { errno: 104, phase: null, level: null, upstream: null },
  ]);
});

test.each([
  ['nothing', ''],
  ['prose', 'prod is down, any idea?\n'],
  ['zero bytes', Buffer.alloc(300)],
  ['random bytes', Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7919) % 256))],
  ['a line of a megabyte', 'x'.repeat(1_000_000)],
])('on %s says that there is nothing to diagnose and exits with 1', (_, input) => {
  const { status, stdout, stderr } = run([], input);
  expect({ status, stack: /\n\s+at /.test(stderr + stdout) }).toEqual({ status: 1, stack: false });
  expect(stdout).toMatch(/Nothing here that nginx wrote about an upstream/);
});

test.each([
  ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(LINE, 'utf16le')])],
  [
    'invalid UTF-8 in the URI',
    Buffer.concat([
      Buffer.from(LINE.slice(0, 150)),
      Buffer.from([0xff, 0xc0]),
      Buffer.from(LINE.slice(150)),
    ]),
  ],
  ['CRLF', Buffer.from(LINE.replace('\n', '\r\n'))],
  [
    'a megabyte of noise before it',
    Buffer.concat([Buffer.alloc(1_000_000, 120), Buffer.from(`\n${LINE}`)]),
  ],
])('reads through %s', (_, input) => {
  expect(run([], input).status).toBe(0);
});

test.each([
  ['a missing file', () => ['no-such.log'], /cannot read no-such\.log: there is no such file/],
  ['a directory', () => [folder], /is a directory; name the files in it/],
  ['a missing configuration', () => ['--config', 'no.conf'], /cannot read no\.conf/],
  [
    'a version that is none',
    () => ['--nginx-version', 'latest'],
    /--nginx-version takes a version such as/,
  ],
  ['a backend that is none', () => ['--backend', '$(id)'], /--backend takes one word/],
  ['a platform that is none', () => ['--platform', 'vms'], /--platform takes systemd, docker/],
  ['a zone that is none', () => ['--tz', 'Mars/Base'], /--tz takes a time zone such as/],
  [
    'half of a compressed file',
    () => [file('half.gz', gzipSync(LINE).subarray(0, 40))],
    /cannot unpack .*half\.gz/,
  ],
  ['an unknown option', () => ['--nope'], /unknown option '--nope'/],
  ['a folder without rules', () => ['rules', join(folder, 'none')], /there is no folder/],
])('on %s prints one line and exits with 2', (_, args, message) => {
  const { status, stdout, stderr } = run(args(), '');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('reads a rotated log as it is, compressed', () => {
  expect(run([file('error.log.1.gz', gzipSync(LINE))]).status).toBe(0);
});

test('reads a compressed log that is longer than one piece of it', () => {
  const noise = randomBytes(300_000)
    .toString('base64')
    .replaceAll(/.{100}/g, '$&\n');
  const { stdout } = run(['--json', file('large.gz', gzipSync(`${noise}\n${LINE}`))]);
  expect(JSON.parse(stdout).diagnoses[0].first).toBe('2026/11/22 09:14:03');
});

test('reads all of a pipe that is named like a file', () => {
  const { stdout } = spawnSync(
    'sh',
    ['-c', `printf %s "$1" | "$2" "$3" --json /dev/fd/0`, 'sh', LINE, process.execPath, CLI],
    { encoding: 'utf8' },
  );
  expect(JSON.parse(stdout).diagnoses[0].first).toBe('2026/11/22 09:14:03');
});

test('says that nothing is known of a backend, and goes on', () => {
  const { status, stderr } = run(['--backend', 'cobol-web'], LINE);
  expect(status).toBe(0);
  expect(stderr).toMatch(/nothing is known of --backend cobol-web; known are .*gunicorn/);
});

test('a broken configuration is said in a note and does not stop the diagnosis', () => {
  const { stdout, status } = run(
    ['--config', file('broken.conf', 'http { upstream b { server 10.0.3.17:8080;')],
    LINE,
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/never closed/);
});

test('a reader that stops early is no error', () => {
  const many = file('many.log', LINE.repeat(5000));
  const { status, stderr } = spawnSync(
    'bash',
    [
      '-c',
      `'${process.execPath}' '${CLI}' parse '${many}' | head -n 1 >/dev/null; exit "\${PIPESTATUS[0]}"`,
    ],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('checks the shipped rules', () => {
  expect(run(['rules'])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/keepalive-mismatch[\s\S]*no fault/),
  });
});
