import type { Incident } from '../incident/incident.ts';
import type { Report } from '../report.ts';
import type { Desk } from './desk.ts';
import type { NamedText } from './diagnose.ts';
import type { EvidenceText } from './ports.ts';

/** Kept of one submission, so that more can be added later: the first lines and the last. */
const MOST_KEPT = 1_048_576;
const HALF_KEPT = MOST_KEPT / 2;

/** The texts of a submission as evidence of an incident; of what is larger than 1 MB the beginning and the end. */
export function evidenceFrom(
  texts: readonly NamedText[],
  of: { readonly incident: string; readonly origin: string | undefined },
): readonly EvidenceText[] {
  return texts.map(({ name, text }) => ({ ...of, name, text: shortened(text) }));
}

function shortened(text: string): string {
  if (text.length <= MOST_KEPT) return text;
  const head = text.slice(0, text.lastIndexOf('\n', HALF_KEPT));
  const tail = text.slice(text.indexOf('\n', text.length - HALF_KEPT));
  return `${head}${tail}`;
}

/** What an incident's evidence says together with what is new. */
export function reportOfAll(
  incident: Incident,
  texts: readonly NamedText[],
  { diagnose }: Pick<Desk, 'diagnose'>,
): Promise<Report> {
  return diagnose({ texts, told: incident.told, config: incident.config });
}
