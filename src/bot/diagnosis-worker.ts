import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { loadRuleBook } from '../diagnosis/load-rules.ts';
import { diagnose } from '../pipeline.ts';
import type { Question } from './diagnose.ts';

// A thread of its own, so that a large file delays no acknowledgement. Started by diagnosis-thread.ts.
const { rules } = z.object({ rules: z.string() }).parse(workerData);
const book = loadRuleBook(rules);
const { digest } = book;

parentPort?.on('message', ({ id, question }: { id: number; question: Question }) => {
  void answer(question).then((report) => parentPort?.postMessage({ id, report }));
});
parentPort?.postMessage({ ready: digest });

/** What throws here is a bug: it ends this thread, and with it the process; the submission counts as tried once more. */
function answer({ texts, told, config }: Question): ReturnType<typeof diagnose> {
  return diagnose(
    {
      sources: texts.map(({ name, text }) => ({ name, chunks: [Buffer.from(text)] })),
      told,
      config: config === undefined ? undefined : { name: 'pasted configuration', text: config },
    },
    book,
  );
}
