import type { AccessLine } from '../log/access-line.ts';
import type { ErrorLine, LogLine } from '../log/line.ts';
import { lineSplitter, type Oddities } from '../log/physical-lines.ts';
import { type OnPlainLine, type RecordReader, recordReader } from '../log/records.ts';
import type { WitnessLine } from '../log/witness.ts';
import { ownCopy } from '../text/own-copy.ts';
import {
  type AccessCollector,
  type AccessLog,
  accessCollector,
  decidingAttempt,
} from './access.ts';
import { type Grouping, grouping } from './grouping.ts';
import type { Group, LineAt } from './groups.ts';
import { offsetOfNginx } from './nginx-clock.ts';
import { statusLineOf } from './status-only.ts';

/** A text handed to us: a file, standard input, a message. */
export type SourceText = {
  readonly name: string;
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
};

type SourceKind = 'error-log' | 'access-log' | 'kernel' | 'journal' | 'app-log';
export type ReadSource = {
  readonly id: number;
  readonly name: string;
  readonly kind: SourceKind;
  readonly oddities: Oddities;
};
export type Witness = WitnessLine & { readonly at: LineAt };

/** What all sources together hold: counts, groups of error lines, and the lines of other programs. */
export type Collected = {
  readonly sources: readonly ReadSource[];
  readonly counts: Counts;
  readonly groups: readonly Group[];
  readonly witnesses: readonly Witness[];
  readonly access: AccessLog;
  readonly leftOut: number;
  /** Requests of the access log that an upstream itself answered with 502, 503 or 504. */
  readonly answeredWithError: number;
  /** The first line by which nginx could not write an answer or a body to a temporary file. */
  readonly unwritable: LineAt | undefined;
  /** Request bodies that nginx itself turned away with 413. */
  readonly bodiesRefused: number;
  /** How far nginx’s clock is ahead of UTC, as the first line of its access log says. */
  readonly accessOffsetSeconds: number | undefined;
  /** The last line by which nginx refused a configuration at start or reload. */
  readonly refusedStart: LineAt | undefined;
};

type Counts = {
  readonly lines: number;
  readonly upstreamErrors: number;
  readonly clientSide: number;
  readonly unrecognised: number;
  readonly quoted: number;
};

/** Of one kind, process and peer; a flood of one hides no other until all together are too many. */
const MOST_WITNESSES_OF_A_KIND = 200;
const MOST_WITNESSES = 4000;
const LONGEST_WITNESS = 1024;

/** Reads every source once, from its first byte to its last; memory does not grow with the input. */
export async function collect(texts: readonly SourceText[]): Promise<Collected> {
  const bin: Bin = {
    errors: grouping(),
    statuses: grouping(),
    access: accessCollector(),
    witnesses: [],
    witnessCounts: new Map(),
    refusedStart: undefined,
    accessOffsetSeconds: undefined,
    answeredWithError: 0,
    unwritable: undefined,
    bodiesRefused: 0,
    counts: { lines: 0, upstreamErrors: 0, clientSide: 0, unrecognised: 0, quoted: 0 },
  };
  const sources: ReadSource[] = [];
  for (const [id, text] of texts.entries()) sources.push(await readSource(id, text, bin));
  const { witnesses, counts, refusedStart } = bin;
  const errors = hasErrorLog(sources) ? bin.errors : bin.statuses;
  return {
    sources,
    counts,
    groups: errors.groups(),
    witnesses,
    access: bin.access.log(),
    accessOffsetSeconds: bin.accessOffsetSeconds,
    answeredWithError: bin.answeredWithError,
    unwritable: bin.unwritable,
    bodiesRefused: bin.bodiesRefused,
    leftOut: errors.leftOut(),
    refusedStart,
  };
}

/** Where an error log is there, it says why; a status in the access log that it does not explain is not nginx’s. */
function hasErrorLog(sources: readonly ReadSource[]): boolean {
  return sources.some(({ kind, name }) => kind === 'error-log' || ERROR_LOG_NAME.test(name));
}

const ERROR_LOG_NAME = /(?:^|[^a-z])error[._-]?log/i;

/** Where the lines of all sources go. */
type Bin = {
  readonly errors: Grouping;
  /** Statuses of access logs that stand for errors while no error log is there. */
  readonly statuses: Grouping;
  readonly access: AccessCollector;
  readonly witnesses: Witness[];
  readonly witnessCounts: Map<string, number>;
  refusedStart: LineAt | undefined;
  accessOffsetSeconds: number | undefined;
  answeredWithError: number;
  unwritable: LineAt | undefined;
  bodiesRefused: number;
  readonly counts: { -readonly [Name in keyof Counts]: number };
};

