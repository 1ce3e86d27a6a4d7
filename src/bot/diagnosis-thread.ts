import { Worker } from 'node:worker_threads';
import type { Report } from '../report.ts';
import { type Diagnose, DiagnosisTimeout } from './diagnose.ts';

/** No text within our limits takes longer, unless something is wrong with it or with us. */
const LONGEST_MS = 30_000;

/** Saves 20 MB of memory, and is no slower: what a diagnosis makes is small and soon forgotten. */
const YOUNG_MB = 8;

export type DiagnosisThread = { readonly diagnose: Diagnose; close(): Promise<void> };

type Waiting = {
  readonly resolve: (report: Report) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
};

/**
 * The pipeline in a thread of its own, so that neither a large file nor a storm delays an acknowledgement. A text that takes
 * too long costs the thread, not the bot: the question is rejected, the others are asked again of a new thread.
 */
export function startDiagnosisThread(
  rules: string,
  onCrash: (error: Error) => void,
): DiagnosisThread {
  const waiting = new Map<number, Waiting & { readonly question: object }>();
  let lastId = 0;
  let isClosed = false;
  let worker = start();

  function start(): Worker {
    const next = new Worker(new URL('./diagnosis-worker.ts', import.meta.url), {
      workerData: { rules },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    next.on('message', (message: { id?: number; report?: Report }) => {
      const asked = message.id === undefined ? undefined : waiting.get(message.id);
      if (asked === undefined || message.id === undefined || message.report === undefined) return;
      waiting.delete(message.id);
      clearTimeout(asked.timer);
      asked.resolve(message.report);
    });
    next.on('error', onCrash);
    return next;
  }

  async function replace(): Promise<void> {
    const old = worker;
    if (isClosed) return;
    worker = start();
    old.removeAllListeners();
    await old.terminate();
    for (const [id, { question }] of waiting) worker.postMessage({ id, question });
  }

  return {
    diagnose: (question) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        const id = lastId;
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new DiagnosisTimeout(`reading took longer than ${LONGEST_MS / 1000} s`));
          replace().catch(onCrash);
        }, LONGEST_MS);
        waiting.set(id, { resolve, reject, timer, question });
        worker.postMessage({ id, question });
      }),
    async close() {
      isClosed = true;
      for (const { timer } of waiting.values()) clearTimeout(timer);
      worker.removeAllListeners();
      await worker.terminate();
    },
  };
}
