import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportSchema } from '../src/report.ts';
import { PRODUCT_VERSION } from '../src/version.ts';
import { diagnoseText, RULE_BOOK } from './diagnose-text.ts';

const line = (message: string, upstream = '10.0.3.17:8080'): string =>
  `2026/11/22 09:14:03 [error] 1#1: *7 ${message}, client: 1.2.3.4, server: shop.example, request: "GET /a?token=s3cr3t HTTP/1.1", upstream: "http://${upstream}/a?token=s3cr3t", host: "shop.example"`;
const RESET = line(
  'recv() failed (104: Connection reset by peer) while reading response header from upstream',
);

test('the published JSON Schema accepts a report', async () => {
  const schema = JSON.parse(
    readFileSync(new URL('../docs/report.schema.json', import.meta.url), 'utf8'),
  );
  const validate = new Ajv2020({ strict: false }).compile(schema);
  expect(validate(await diagnoseText(RESET)), JSON.stringify(validate.errors)).toBe(true);
});

test('any text gives a report of the declared shape', async () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      RESET,
      `${RESET}\n`,
      'while reading upstream',
      '\n',
      '", upstream: "http://',
      ', client: ',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
      expect(reportSchema.safeParse(await diagnoseText(pieces.join(''))).error).toBeUndefined();
    }),
    { numRuns: 80 },
  );
});

test('same input, same report, byte for byte', async () => {
  expect(JSON.stringify(await diagnoseText(RESET))).toBe(JSON.stringify(await diagnoseText(RESET)));
});

test('the key stays the same whatever the peer, process, time and client', async () => {
  const other = RESET.replace('10.0.3.17', '10.0.3.99')
    .replace('1#1: *7', '88#88: *12345')
    .replace('09:14:03', '10:00:00')
    .replace('1.2.3.4', '5.6.7.8');
  const [first, second] = await Promise.all([diagnoseText(RESET), diagnoseText(other)]);
  expect(second.diagnoses[0]?.key).toBe(first.diagnoses[0]?.key);
});

test('lines of one symptom are one diagnosis with their count, times and peers', async () => {
  const report = await diagnoseText(
    [RESET, RESET.replace('.17:', '.18:').replace('09:14:03', '09:14:44'), RESET].join('\n'),
  );
  expect(report.diagnoses).toHaveLength(1);
  expect(report.diagnoses[0]).toMatchObject({
    count: 3,
    first: '2026/11/22 09:14:03',
    peerCount: 2,
    peers: ['10.0.3.17:8080', '10.0.3.18:8080'],
  });
});

test('no secret of a line is in the report', async () => {
  expect(JSON.stringify(await diagnoseText(RESET))).not.toContain('s3cr3t');
});

test('thirty thousand peers and three thousand servers stay bounded', async () => {
  const lines = Array.from({ length: 30_000 }, (_, at) =>
    RESET.replace('10.0.3.17', `10.${at >> 8}.${at & 255}.1`).replace(
      'shop.example,',
      `s${at % 3000}.example,`,
    ),
  );
  const report = await diagnoseText(lines.join('\n'));
  expect(report.diagnoses.length).toBeLessThanOrEqual(1000);
  expect(report.notes.join()).toMatch(/left out/);
  expect(report.read.upstreamErrors).toBe(30_000);
});

test('a thousand symptoms pass all rules quickly', async () => {
  const lines = Array.from({ length: 1000 }, (_, at) =>
    RESET.replace('shop.example,', `s${at}.example,`),
  ).join('\n');
  await diagnoseText(lines);
  const start = performance.now();
  const report = await diagnoseText(lines);
  expect(report.diagnoses).toHaveLength(1000);
  expect(performance.now() - start).toBeLessThan(3000);
});

test('every cause, check and fix named in a report exists in the rules', async () => {
  const report = await diagnoseText(RESET);
  const ids = new Set<string>(RULE_BOOK.rules.map((rule) => rule.id));
  const named = report.diagnoses.flatMap((one) => [
    ...one.causes.map((cause) => cause.id),
    ...one.fixes.map((fix) => fix.cause),
    ...one.checks.flatMap((check) => check.confirms),
  ]);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});

test('the version in the report is the one of the package', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(PRODUCT_VERSION).toBe(manifest.version);
});