async function readSource(id: number, text: SourceText, bin: Bin): Promise<ReadSource> {
  const kinds = { quoted: 0, error: 0, access: 0, kernel: 0, systemd: 0 };
  const onLine = (line: LogLine, raw: string, number: number): void => {
    const at = { source: id, number, text: raw };
    switch (line.kind) {
      case 'error-line':
        kinds.error += 1;
        addError(bin, { line, at, add: () => bin.errors.add(line, at) });
        return;
      case 'witness-line':
        if (line.program === 'kernel' || line.program === 'systemd') kinds[line.program] += 1;
        addWitness(bin, { ...line, at });
        return;
      case 'access-line':
        kinds.access += 1;
        addAccess(bin, line, at);
        return;
      case 'quoted-line':
        kinds.quoted += 1;
        bin.counts.quoted += 1;
        return;
      case 'unknown-line':
        bin.counts.unrecognised += 1;
    }
  };
  const onPlainLine: OnPlainLine = (line, raw, number) => {
    kinds.error += 1;
    const at = { source: id, number, text: raw };
    addError(bin, { line: line.like, at, add: () => bin.errors.addPlain(line, at) });
  };
  const oddities = await read(text, recordReader(onLine, onPlainLine), () => {
    bin.counts.lines += 1;
  });
  return { id, name: text.name, kind: kindOf(kinds), oddities };
}

function addError(
  bin: Bin,
  { line, at, add }: { line: ErrorLine; at: LineAt; add: () => void },
): void {
  const { counts, errors } = bin;
  if (isRefusedStart(line, at.text)) bin.refusedStart = { ...at, text: '' };
  if (line.message === 'client-body-too-large') bin.bodiesRefused += 1;
  if (line.message === 'file' && STORES.has(line.phase ?? ''))
    bin.unwritable ??= { ...at, text: '' };
  if (line.side === 'client') counts.clientSide += 1;
  const isRelevant = isAboutUpstreams(line);
  if (isRelevant && line.side !== 'client' && line.side !== 'nginx') counts.upstreamErrors += 1;
  if (isRelevant) add();
  else if (line.message === 'request-in-temp-file') errors.noteLargeBody(line, at);
}

function addAccess(bin: Bin, line: AccessLine, at: LineAt): void {
  const { access, statuses } = bin;
  access.add(line, at);
  if (bin.accessOffsetSeconds === undefined)
    bin.accessOffsetSeconds = offsetOfNginx(at.text, line.time?.seconds);
  const isAnswer = decidingAttempt(line)?.isAnswered === true;
  if (isAnswer && GATEWAY_ERRORS.has(line.status ?? 0)) bin.answeredWithError += 1;
  const status = statusLineOf(line);
  if (status !== undefined) statuses.add(status, at);
}

/** Phases in which the only file that nginx opens is a temporary one. */
const STORES: ReadonlySet<string> = new Set(['reading upstream', 'reading client request body']);

const GATEWAY_ERRORS: ReadonlySet<number> = new Set([502, 503, 504]);

function addWitness({ witnesses, witnessCounts }: Bin, witness: Witness): void {
  const { about, program, process, peer } = witness;
  const key = [about, program, process ?? '', peer ?? ''].join(' ');
  const count = witnessCounts.get(key) ?? 0;
  if (count >= MOST_WITNESSES_OF_A_KIND || witnesses.length >= MOST_WITNESSES) return;
  witnessCounts.set(ownCopy(key), count + 1);
  const text = ownCopy(witness.at.text.slice(0, LONGEST_WITNESS));
  witnesses.push({ ...structuredClone(witness), at: { ...witness.at, text } });
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

// The place that nginx names behind a fault of the configuration: "… in /etc/nginx/nginx.conf:12" (ngx_conf_log_error).
const CONFIG_PLACE = / in \S{1,300}:\d{1,7}\s*$/;
const LONGEST_START_LINE = 1024;

function isRefusedStart(line: ErrorLine, text: string): boolean {
  return line.level === 'emerg' && text.length < LONGEST_START_LINE && CONFIG_PLACE.test(text);
}

/** A line that may be worth a diagnosis; files, limits and requests that nginx refused are not. */
function isAboutUpstreams(line: ErrorLine): boolean {
  // Whatever nginx wanted them for: without descriptors it cannot connect to upstreams either.
  if (line.errno === 'EMFILE' || line.errno === 'ENFILE') return true;
  if (line.message === 'syscall-failed') {
    return line.side !== 'nginx' && (line.phase !== undefined || line.errno !== undefined);
  }
  return line.message !== 'other' && !IRRELEVANT.has(line.message);
}

const IRRELEVANT = new Set([
  'file',
  'user',
  'client-request',
  'access-denied',
  'limit',
  'client-body-too-large',
  'request-in-temp-file',
  'session-idle',
]);

function kindOf(kinds: {
  quoted: number;
  error: number;
  access: number;
  kernel: number;
  systemd: number;
}): SourceKind {
  // What a client wrote into it makes an error log no log of another program.
  if (kinds.error > 0 || kinds.quoted > 0) return 'error-log';
  if (kinds.access > 0) return 'access-log';
  if (kinds.kernel > 0) return 'kernel';
  return kinds.systemd > 0 ? 'journal' : 'app-log';
}
