import type { ErrorLine, LogLine } from '../log/line.ts';
import { lineSplitter, type Oddities } from '../log/physical-lines.ts';
import { type OnPlainLine, type RecordReader, recordReader } from '../log/records.ts';
import type { WitnessLine } from '../log/witness.ts';
import { type Group, grouping, type LineAt } from './groups.ts';

/** A text handed to us: a file, standard input, a message. */
export type SourceText = {
  readonly name: string;
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
};

export type SourceKind = 'error-log' | 'access-log' | 'kernel' | 'journal' | 'app-log';
export type ReadSource = { readonly id: number; readonly name: string; readonly kind: SourceKind; readonly oddities: Oddities };
export type Witness = WitnessLine & { readonly at: LineAt };

/** What all sources together hold: counts, groups of error lines, and the lines of other programs. */
export type Collected = {
  readonly sources: readonly ReadSource[];
  readonly counts: Counts;
  readonly groups: readonly Group[];
  readonly witnesses: readonly Witness[];
  readonly leftOut: number;
};

export type Counts = {
  readonly lines: number;
  readonly upstreamErrors: number;
  readonly clientSide: number;
  readonly unrecognised: number;
  readonly quoted: number;
};

const MOST_WITNESSES = 500;
const LONGEST_WITNESS = 1024;

/** Reads every source once, from its first byte to its last; memory does not grow with the input. */
export async function collect(texts: readonly SourceText[]): Promise<Collected> {
  const errors = grouping();
  const witnesses: Witness[] = [];
  const counts = { lines: 0, upstreamErrors: 0, clientSide: 0, unrecognised: 0, quoted: 0 };
  const sources: ReadSource[] = [];
  for (const [id, text] of texts.entries()) {
    const kinds = { error: 0, access: 0, kernel: 0, systemd: 0 };
    const onLine = (line: LogLine, raw: string, number: number): void => {
      const at = { source: id, number, text: raw };
      switch (line.kind) {
        case 'error-line':
          kinds.error += 1;
          countSide(counts, line);
          if (isAboutUpstreams(line)) errors.add(line, at);
          return;
        case 'witness-line':
          if (line.program === 'kernel') kinds.kernel += 1;
          if (line.program === 'systemd') kinds.systemd += 1;
          if (witnesses.length < MOST_WITNESSES) witnesses.push({ ...line, at: { ...at, text: raw.slice(0, LONGEST_WITNESS) } });
          return;
        case 'access-line':
          kinds.access += 1;
          return;
        case 'quoted-line':
          counts.quoted += 1;
          return;
        case 'unknown-line':
          counts.unrecognised += 1;
      }
    };
    const onPlainLine: OnPlainLine = (line, raw, number) => {
      kinds.error += 1;
      countSide(counts, line.like);
      if (isAboutUpstreams(line.like)) errors.addPlain(line, { source: id, number, text: raw });
    };
    const oddities = await read(text, recordReader(onLine, onPlainLine), () => {
      counts.lines += 1;
    });
    sources.push({ id, name: text.name, kind: kindOf(kinds), oddities });
  }
  return { sources, counts, groups: errors.groups(), witnesses, leftOut: errors.leftOut() };
}

async function read(
  text: SourceText,
  records: RecordReader,
  onPhysicalLine: () => void,
): Promise<Oddities> {
  const splitter = lineSplitter((line) => {
    if (line !== '') onPhysicalLine();
    records.push(line);
  });
  for await (const chunk of text.chunks) splitter.push(chunk);
  splitter.end();
  records.end();
  return splitter.oddities();
}

function countSide(counts: { upstreamErrors: number; clientSide: number }, line: ErrorLine): void {
  if (line.side === 'client') counts.clientSide += 1;
  else if (isAboutUpstreams(line) && line.side !== 'nginx') counts.upstreamErrors += 1;
}

/** A line that may be worth a diagnosis; files, limits and requests that nginx refused are not. */
function isAboutUpstreams(line: ErrorLine): boolean {
  if (line.message === 'syscall-failed') {
    return line.side !== 'nginx' && (line.phase !== undefined || line.errno !== undefined);
  }
  return line.message !== 'other' && !IRRELEVANT.has(line.message);
}

const IRRELEVANT = new Set(['file', 'user', 'client-request', 'access-denied', 'limit', 'client-body-too-large', 'request-in-temp-file']);

function kindOf(kinds: { error: number; access: number; kernel: number; systemd: number }): SourceKind {
  if (kinds.error > 0) return 'error-log';
  if (kinds.access > 0) return 'access-log';
  if (kinds.kernel > 0) return 'kernel';
  return kinds.systemd > 0 ? 'journal' : 'app-log';
}
