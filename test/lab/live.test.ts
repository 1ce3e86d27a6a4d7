import { beforeAll, describe, expect, test } from 'vitest';
import type { RuleBook } from '../../src/diagnosis/rule-book.ts';
import { collect } from '../../src/facts/collect.ts';
import { keepaliveFacts, readConfig } from '../../src/facts/config-facts.ts';
import { parseErrorLine } from '../../src/log/error-line.ts';
import { diagnose, type Input } from '../../src/pipeline.ts';
import type { Report } from '../../src/report.ts';
import { ask } from './client.ts';
import { SCENARIOS } from './fault-scenarios.ts';
import { startNginx } from './nginx-process.ts';
import { NGINXES, type Nginx, satisfies } from './nginx-versions.ts';
import { REUSE_CASES, type Reuse, type ReuseCase } from './reuse-cases.ts';
import { shippedRules } from './rule-texts.ts';
import type { Scenario } from './scenario.ts';

describe.each(NGINXES)('nginx $version', (nginx) => {
  let book: RuleBook;
  beforeAll(() => {
    book = shippedRules();
  });

  test.each(SCENARIOS)('writes lines about $name that are read right', async (scenario) => {
    const { lines } = await provoke(nginx, scenario);
    const read = lines.map(parseErrorLine);
    expect(read).not.toContain(undefined);
    expect(read, lines.join('\n')).toContainEqual(expect.objectContaining(scenario.line));
  });

  test.each(SCENARIOS)('$name is diagnosed from its lines alone', async (scenario) => {
    const { lines } = await provoke(nginx, scenario);
    const report = await diagnose({ sources: [sourceOf(lines)], told: {} }, book);
    expectTrue(report, covered(scenario, book));
  });

  test.each(SCENARIOS)('$name is diagnosed with configuration and version', async (scenario) => {
    const { lines, http } = await provoke(nginx, scenario);
    const report = await diagnose(
      {
        sources: [sourceOf(lines)],
        config: { name: 'nginx.conf', text: `http {\n${http}\n}` },
        told: { nginxVersion: nginx.version, ...scenario.told },
      },
      book,
    );
    expectTrue(report, covered(scenario, book));
    const { first } = covered(scenario, book);
    if (first !== undefined) expect(causesOf(report)[0]).toBe(first);
  });

  const isNew = satisfies(nginx.version, '>=1.29.7');
  const cases = REUSE_CASES.map((one) => ({ ...one, reuse: isNew ? one.since : one.before }));

  test.each(cases)('reuse of connections, $name: $reuse', async (one) => {
    const measured = await measuredReuse(nginx, one);
    expect(measured, 'what nginx did').toBe(one.reuse);
    if (measured === undefined) return;
    const claimed = await claimedReuse(one.http, nginx.version);
    expect(claimed, 'what the product reads').toBe(measured);
  });
});

type Provoked = { readonly lines: readonly string[]; readonly http: string };

async function provoke(nginx: Nginx, scenario: Scenario): Promise<Provoked> {
  await using backend = await scenario.backend();
  const { pool = '', location = 'proxy_pass http://shop;', connections = 128 } = scenario;
  let http = '';
  await using running = await startNginx(nginx, {
    http: (listen) => {
      http = [
        `upstream shop {\nserver ${backend.address};\n${pool}\n}`,
        `server {\nlisten ${listen};`,
        `location / {\n${location.replaceAll('$BACKEND', backend.address)}\n}\n}`,
      ].join('\n');
      return http;
    },
    connections,
  });
  await scenario.run(running.port, backend);
  await expect.poll(running.errorLines).not.toEqual([]);
  return { lines: running.errorLines(), http };
}

function sourceOf(lines: readonly string[]): Input['sources'][number] {
  return { name: 'error.log', chunks: [Buffer.from(`${lines.join('\n')}\n`)] };
}

/** The scenario as far as there are rules for its causes; test/rules.test.ts and the score tell which are still to come. */
function covered(scenario: Scenario, book: RuleBook): Scenario {
  const known = new Set<string>(book.rules.map((rule) => rule.id));
  const first =
    scenario.first !== undefined && known.has(scenario.first) ? scenario.first : undefined;
  return { ...scenario, causes: scenario.causes.filter((id) => known.has(id)), first };
}

/** No true cause is missing or ruled out, and nothing is called proven that the line does not prove. */
function expectTrue(report: Report, { causes, provable = [] }: Scenario): void {
  const told = report.diagnoses.flatMap((one) => one.causes);
  const ruledOut = report.diagnoses.flatMap((one) => one.ruledOut.map(({ id }) => id));
  const confirmed = told.filter((one) => one.verdict === 'confirmed').map(({ id }) => id);
  const found = causesOf(report);
  expect({
    missing: causes.filter((id) => !found.includes(id)),
    ruledOut: causes.filter((id) => ruledOut.includes(id)),
    wronglyConfirmed: confirmed.filter((id) => !provable.includes(id)),
  }).toEqual({ missing: [], ruledOut: [], wronglyConfirmed: [] });
}

function causesOf(report: Report): readonly string[] {
  return report.diagnoses.flatMap((one) => one.causes.map(({ id }) => id));
}

const REQUESTS = 5;

/** Counts the connections of two backends, one that closes when asked to and one that never does. */
async function measuredReuse(nginx: Nginx, one: ReuseCase): Promise<Reuse | undefined> {
  const obeying = await connectionsFor(nginx, one, 'obeys');
  const keeping = await connectionsFor(nginx, one, 'keeps');
  if (obeying === undefined || keeping === undefined) return undefined;
  expect([1, REQUESTS]).toContain(obeying);
  expect([1, REQUESTS]).toContain(keeping);
  if (obeying === 1) return 'on';
  return keeping === 1 ? 'only-if-backend-ignores-close' : 'off';
}

/** Undefined where nginx refuses the configuration. */
async function connectionsFor(
  nginx: Nginx,
  one: ReuseCase,
  manners: 'obeys' | 'keeps',
): Promise<number | undefined> {
  await using backend = await one.backend(manners);
  const http = (listen: string): string =>
    one.http.replaceAll('$LISTEN', listen).replaceAll('$SERVER', backend.address);
  const running = await startNginx(nginx, { http }).catch((error: Error) => {
    if (error.message.includes('[emerg]')) return undefined;
    throw error;
  });
  if (running === undefined) return undefined;
  await using stopping = running;
  for (let count = 1; count <= REQUESTS; count += 1)
    expect((await ask(stopping.port)).status).toBe(200);
  return backend.connections();
}

/** What the product reads from the same configuration, asked about an error line of that backend. */
async function claimedReuse(http: string, version: string): Promise<Reuse | undefined> {
  const text = http.replaceAll('$LISTEN', '127.0.0.1:80').replaceAll('$SERVER', '127.0.0.1:8080');
  const scheme = /(\w+)_pass/.exec(text)?.[1]?.replace('proxy', 'http');
  const line = `2026/11/22 09:14:03 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, server: , request: "GET / HTTP/1.1", upstream: "${scheme}://127.0.0.1:8080/"`;
  const { groups } = await collect([sourceOf([line])]);
  return groups[0] && keepaliveFacts(readConfig(text, 1), groups[0], version)?.value;
}
