import { expect, test } from 'vitest';
import { diagnoseFiles } from '../diagnose-text.ts';

const closed = (upstream = 'http://10.0.3.17:8080/a'): string =>
  `2026/11/22 09:14:03 [error] 1#1: *7 upstream prematurely closed connection while reading response header from upstream, client: 1.2.3.4, server: shop.example, request: "GET /a HTTP/1.1", upstream: "${upstream}", host: "shop.example"`;
const crashOf = async (
  { upstream, backend }: { upstream?: string; backend?: string },
  witness: string,
): Promise<string> => {
  const report = await diagnoseFiles(
    [
      { name: 'error.log', text: closed(upstream) },
      { name: 'other.log', text: witness },
    ],
    { told: backend === undefined ? {} : { backend } },
  );
  const cause = report.diagnoses[0]?.causes.find((one) => one.id === 'upstream-crash');
  return `${cause?.verdict} ${cause?.variant}`;
};

test.each([
  ['whatever was told', { backend: 'node' }],
  ['whatever protocol', { upstream: 'fastcgi://10.0.3.17:9000' }],
])('a container that somebody described makes its end likely, %s', async (_, about) => {
  const described = '    Last State:     Terminated\n      Reason:       OOMKilled';
  expect(await crashOf(about, described)).toBe('likely oom-kill');
});

test.each([
  [
    'a process manager of Node.js',
    '2026-11-22T09:14:03: PM2 log: App [api:0] exited with code [0] via signal [SIGKILL]',
  ],
  [
    'a supervisor',
    '2026-11-22 09:14:03,123 WARN exited: gunicorn (terminated by SIGKILL; not expected)',
  ],
])('%s that saw its program killed confirms', async (_, line) => {
  expect(await crashOf({}, line)).toBe('confirmed killed');
});

test.each([
  [
    'a supervised program',
    '2026-11-22 09:14:03,123 WARN exited: celery (terminated by SIGKILL; not expected)',
  ],
  [
    'a container',
    '2026-11-22T09:14:03Z container die 8f3c9a1b2c3d (exitCode=137, image=mysql:8, name=db-1)',
  ],
  ['a pod', '3m21s   Normal   Killing   pod/redis-0   Stopping container redis'],
])('the end of %s that is no application server says nothing', async (_, line) => {
  expect(await crashOf({}, line)).toBe('possible null');
});

test.each([
  ['node', 'confirmed'],
  ['MainThread', 'confirmed'],
  ['node /srv/app/s', 'confirmed'],
  ['next-server (v1', 'confirmed'],
  ['gunicorn: worke', 'confirmed'],
  ['haproxy', 'confirmed'],
  ['node_exporter', 'possible'],
  ['redis-server', 'possible'],
  ['nginx', 'possible'],
  ['phpmyadmin-x', 'possible'],
])('the kernel’s name for a process, %s: %s', async (name, verdict) => {
  const died = `2026-11-22T09:14:03 web1 kernel: Out of memory: Killed process 42 (${name}) total-vm:1kB`;
  expect(await crashOf({ upstream: 'http://127.0.0.1:3000/a' }, died)).toContain(verdict);
});

test.each([
  [1933, 'upstream-crash confirmed oom-kill'],
  [1934, 'upstream-crash confirmed killed'],
])(
  'a kernel line without a date is placed by the id of the child that php-fpm lost: %d, %s',
  async (lost, found) => {
    const report = await diagnoseFiles([
      { name: 'error.log', text: closed('fastcgi://127.0.0.1:9000') },
      {
        name: 'fpm.log',
        text: `[22-Nov-2026 09:14:03] WARNING: [pool www] child ${lost} exited on signal 9 (SIGKILL) after 1.2 seconds from start`,
      },
      {
        name: 'dmesg',
        text: '[12345.678901] Out of memory: Killed process 1933 (php-fpm8.2) total-vm:1kB',
      },
    ]);
    const crash = report.diagnoses[0]?.causes[0];
    expect(`${crash?.id} ${crash?.verdict} ${crash?.variant}`).toBe(found);
  },
);

test('of two units of one kind of program neither is proof, since no line says which one is behind the upstream', async () => {
  const local = { upstream: 'http://127.0.0.1:8000/a' };
  const stopping = (unit: string): string =>
    `2026-11-22T09:14:03 web1 systemd[1]: Stopping ${unit}.service - app...`;
  expect(await crashOf(local, stopping('gunicorn-shop'))).toContain('confirmed');
  expect(
    await crashOf(local, [stopping('gunicorn-shop'), stopping('gunicorn-admin')].join('\n')),
  ).toContain('likely');
});
