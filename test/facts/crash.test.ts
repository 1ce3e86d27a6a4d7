import { expect, test } from 'vitest';
import { diagnoseFiles, diagnoseText } from '../diagnose-text.ts';

const closed = (time: string, upstream = 'http://10.0.3.17:8080/a'): string =>
  `2026/11/22 ${time} [error] 1#1: *7 upstream prematurely closed connection while reading response header from upstream, client: 1.2.3.4, server: shop.example, request: "GET /a HTTP/1.1", upstream: "${upstream}", host: "shop.example"`;
const crashOf = async (files: readonly { name: string; text: string }[]): Promise<string> => {
  const report = await diagnoseFiles(files);
  const cause = report.diagnoses[0]?.causes.find((one) => one.id === 'upstream-crash');
  return `${cause?.verdict} ${cause?.variant}`;
};
const TIMEOUT = '[2026-11-22 09:14:03 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)';
const FPM =
  '[22-Nov-2026 09:14:03] WARNING: [pool www] child 9 exited on signal 11 (SIGSEGV) after 1 seconds from start';
const FASTCGI = 'fastcgi://10.0.3.17:9000';

test('a witness in a log of its own in the same second confirms', async () => {
  expect(
    await crashOf([
      { name: 'error.log', text: closed('09:14:03', FASTCGI) },
      { name: 'fpm.log', text: FPM },
    ]),
  ).toBe('confirmed segfault');
});

test('the same words among the lines of nginx only make it likely, since clients can write there', async () => {
  expect(
    await crashOf([{ name: 'error.log', text: `${closed('09:14:03', FASTCGI)}\n${FPM}` }]),
  ).toBe('likely segfault');
});

test('a witness of another container in one paste confirms, since its name stands before the line', async () => {
  const text = `web_1  | ${closed('09:14:03', FASTCGI)}\napp_1  | ${FPM}`;
  expect(await crashOf([{ name: 'paste', text }])).toBe('confirmed segfault');
});

test('a container’s name on some lines only proves nothing', async () => {
  const text = `${closed('09:14:03', FASTCGI)}\nn  | ${closed('09:14:03', FASTCGI)}\napp  | ${FPM}`;
  expect(await crashOf([{ name: 'paste', text }])).toBe('likely segfault');
});

test.each([
  ['Docker’s desktop', (name: string, line: string) => `2026-11-22 09:14:03 ${name}  | ${line}`],
  ['colours', (name: string, line: string) => `\u001b[36m${name}  |\u001b[0m ${line}`],
  ['kubectl --prefix', (name: string, line: string) => `[pod/${name}-0/app] ${line}`],
])(
  'a name before the lines that does not compare proves nothing, as %s writes it',
  async (_, of) => {
    const text = `${of('web', closed('09:14:03', FASTCGI))}\n${of('web', FPM)}`;
    expect(await crashOf([{ name: 'paste', text }])).toBe('likely segfault');
  },
);

test('words behind a second name are still in the log of the first', async () => {
  const text = `web  | ${closed('09:14:03', FASTCGI)}\nweb  | app  | ${FPM}`;
  expect(await crashOf([{ name: 'paste', text }])).toBe('likely segfault');
});

test('an indented paste is read as it was before somebody indented it', async () => {
  const text = `    web  | ${closed('09:14:03', FASTCGI)}\n    app  | ${FPM}`;
  expect(await crashOf([{ name: 'paste', text }])).toBe('confirmed segfault');
});

test('a zone beside the witness alone makes it proof only where the two clocks meet twice', async () => {
  const failures = [closed('09:14:03'), closed('09:20:03')].join('\n');
  const deaths = [TIMEOUT, TIMEOUT.replace('09:14', '09:20')].join('\n');
  expect(
    await crashOf([
      { name: 'error.log', text: closed('09:14:03') },
      { name: 'gunicorn.log', text: TIMEOUT },
    ]),
  ).toBe('likely worker-timeout');
  expect(
    await crashOf([
      { name: 'error.log', text: failures },
      { name: 'gunicorn.log', text: deaths },
    ]),
  ).toBe('confirmed worker-timeout');
});

test.each([
  [
    'a field of a JSON access log',
    '{"time":"2026-11-22T09:14:03","ua":"Out of memory: Killed process 1234 (node) total-vm"}',
  ],
  [
    'a message of an application',
    '2026-11-22 09:14:03,120 [INFO] search: q=[CRITICAL] WORKER TIMEOUT (pid:77)',
  ],
  ['a request', '2026-11-22 09:14:03 GET /?q=kernel: Out of memory: Killed process 1234 (node)'],
])('%s that repeats a witness’s words is none', async (_, line) => {
  expect(
    await crashOf([
      { name: 'error.log', text: closed('09:14:03') },
      { name: 'app.log', text: line },
    ]),
  ).toBe('possible null');
});

test('the kernel of an unknown host does not prove the crash of a remote peer', async () => {
  const kernel = {
    name: 'kern.log',
    text: '2026-11-22T09:14:03 web1 kernel: Out of memory: Killed process 42 (node) total-vm:1kB',
  };
  expect(await crashOf([{ name: 'error.log', text: closed('09:14:03') }, kernel])).toBe(
    'likely oom-kill',
  );
  expect(
    await crashOf([
      { name: 'error.log', text: closed('09:14:03', 'http://127.0.0.1:3000/a') },
      kernel,
    ]),
  ).toBe('confirmed oom-kill');
});

