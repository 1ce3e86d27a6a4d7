import { parentPort, threadId } from 'node:worker_threads';
import type { Question } from '../../src/bot/diagnose.ts';

// Stands in for diagnosis-worker.ts: hangs over the text 'endless', and says of any other which thread read it.
parentPort?.on('message', ({ id, question }: { id: number; question: Question }) => {
  while (question.texts[0]?.text === 'endless');
  parentPort?.postMessage({ id, report: { notes: [`thread ${threadId}`] } });
});
parentPort?.postMessage({ ready: true });
