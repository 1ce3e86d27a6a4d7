import { type Fields, readFields } from './fields.ts';
import { isKnownPhase, phaseAt } from './phases.ts';

/** A message taken apart: where it ends, what nginx was doing, and the fields behind. */
export type Body = {
  readonly messageEnd: number;
  readonly phase: string | undefined;
  readonly fields: Fields;
  readonly isCut: boolean;
  readonly isTailMissing: boolean;
};

/** A message without foreign text: the first " while " and the first ", client: " are nginx's. */
export function plainBody(line: string, start: number): Body {
  const client = line.indexOf(', client: ', start);
  const contextAt = client === -1 ? contextWithoutClient(line, start) : client;
  const whileAt = phaseStart(line, start, contextAt);
  const hasPhase = whileAt !== -1 && whileAt < contextAt;
  const messageEnd = hasPhase ? whileAt : contextAt;
  const phase = hasPhase ? phaseAt(line.slice(whileAt + 7, contextAt)) : undefined;
  const fields = readFields(line, contextAt);
  const isCut = client === -1 && contextAt >= line.length && !endsLikeAMessage(line, phase);
  return {
    messageEnd,
    phase: phase === '' ? undefined : phase,
    fields,
    isCut,
    isTailMissing: false,
  };
}

/** OpenSSL's own words have a "while" too: "(SSL: …:unexpected eof while reading) while SSL handshaking". */
function phaseStart(line: string, start: number, end: number): number {
  const first = line.indexOf(' while ', start);
  for (let at = first; at !== -1 && at < end; at = line.indexOf(' while ', at + 1)) {
    if (isKnownPhase(phaseAt(line.slice(at + 7, end)))) return at;
  }
  return first;
}

const FIELD_START = /,? {1,16}(?:server: |request: "|upstream: "|host: ")/g;

function contextWithoutClient(line: string, start: number): number {
  FIELD_START.lastIndex = start;
  return FIELD_START.exec(line)?.index ?? line.length;
}

function endsLikeAMessage(line: string, phase: string | undefined): boolean {
  return phase !== undefined ? isKnownPhase(phase) : line.trimEnd().endsWith(')');
}

/**
 * A message with foreign text in quotes: nginx's own tail is the one from which everything up to the end reads as
 * fields. More than one such tail, and the upstream cannot be told.
 */
export function quotedBody(line: string, start: number): Body {
  const tails: Body[] = [];
  let client = line.indexOf(', client: ', start);
  for (let tries = 0; client !== -1 && tries < MOST_TAILS; tries += 1) {
    const fields = readFields(line, client);
    if (fields.isWhole) tails.push(tailAt(line, client, fields));
    client = line.indexOf(', client: ', client + 1);
  }
  const [first, second] = tails;
  if (first === undefined) {
    return {
      messageEnd: line.length,
      phase: undefined,
      fields: readFields(line, line.length),
      isCut: true,
      isTailMissing: true,
    };
  }
  if (second === undefined) return first;
  return { ...first, fields: { ...first.fields, upstream: undefined, isAmbiguous: true } };
}

const MOST_TAILS = 16;

function tailAt(line: string, client: number, fields: Fields): Body {
  const whileAt = line.lastIndexOf(' while ', client);
  const phase = whileAt === -1 ? undefined : phaseAt(line.slice(whileAt + 7, client));
  const isPhase = phase !== undefined && isKnownPhase(phase);
  return {
    messageEnd: isPhase ? whileAt : client,
    phase: isPhase ? phase : undefined,
    fields,
    isCut: false,
    isTailMissing: false,
  };
}
