import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Incident } from '../../src/incident/incident.ts';
import type { Content } from '../../src/reply/block-kit.ts';
import { answerContent } from '../../src/reply/slack/answer.ts';
import { evidenceModal } from '../../src/reply/slack/evidence-modal.ts';
import { diagnoseFiles, diagnoseText } from '../diagnose-text.ts';
import { incidentWith } from '../reply/slack/incident-with.ts';
import { messageHtml } from './block-kit-html.ts';

// npm exec -- node test/draw/draw-reply.ts <folder>: answers as pictures, for looking at. Needs Debian's chromium.
const folder = resolve(process.argv[2] ?? 'drawn');
mkdirSync(folder, { recursive: true });

const examples = new URL('../../docs/examples/', import.meta.url);
const exampleFiles = (...names: readonly string[]) =>
  diagnoseFiles(
    names.map((name) => ({ name, text: readFileSync(new URL(name, examples), 'utf8') })),
  );

const MANY = [
  '2026/11/22 09:14:03 [error] 29#29: *12 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 203.0.113.9, server: shop.example, request: "POST /pay HTTP/1.1", upstream: "http://10.0.3.17:8080/pay", host: "shop.example"',
  '2026/11/22 09:14:04 [error] 29#29: *13 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.9, server: api.example, request: "GET /v1 HTTP/1.1", upstream: "http://10.0.3.18:9000/v1", host: "api.example"',
  '2026/11/22 09:14:05 [error] 29#29: *14 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 203.0.113.9, server: api.example, request: "GET /slow HTTP/1.1", upstream: "http://10.0.3.18:9000/slow", host: "api.example"',
  '2026/11/22 09:14:05 [error] 29#29: *15 no live upstreams while connecting to upstream, client: 203.0.113.9, server: api.example, request: "GET /slow HTTP/1.1", upstream: "http://api/slow", host: "api.example"',
  '2026/11/22 09:14:06 [error] 29#29: *16 upstream sent too big header while reading response header from upstream, client: 203.0.113.9, server: shop.example, request: "GET /login HTTP/1.1", upstream: "http://10.0.3.17:8080/login", host: "shop.example"',
].join('\n');

const reset = incidentWith({ report: await exampleFiles('reset.log') });
const first = reset.report?.diagnoses[0]?.causes[0]?.id ?? '';
const incidents: Readonly<Record<string, Incident>> = {
  reset,
  crash: incidentWith({ report: await exampleFiles('fpm-error.log', 'php-fpm.log') }),
  labels: incidentWith({
    labels: { says: '502 answers', host: 'edge-2', title: '502 on checkout' },
  }),
  many: incidentWith({ report: await diagnoseText(MANY) }),
  fragment: incidentWith({
    report: await diagnoseText('recv() failed (104: Connection reset by peer)'),
  }),
  likely: incidentWith({
    report: await diagnoseText(MANY.split('\n')[1] ?? ''),
    live: { kind: 'ephemeral', channel: 'C1', user: 'U024BE7LH' },
  }),
  worked: {
    ...reset,
    alerts: 7,
    work: { kind: 'acknowledged', by: 'U024BE7LH', at: Date.UTC(2026, 10, 22, 9, 20) },
    snooze: { by: 'U024BE7LH', until: Date.UTC(2026, 10, 22, 13, 20) },
    setAside: [{ cause: first, by: 'U024BE7LH', at: Date.UTC(2026, 10, 22, 9, 22) }],
    changes: [
      {
        at: Date.UTC(2026, 10, 22, 9, 22),
        text: 'set aside: keep-alive mismatch',
        by: 'U024BE7LH',
      },
    ],
  },
};

for (const [name, incident] of Object.entries(incidents)) {
  const sharing = incident.live.kind === 'thread' ? 'channel' : 'ephemeral';
  draw(name, answerContent(incident, { sharing }));
}
const { blocks } = evidenceModal(reset);
draw('evidence', { text: '', blocks: blocks.filter((block) => block.type !== 'input') });

function draw(name: string, content: Content): void {
  for (const [width, size] of [
    ['phone', '390,844'],
    ['phone whole', '390,2400'],
    ['desktop', '760,1400'],
  ] as const) {
    const file = `${name}-${width.replace(' ', '-')}`;
    const page = join(folder, `${file}.html`);
    writeFileSync(page, messageHtml(content, width));
    shoot(page, file, size);
  }
}

function shoot(page: string, name: string, size: string): void {
  execFileSync(
    'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      `--window-size=${size}`,
      `--screenshot=${join(folder, `${name}.png`)}`,
      `file://${page}`,
    ],
    { stdio: 'ignore', timeout: 60_000 },
  );
}
