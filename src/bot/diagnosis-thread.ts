import { Worker } from 'node:worker_threads';
import type { Report } from '../report.ts';
import { type Diagnose, DiagnosisTimeout, type Question } from './diagnose.ts';

/** No text within our limits takes longer, unless something is wrong with it or with us. */
const LONGEST_MS = 30_000;

/** Saves 20 MB of memory, and is no slower: what a diagnosis makes is small and soon forgotten. */
const YOUNG_MB = 8;

const WORKER = new URL('./diagnosis-worker.ts', import.meta.url);

export type DiagnosisThread = {
  readonly diagnose: Diagnose;
  /** Resolves when the rules are read: until then a question would only wait. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
};

export type DiagnosisLimits = {
  /** How long one text may be read; waiting for its turn does not count. */
  readonly longestMs?: number;
  readonly worker?: URL;
};

type Asked = {
  readonly question: Question;
  readonly resolve: (report: Report) => void;
  readonly reject: (error: Error) => void;
};

type UnderWay = Asked & { readonly id: number; readonly timer: NodeJS.Timeout };

/**
 * The pipeline in a thread of its own, so that neither a large file nor a storm delays an acknowledgement. It is asked one
 * question at a time: a text that takes too long costs the thread and is rejected, those behind it wait for the next thread.
 */
export function startDiagnosisThread(
  rules: string,
  onCrash: (error: Error) => void,
  { longestMs = LONGEST_MS, worker: script = WORKER }: DiagnosisLimits = {},
): DiagnosisThread {
  const waiting: Asked[] = [];
  const ready = Promise.withResolvers<void>();
  let underWay: UnderWay | undefined;
  let isReady = false;
  let lastId = 0;
  let worker = start();

  function start(): Worker {
    const next = startWorker(rules, script);
    // Its first message says that it is there.
    next.once('message', () => {
      isReady = true;
      ready.resolve();
      askNext();
    });
    next.on('message', take);
    next.on('error', onCrash);
    return next;
  }

  function askNext(): void {
    if (!isReady || underWay !== undefined) return;
    const asked = waiting.shift();
    if (asked === undefined) return;
    lastId += 1;
    underWay = { ...asked, id: lastId, timer: setTimeout(giveUp, longestMs) };
    worker.postMessage({ id: lastId, question: asked.question });
  }

  function take({ id, report }: { readonly id?: number; readonly report?: Report }): void {
    if (underWay === undefined || id !== underWay.id || report === undefined) return;
    clearTimeout(underWay.timer);
    underWay.resolve(report);
    underWay = undefined;
    askNext();
  }

  function giveUp(): void {
    underWay?.reject(new DiagnosisTimeout(`reading took longer than ${longestMs / 1000} s`));
    underWay = undefined;
    isReady = false;
    worker.removeAllListeners();
    worker.terminate().catch(onCrash);
    worker = start();
  }

  return {
    ready: ready.promise,
    diagnose: (question) =>
      new Promise((resolve, reject) => {
        waiting.push({ question, resolve, reject });
        askNext();
      }),
    async close() {
      // Nobody hears of what still waits: it lies in the inbox for the next start.
      waiting.length = 0;
      clearTimeout(underWay?.timer);
      worker.removeAllListeners();
      await worker.terminate();
    },
  };
}

function startWorker(rules: string, script: URL): Worker {
  return new Worker(script, {
    workerData: { rules },
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
}
