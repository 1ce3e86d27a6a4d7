import { expect, test } from 'vitest';
import type { Report } from '../src/report.ts';
import { diagnoseText } from './diagnose-text.ts';

// The popular article on this error, its line and its three configurations, and what is true of them.
const TITLE = 'failed (104: Connection reset by peer) while reading upstream';
const HEADER =
  '2026/11/22 09:14:03 [error] 2147#2147: *51 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 198.51.100.23, server: shop.example, request: "GET /checkout HTTP/1.1", upstream: "http://127.0.0.1:3000/checkout", host: "shop.example"';
const PROBES =
  'server { location / { proxy_pass http://127.0.0.1:3000; proxy_socket_keepalive on; } }';
const RETRIES =
  'upstream backend { server 127.0.0.1:3000; server 127.0.0.1:3001; keepalive 32; } server { location / { proxy_pass http://backend; proxy_next_upstream error timeout http_502; } }';
const ALIGNED =
  'upstream backend { server 127.0.0.1:3000; keepalive 32; keepalive_timeout 60s; } server { location / { proxy_pass http://backend; } }';

const causes = (report: Report): readonly string[] =>
  report.diagnoses[0]?.causes.map((cause) => cause.id) ?? [];
const ruledOut = (report: Report): readonly string[] =>
  report.diagnoses[0]?.ruledOut.map((cause) => cause.id) ?? [];

test('its title never yields a keep-alive mismatch, and says why', async () => {
  const report = await diagnoseText(TITLE);
  expect(causes(report)).not.toContain('keepalive-mismatch');
  const reason = report.diagnoses[0]?.ruledOut.find((cause) => cause.id === 'keepalive-mismatch');
  expect(reason?.because[0]).toMatchObject({
    text: expect.stringMatching(/first byte/),
    evidence: ['e1'],
  });
});

test('its title asks for the rest of the line', async () => {
  const report = await diagnoseText(TITLE);
  expect(report.diagnoses[0]?.ask).toMatch(/whole line/);
});

test('a bare 104 before the header gives a ranked list with the next check', async () => {
  const report = await diagnoseText(HEADER);
  const [diagnosis] = report.diagnoses;
  expect(causes(report)).toEqual(
    expect.arrayContaining(['keepalive-mismatch', 'upstream-crash', 'connection-limit']),
  );
  expect(diagnosis?.causes.every((cause) => cause.verdict === 'possible')).toBe(true);
  expect(diagnosis?.checks.map((check) => check.id)).toContain(diagnosis?.nextCheck);
  expect(diagnosis?.fixes.flatMap((fix) => fix.apply)).toEqual([]);
});

test.each([
  ['the probes snippet', PROBES, '1.22.1', 'out'],
  ['the probes snippet on a new nginx', PROBES, '1.30.4', 'out'],
  ['the retries snippet', RETRIES, '1.22.1', 'last'],
  ['the aligned snippet', ALIGNED, '1.22.1', 'last'],
  ['the retries snippet on a new nginx', RETRIES, '1.29.7', 'in play'],
  ['the aligned snippet on a new nginx', ALIGNED, '1.30.4', 'in play'],
])(
  '%s on nginx %#: keep-alive mismatch is where it belongs',
  async (_, config, nginxVersion, place) => {
    const report = await diagnoseText(HEADER, { config, told: { nginxVersion } });
    const found = causes(report).indexOf('keepalive-mismatch');
    switch (place) {
      case 'out':
        expect(ruledOut(report)).toContain('keepalive-mismatch');
        return;
      case 'last':
        expect(found).toBe(causes(report).length - 1);
        expect(
          report.diagnoses[0]?.causes[found]?.because.map((claim) => claim.text).join(),
        ).toMatch(/ignores "Connection: close"/);
        return;
      default:
        expect(found).toBe(0);
    }
  },
);

test('with Node behind its aligned snippet the mismatch is likely, and the fix goes below Node’s 5 s', async () => {
  const report = await diagnoseText(HEADER, {
    config: ALIGNED,
    told: { nginxVersion: '1.30.4', backend: 'Node' },
  });
  expect(report.diagnoses[0]?.causes[0]).toMatchObject({
    id: 'keepalive-mismatch',
    verdict: 'likely',
  });
  expect(report.diagnoses[0]?.fixes.map((fix) => fix.snippet).join('\n')).toMatch(
    /keepalive_timeout 4s;/,
  );
});

test.each(['proxy_socket_keepalive'])(
  'warns against %s for a keep-alive mismatch',
  async (about) => {
    const report = await diagnoseText(HEADER, {
      config: ALIGNED,
      told: { nginxVersion: '1.30.4', backend: 'node' },
    });
    const warning = report.diagnoses[0]?.warnings.find((one) => one.about.includes(about));
    expect(warning?.proof).toEqual(expect.any(String));
  },
);
