import { expect, test } from 'vitest';
import { dialectsOf, inDialect, placeIn } from '../../src/remedy/dialect.ts';
import { ingressChange } from '../../src/remedy/ingress.ts';
import { diagnoseText, RULE_BOOK } from '../diagnose-text.ts';

const on = (platform: string) => dialectsOf(platform, RULE_BOOK.dialects);
const SOCKET =
  '2026/11/22 09:14:03 [crit] 7#7: *9 connect() to unix:/run/a.sock failed (2: No such file or directory) while connecting to upstream, client: 10.9.9.9, server: s, request: "GET / HTTP/1.1", upstream: "http://unix:/run/a.sock:/", host: "s"';

test.each([
  [
    'docker',
    'docker exec {nginx-container} nginx -t && docker exec {nginx-container} nginx -s reload',
  ],
  [
    'kubernetes',
    'kubectl exec {nginx-pod} -- nginx -t && kubectl exec {nginx-pod} -- nginx -s reload',
  ],
  ['ingress-nginx', undefined],
  ['systemd', 'nginx -t && systemctl reload nginx'],
])('a reload on %s', (platform, run) => {
  expect(inDialect('nginx -t && systemctl reload nginx', on(platform))).toBe(run);
});

test('the rest of a pipe stays as it is', () => {
  expect(inDialect("tail -n 20000 {error-log} | grep -c 'prematurely closed'", on('docker'))).toBe(
    "docker logs --tail 20000 {nginx-container} 2>&1 | grep -c 'prematurely closed'",
  );
});

test('words count only whole', () => {
  expect(inDialect('nginx -Tq', on('docker'))).toBe('nginx -Tq');
});

test('a place without a name of its own keeps its name', () => {
  expect(placeIn('nginx host', on('kubernetes'))).toBe('machine with kubectl');
  expect(placeIn('your laptop', on('kubernetes'))).toBe('your laptop');
});

test('a change becomes annotations', () => {
  expect(ingressChange('proxy_read_timeout 5m;\nproxy_buffers 8 16k;', RULE_BOOK.ingress)).toEqual({
    syntax: 'ingress-annotation',
    where: 'metadata of the Ingress',
    snippet:
      'annotations:\n  nginx.ingress.kubernetes.io/proxy-read-timeout: "300"\n  nginx.ingress.kubernetes.io/proxy-buffers-number: "8"',
  });
});

test('an upstream block becomes keys of the ConfigMap', () => {
  const change = ingressChange(
    'upstream a {\n  server 10.0.0.1:80;\n  keepalive 32;\n  keepalive_timeout 4s;\n}',
    RULE_BOOK.ingress,
  );
  expect(change).toMatchObject({
    syntax: 'ingress-configmap',
    snippet: 'data:\n  upstream-keepalive-connections: "32"\n  upstream-keepalive-timeout: "4"',
  });
});

test('a directive without an annotation makes none of the others', () => {
  expect(
    ingressChange('proxy_read_timeout 5m;\nproxy_bind 10.0.0.1;', RULE_BOOK.ingress),
  ).toBeUndefined();
});

test('the platform is taken from what stands before the lines', async () => {
  const report = await diagnoseText(`2026-11-22T09:14:03.123456789Z stderr F ${SOCKET}`);
  expect(report.diagnoses[0]?.fixes[0]?.apply[0]?.run).toMatch(/^kubectl /);
});

test('what was told of the platform counts more than what is seen', async () => {
  const report = await diagnoseText(`nginx_1  | ${SOCKET}`, { told: { platform: 'systemd' } });
  expect(report.diagnoses[0]?.fixes[0]?.apply[0]?.run).toMatch(/^systemctl /);
});

const RESET =
  '2026/11/22 09:14:03 [error] 7#7: *9 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 203.0.113.9, server: s, request: "POST / HTTP/1.1", upstream: "http://10.0.3.17:8080/", host: "s"';

test.each([
  ['who-resets', 'nginx host', 'timeout 60 tcpdump '],
  ['upstream-timing-log', 'machine with kubectl', 'timeout 900 kubectl exec '],
  ['refused-requests', 'machine with kubectl', 'kubectl logs '],
])('on Kubernetes the check %s is run on the %s', async (id, where, start) => {
  const report = await diagnoseText(RESET, { told: { platform: 'kubernetes' } });
  const check = report.diagnoses[0]?.checks.find((one) => one.id === id);
  expect(check?.where).toBe(where);
  expect(check?.run.startsWith(start)).toBe(true);
});

test('a change that an older nginx refuses is offered only once the version is known', async () => {
  const reset =
    '2026/11/22 09:14:03 [error] 7#7: *9 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 10.9.9.9, server: s, request: "GET / HTTP/1.1", upstream: "http://10.0.0.5:80/", host: "s"';
  const offered = async (nginxVersion?: string) => {
    const { diagnoses } = await diagnoseText(reset, { told: { nginxVersion } });
    return diagnoses[0]?.fixes.map(({ snippet }) => snippet).join('\n');
  };
  expect(await offered('1.29.7')).toContain('keepalive 0;');
  expect(await offered()).not.toContain('keepalive 0;');
});
