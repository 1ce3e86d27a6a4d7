import type { Incident } from '../incident/incident.ts';
import type { Report } from '../report.ts';
import type { Desk } from './desk.ts';
import type { NamedText } from './diagnose.ts';
import type { EvidenceText } from './ports.ts';
import { questionOf } from './question.ts';

/** Kept of one submission, so that more can be added later: the first lines and the last. */
const MOST_KEPT = 1_048_576;
const HALF_KEPT = MOST_KEPT / 2;

/** The texts of a submission as evidence of an incident; of what is larger than 1 MB the beginning and the end. */
export function evidenceFrom(
  texts: readonly NamedText[],
  of: { readonly incident: string; readonly origin: string | undefined },
): readonly EvidenceText[] {
  return texts.map(({ name, text, origin }) => ({
    incident: of.incident,
    origin: origin ?? of.origin,
    name,
    text: shortened(text),
  }));
}

/** Of alerts that join this much is kept and read together; of the thousandth only the count rises. */
const MOST_JOINED = 65_536;

/** Whether the texts of one more alert are kept. */
export function isRoomFor(texts: readonly NamedText[], kept: readonly EvidenceText[]): boolean {
  const length = [...texts, ...kept].reduce((sum, { text }) => sum + text.length, 0);
  return length <= MOST_JOINED;
}

function shortened(text: string): string {
  if (text.length <= MOST_KEPT) return text;
  const headEnd = text.lastIndexOf('\n', HALF_KEPT);
  const head = text.slice(0, headEnd === -1 ? HALF_KEPT : headEnd);
  // A tail begins with a line break: the middle of a line, whoever wrote it, must not pass for a line of its own. Nothing is
  // lost where there is none: of a line that long nobody reads the rest.
  const tailStart = text.indexOf('\n', text.length - HALF_KEPT);
  return tailStart === -1 ? head : head + text.slice(tailStart);
}

/** What an incident's evidence says together with what is new. */
export function reportOfAll(
  incident: Incident,
  texts: readonly NamedText[],
  { diagnose }: Pick<Desk, 'diagnose'>,
): Promise<Report> {
  return diagnose(questionOf(texts, incident));
}