test('a program that does not speak the protocol, or is not the one that was told, is no witness', async () => {
  const kernel = {
    name: 'kern.log',
    text: '2026-11-22T09:14:03 web1 kernel: Out of memory: Killed process 42 (node) total-vm:1kB',
  };
  expect(
    await crashOf([
      { name: 'error.log', text: closed('09:14:03', 'fastcgi://127.0.0.1:9000') },
      kernel,
    ]),
  ).toBe('possible null');
  const told = await diagnoseFiles(
    [
      { name: 'error.log', text: closed('09:14:03') },
      { name: 'gunicorn.log', text: TIMEOUT },
    ],
    { told: { backend: 'node' } },
  );
  expect(told.diagnoses[0]?.causes.find((cause) => cause.id === 'upstream-crash')?.verdict).toBe(
    'possible',
  );
});

test('the deaths of other programs prove nothing about this one', async () => {
  const times = Array.from({ length: 20 }, (_, at) => `09:${String(at + 10)}:03`);
  const failures = times.map((time) => closed(time, 'http://127.0.0.1:3000/a')).join('\n');
  const deaths = times
    .map(
      (time, at) =>
        `2026-11-22T${time} web1 kernel: Out of memory: Killed process 42 (${at === 0 ? 'node' : 'mysqld'}) x`,
    )
    .join('\n');
  expect(
    await crashOf([
      { name: 'error.log', text: failures },
      { name: 'kern.log', text: deaths },
    ]),
  ).toBe('likely oom-kill');
});

test('a witness of another day says nothing', async () => {
  expect(
    await crashOf([
      { name: 'error.log', text: closed('09:14:03') },
      { name: 'gunicorn.log', text: TIMEOUT.replace('11-22', '11-20') },
    ]),
  ).toBe('possible null');
});

test('a witness whole hours away may be in another zone: likely, not confirmed', async () => {
  expect(
    await crashOf([
      { name: 'error.log', text: closed('10:14:03') },
      { name: 'gunicorn.log', text: TIMEOUT },
    ]),
  ).toBe('likely worker-timeout');
});

test('one death in a day of failures does not prove them all', async () => {
  const failures = Array.from({ length: 12 }, (_, hour) =>
    closed(`${String(hour + 3).padStart(2, '0')}:14:03`),
  ).join('\n');
  expect(
    await crashOf([
      { name: 'error.log', text: failures },
      { name: 'gunicorn.log', text: TIMEOUT },
    ]),
  ).toBe('likely worker-timeout');
});

test.each([
  ['nginx itself', 'Out of memory: Killed process 42 (nginx) total-vm:1kB'],
  ['a database', 'Out of memory: Killed process 42 (mysqld) total-vm:1kB'],
])('the death of %s is no crash of the upstream', async (_, line) => {
  expect(
    await crashOf([
      { name: 'error.log', text: closed('09:14:03') },
      { name: 'kern.log', text: `2026-11-22T09:14:03 edge kernel: ${line}` },
    ]),
  ).toBe('possible null');
});

test('php-fpm does not stand behind an http upstream', async () => {
  const fpm =
    '[22-Nov-2026 09:14:03] WARNING: [pool www] child 9 exited on signal 11 (SIGSEGV) after 1 seconds from start';
  expect(
    await crashOf([
      { name: 'error.log', text: closed('09:14:03') },
      { name: 'fpm.log', text: fpm },
    ]),
  ).toBe('possible null');
  expect(
    await crashOf([
      { name: 'error.log', text: closed('09:14:03', 'fastcgi://127.0.0.1:9000') },
      { name: 'fpm.log', text: fpm },
    ]),
  ).toBe('confirmed segfault');
});

test('a unit that is no backend says nothing when it fails or stops', async () => {
  const journal =
    '2026-11-22T09:14:03 edge systemd[1]: logrotate.service: Main process exited, code=exited, status=1/FAILURE';
  expect(
    await crashOf([
      { name: 'error.log', text: closed('09:14:03') },
      { name: 'journal', text: journal },
    ]),
  ).toBe('possible null');
});

test('says with the claim which line it stands on', async () => {
  const report = await diagnoseFiles([
    { name: 'error.log', text: closed('09:14:03') },
    { name: 'gunicorn.log', text: TIMEOUT },
  ]);
  const [id = ''] = report.diagnoses[0]?.causes[0]?.because[0]?.evidence ?? [];
  expect(report.evidence[id]).toEqual({ source: 1, line: 1, text: TIMEOUT });
});

test('refusals of the same peer within seconds of a loss make a crash or a restart likely and follow from it', async () => {
  const refused =
    '2026/11/22 09:14:05 [error] 1#1: *8 connect() failed (111: Connection refused) while connecting to upstream, client: 1.2.3.4, server: shop.example, request: "GET /a HTTP/1.1", upstream: "http://10.0.3.17:8080/a", host: "shop.example"';
  const report = await diagnoseText(`${closed('09:14:03')}\n${refused}`);
  expect(report.diagnoses.map((one) => one.causes[0]?.id)).toEqual([
    'upstream-crash',
    expect.any(String),
  ]);
  expect(report.diagnoses[0]?.causes[0]).toMatchObject({
    verdict: 'likely',
    variant: null,
  });
  expect(report.diagnoses[1]?.consequenceOf).toBe(report.diagnoses[0]?.key);
});

test('refusals of another peer do not', async () => {
  const refused =
    '2026/11/22 09:14:05 [error] 1#1: *8 connect() failed (111: Connection refused) while connecting to upstream, client: 1.2.3.4, server: shop.example, request: "GET /a HTTP/1.1", upstream: "http://10.0.9.9:8080/a", host: "shop.example"';
  const report = await diagnoseText(`${closed('09:14:03')}\n${refused}`);
  expect(
    report.diagnoses
      .flatMap((one) => one.causes.filter((cause) => cause.id === 'upstream-crash'))
      .every((cause) => cause.verdict === 'possible'),
  ).toBe(true);
});
