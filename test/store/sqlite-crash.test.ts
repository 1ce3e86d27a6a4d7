import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { claimAll, LEASE_MS } from './samples.ts';
import { SILENT } from './silent-log.ts';

const TRIALS = 5;
const CHILD = join(import.meta.dirname, 'crash-child.ts');

let directory = '';
/** What all children said, in order. */
const said: { readonly what: string; readonly key: string }[] = [];
let refused = '';
/** What the last reopening found. */
let evidence: readonly string[] = [];
let waiting: readonly string[] = [];
let certain: readonly string[] = [];
let uncertain: readonly string[] = [];

const keysSaid = (what: string): readonly string[] =>
  said.filter((one) => one.what === what).map((one) => one.key);

/** Runs a child until it has said so many lines, and kills it wherever it is then. */
async function killAfter(lines: number, name: string): Promise<void> {
  const child = spawn(process.execPath, [CHILD, directory, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let count = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [what = '', key = ''] = line.split(' ');
    said.push({ what, key });
    if (what === 'open' && refused === '') refused = await tryToOpen();
    count += 1;
    if (count === lines) child.kill('SIGKILL');
  }
  expect((await ended)[1], `child ${name} said ${count} lines of ${lines}`).toBe('SIGKILL');
}

async function tryToOpen(): Promise<string> {
  try {
    const store = await openSqliteStore(directory, { clock: Date, log: SILENT });
    await store.close();
    return 'it was not refused';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'something else';
  }
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'store-crash-'));
  for (let trial = 0; trial < TRIALS; trial++)
    await killAfter(5 + Math.floor(Math.random() * 400), `t${trial}`);
  const store = await openSqliteStore(directory, { clock: Date, log: SILENT });
  evidence = (await store.evidenceOf('all')).map((one) => one.text);
  const claimed = await store.claim(Date.now(), LEASE_MS, 1_000_000);
  waiting = claimed.map((one) => one.submission.key);
  const pending = await store.claimOutbox(Date.now(), LEASE_MS, {
    limit: 1_000_000,
    heldChannels: [],
  });
  certain = pending.filter((one) => !one.isUncertain).map((one) => one.delivery.key);
  uncertain = pending.filter((one) => one.isUncertain).map((one) => one.delivery.key);
  expect(await claimAll(store, Date.now())).toEqual([]);
  await store.close();
}, 60_000);

afterAll(() => {
  rmSync(directory, { recursive: true });
});

test('the children did work before they were killed', () => {
  expect(keysSaid('open')).toHaveLength(TRIALS);
  expect(keysSaid('accepted').length).toBeGreaterThan(TRIALS);
});

test('a second process is refused while a child works', () => {
  expect(refused).toBe(
    `StoreError: ${directory}: is in use by another process; end that process, or give this one a directory of its own`,
  );
});

test('no acknowledged submission is lost', () => {
  const known = new Set([...evidence, ...waiting]);
  expect(keysSaid('accepted').filter((key) => !known.has(key))).toEqual([]);
});

test('none is done twice, or done and waiting', () => {
  const all = [...evidence, ...waiting];
  expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
});

test('what was done is neither waiting nor worked on again', () => {
  const again = new Set(waiting);
  expect(keysSaid('done').filter((key) => again.has(key))).toEqual([]);
  const finished = new Set<string>();
  for (const { what, key } of said) {
    if (what === 'done') finished.add(key);
    if (what === 'working') expect(finished).not.toContain(key);
  }
});

test('what was sent does not go out again', () => {
  const sent = new Set<string>();
  for (const { what, key } of said) {
    if (what === 'sent') sent.add(key);
    if (what === 'sending' || what === 'uncertain') expect(sent).not.toContain(key);
  }
  expect([...certain, ...uncertain].filter((key) => sent.has(key))).toEqual([]);
});

test('what may have been sent goes out again only as uncertain', () => {
  const tried = keysSaid('sending');
  expect(tried.filter((key, index) => tried.indexOf(key) !== index)).toEqual([]);
  expect(certain.filter((key) => tried.includes(key))).toEqual([]);
});

test('what Slack had not answered is tried again', () => {
  const retried = new Set([...keysSaid('uncertain'), ...uncertain]);
  expect(keysSaid('unanswered')).not.toEqual([]);
  expect(keysSaid('unanswered').filter((key) => !retried.has(key))).toEqual([]);
});
