import type { Report } from '../report.ts';
import type { Desk } from './desk.ts';
import type { NamedText, Question } from './diagnose.ts';
import { asAlert, gather } from './gather.ts';
import { questionOf } from './question.ts';
import type { MessageBody, PasteBody, WebhookBody } from './submission.ts';

/** A submission that was read: its texts, what they say, and what could not be read. */
export type Read<Body> = {
  readonly body: Body;
  readonly texts: readonly NamedText[];
  readonly report: Report;
  /** Notes on files that could not be read; they stand in the report, too. */
  readonly unread: readonly string[];
};

/** Reads a submission: fetches what it points at and asks the pipeline. Done once, whatever happens to the incident. */
export async function read<Body extends MessageBody | PasteBody | WebhookBody>(
  body: Body,
  desk: Desk,
  isLastTry: boolean,
): Promise<Read<Body>> {
  const { texts, notes } =
    body.kind === 'webhook'
      ? { texts: asAlert(body.texts), notes: [] }
      : await gather(body, desk, isLastTry);
  const known: Pick<Question, 'told' | 'config'> = body.kind === 'paste' ? body : { told: {} };
  const report = await desk.diagnose(questionOf(texts, known));
  return {
    body,
    texts,
    report: { ...report, notes: [...report.notes, ...notes] },
    unread: notes,
  };
}
