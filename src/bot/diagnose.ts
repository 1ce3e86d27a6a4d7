import type { Report } from '../report.ts';
import type { PasteBody } from './submission.ts';

export type NamedText = {
  readonly name: string;
  readonly text: string;
  /** The message it stands in, as `channel:ts`, where that is another one than the submission's own. */
  readonly origin?: string | undefined;
};

export type Question = {
  readonly texts: readonly NamedText[];
  readonly told: PasteBody['told'];
  readonly config?: string | undefined;
};

/** Asks the pipeline. Rejects with DiagnosisTimeout when it takes longer than a person would wait. */
export type Diagnose = (question: Question) => Promise<Report>;

export class DiagnosisTimeout extends Error {
  override readonly name = 'DiagnosisTimeout';
}
