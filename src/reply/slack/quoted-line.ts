import type { Diagnosis } from '../../report.ts';
import { displayText } from '../../text/display.ts';

const LONGEST = 160;
const LONGEST_MESSAGE = 110;
const LONGEST_REQUEST = 50;

// Time, level, process and connection say nothing that the headline does not.
const HEAD =
  /^(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d )?\[\w{1,8}\] \d{1,10}#\d{1,10}: (?:\*\d{1,20} )?/;
const FIELDS = ', client: ';
const REQUEST = /, request: "([^"]{1,300})/;

/** A line of a log, short enough for a phone: of nginx's error log its message and the request, of others the beginning. */
export function shortLine(text: string): string {
  const head = HEAD.exec(text);
  const at = text.indexOf(FIELDS);
  if (head === null || at < head[0].length) return displayText(text, LONGEST);
  const message = displayText(text.slice(head[0].length, at), LONGEST_MESSAGE);
  const request = REQUEST.exec(text.slice(at))?.[1];
  return request === undefined
    ? message
    : `${message} … request: "${displayText(request, LONGEST_REQUEST)}"`;
}

export type Quoted = {
  readonly text: string;
  /** A line of the symptom itself rather than of what proves the cause. */
  readonly isSymptom: boolean;
};

/** The one line to show: of another witness where the first cause stands on one, else of the symptom. */
export function quotedLine(
  { causes, symptom }: Diagnosis,
  lineOf: (id: string) => string,
): Quoted | undefined {
  const [first] = causes;
  const isSure = first !== undefined && first.verdict !== 'possible';
  const claimed = isSure ? first.because.flatMap(({ evidence }) => evidence) : [];
  const witness = claimed.find((id) => !symptom.evidence.includes(id) && lineOf(id) !== '');
  if (witness !== undefined) return { text: lineOf(witness), isSymptom: false };
  const own = claimed.find((id) => lineOf(id) !== '') ?? symptom.evidence[0];
  const text = own === undefined ? '' : lineOf(own);
  return text === '' ? undefined : { text, isSymptom: true };
}
