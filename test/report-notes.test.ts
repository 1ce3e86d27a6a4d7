import { expect, test } from 'vitest';
import { diagnoseFiles, diagnoseText } from './diagnose-text.ts';

const closed =
  '2026/11/22 09:14:03 [error] 1#1: *7 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 1.2.3.4, server: s, request: "GET /a HTTP/1.1", upstream: "fastcgi://10.0.3.17:9000", host: "s"';
const died = (time: string): string =>
  `[22-Nov-2026 ${time}] WARNING: [pool www] child 9 exited on signal 11 (SIGSEGV) after 1 seconds from start`;

test('a crash that fits no failure is not passed over in silence', async () => {
  const report = await diagnoseFiles([
    { name: 'error.log', text: closed },
    { name: 'fpm.log', text: died('09:34:11') },
  ]);
  expect(report.notes).toContainEqual(
    expect.stringContaining('of php-fpm (segfault), was tied to no failure'),
  );
});

test('a crash that is evidence is not in the notes as well', async () => {
  const report = await diagnoseFiles([
    { name: 'error.log', text: closed },
    { name: 'fpm.log', text: died('09:14:03') },
  ]);
  expect(report.notes).toEqual([]);
});

test('says that nginx itself refused a body, which is no fault of an upstream', async () => {
  const report = await diagnoseText(
    '2026/11/22 09:14:03 [error] 1#1: *7 client intended to send too large body: 5242880 bytes, client: 1.2.3.4, server: s, request: "POST /a HTTP/1.1", host: "s"',
  );
  expect(report.diagnoses).toEqual([]);
  expect(report.notes).toContainEqual(expect.stringContaining('client_max_body_size'));
});

test('says that the upstream itself answered with an error, which no line of nginx explains', async () => {
  const own =
    'status=502 method=GET uri="/a" up_addr="10.0.3.17:8080" up_status="502" uct="0.001" uht="0.004" urt="0.004"';
  const report = await diagnoseText(`2026-11-22T09:14:03+00:00 ${own}`);
  expect(report.diagnoses).toEqual([]);
  expect(report.notes).toContainEqual(expect.stringContaining('itself answered 1 requests'));
});

test('says what PHP wrote as it failed, though nginx did not', async () => {
  const report = await diagnoseText(
    '2026/11/22 09:14:03 [error] 1#1: *7 FastCGI sent in stderr: "PHP message: PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /srv/a.php on line 3" while reading response header from upstream, client: 1.2.3.4, server: s, request: "GET /a HTTP/1.1", upstream: "fastcgi://127.0.0.1:9000", host: "s"',
  );
  expect(report.diagnoses).toEqual([]);
  expect(report.notes).toContainEqual(
    expect.stringContaining('PHP ended the script at its memory limit'),
  );
});

test('says that nginx could not write its temporary file', async () => {
  const report = await diagnoseText(
    '2026/11/22 09:14:03 [crit] 1#1: *7 open() "/var/lib/nginx/proxy/1/00/0000000001" failed (13: Permission denied) while reading upstream, client: 1.2.3.4, server: s, request: "GET /big HTTP/1.1", upstream: "http://10.0.0.1:80/big", host: "s"',
  );
  expect(report.diagnoses).toEqual([]);
  expect(report.notes).toContainEqual(expect.stringContaining('could not write a temporary file'));
});

test('a full disk is called one', async () => {
  const report = await diagnoseText(
    '2026/11/22 09:14:03 [crit] 1#1: *7 pwritev() "/var/lib/nginx/proxy/1/00/0000000001" failed (28: No space left on device) while reading upstream, client: 1.2.3.4, server: s, request: "GET /big HTTP/1.1", upstream: "http://10.0.0.1:80/big", host: "s"',
  );
  expect(report.diagnoses[0]?.symptom.text).toContain('the disk is full');
});

test('the exit code below the reason of one end is no second end', async () => {
  const described =
    '    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137';
  const report = await diagnoseFiles([
    { name: 'error.log', text: closed },
    { name: 'pod.txt', text: described },
  ]);
  expect(report.notes.join()).not.toContain('was tied to no failure');
});
