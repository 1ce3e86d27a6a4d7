import { parseErrorLine } from './error-line.ts';

// A host as the last field, then the beginning of another record. nginx takes no blank in a Host, so that no client can have
// written this; a referrer behind the host can hold anything, and what follows one stays part of it.
const JUNCTION =
  /, host: "[^" ]{1,255}" {1,4}(?=\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[[a-z]{4,6}\] \d{1,10}#\d{1,10}: )/g;
const MOST_RECORDS = 1000;

/** The records of a line that lost its line ends on the way (a chat, a form); the line itself where it holds one. */
export function joinedRecords(line: string): readonly string[] {
  JUNCTION.lastIndex = 0;
  if (!JUNCTION.test(line)) return [line];
  const records: string[] = [];
  let start = 0;
  JUNCTION.lastIndex = 0;
  for (let found = JUNCTION.exec(line); found !== null; found = JUNCTION.exec(line)) {
    const record = line.slice(start, found.index + found[0].length).trimEnd();
    if (records.length >= MOST_RECORDS || !isWhole(record)) break;
    records.push(record);
    start = found.index + found[0].length;
  }
  return [...records, line.slice(start)];
}

/** A record whose message holds no text of a client, and whose own host this is: none stands before it, and no referrer. */
function isWhole(record: string): boolean {
  if (
    record.includes(', referrer: "') ||
    record.indexOf(', host: "') !== record.lastIndexOf(', host: "')
  )
    return false;
  const line = parseErrorLine(record);
  if (line === undefined || line.isCut || line.isAmbiguous || line.isQuoteOpen) return false;
  return line.request !== undefined && FIXED.has(line.message);
}

const FIXED: ReadonlySet<string> = new Set([
  'syscall-failed',
  'timed-out',
  'premature-close',
  'premature-close-fastcgi',
  'premature-close-stream',
  'no-live-upstreams',
  'header-too-big',
  'peer-disabled',
  'client-closed',
  'certificate',
  'tls-closed',
]);
