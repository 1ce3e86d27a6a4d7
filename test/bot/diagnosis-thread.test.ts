import { afterEach, describe, expect, test } from 'vitest';
import { DiagnosisTimeout } from '../../src/bot/diagnose.ts';
import { type DiagnosisThread, startDiagnosisThread } from '../../src/bot/diagnosis-thread.ts';
import { diagnoseText, RULES_FOLDER } from '../diagnose-text.ts';

const RESET =
  '2026/11/22 09:14:03 [error] 7#7: *5 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 198.51.100.23, server: shop.example, request: "GET / HTTP/1.1", upstream: "http://10.0.3.17:8080/", host: "shop.example"';

const STUCK = { longestMs: 400, worker: new URL('./stuck-worker.ts', import.meta.url) };

let thread: DiagnosisThread | undefined;
afterEach(() => thread?.close());

test('gives the same report as the pipeline', async () => {
  thread = startDiagnosisThread(RULES_FOLDER, failTest);
  const report = await thread.diagnose({
    texts: [{ name: 'paste', text: RESET }],
    told: {},
    config: undefined,
  });
  expect(report).toEqual(await diagnoseText(RESET));
});

test('answers many questions at once, each with its own report', async () => {
  thread = startDiagnosisThread(RULES_FOLDER, failTest);
  const { diagnose } = thread;
  const peers = await Promise.all(
    [1, 2, 3, 4, 5].map(async (host) => {
      const text = RESET.replaceAll('10.0.3.17', `10.0.3.${host}`);
      const report = await diagnose({
        texts: [{ name: 'paste', text }],
        told: {},
        config: undefined,
      });
      return report.diagnoses[0]?.peers[0];
    }),
  );
  expect(peers).toEqual([1, 2, 3, 4, 5].map((host) => `10.0.3.${host}:8080`));
});

test('rules that cannot be read end it loudly', async () => {
  const crashed = new Promise<Error>((resolve) => {
    thread = startDiagnosisThread('/no/such/folder', resolve);
  });
  expect((await crashed).message).toContain('/no/such/folder');
});

describe('a text that never ends', () => {
  const ask = (text: string) => thread?.diagnose({ texts: [{ name: 'paste', text }], told: {} });

  test('is given up alone: those behind it are read by one new thread', async () => {
    thread = startDiagnosisThread(RULES_FOLDER, failTest, STUCK);
    const asked = ['short', 'endless', 'short', 'short', 'short', 'short', 'short'].map(ask);
    const results = await Promise.allSettled(asked);
    const failed = results.filter(({ status }) => status === 'rejected');
    expect(failed).toEqual([
      { status: 'rejected', reason: new DiagnosisTimeout('reading took longer than 0.4 s') },
    ]);
    expect(results[1]).toBe(failed[0]);
    const readers = results.flatMap((one) => (one.status === 'fulfilled' ? one.value?.notes : []));
    expect(new Set(readers)).toHaveProperty('size', 2);
  });

  test('does not use up the time of a second one', async () => {
    thread = startDiagnosisThread(RULES_FOLDER, failTest, STUCK);
    const results = await Promise.allSettled(['endless', 'endless', 'short'].map(ask));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  test('holds up no stop, nor does what waits behind it', async () => {
    thread = startDiagnosisThread(RULES_FOLDER, failTest, { ...STUCK, longestMs: 3_600_000 });
    await thread.ready;
    const settled: string[] = [];
    for (const text of ['endless', 'short'])
      ask(text)
        ?.finally(() => settled.push(text))
        .catch(failTest);
    await thread.close();
    expect(settled).toEqual([]);
  });
});

function failTest(error: Error): never {
  throw error;
}
