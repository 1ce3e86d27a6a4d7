import { accessLineOf, BARE_ACCESS_LINE } from './access-line.ts';
import { withoutChatMarkup } from './chat-text.ts';
import { parseErrorLine } from './error-line.ts';
import type { ErrorLine, LogLine } from './line.ts';
import { isKnownPhase } from './phases.ts';
import { parseWitnessLine } from './witness.ts';

/** Reads one line of whatever kind; chat markup is undone only where the line does not read as it stands. */
export function readLine(text: string): LogLine {
  // First, since an access log is long, and what clients write into it may look like nginx's errors.
  const access = accessLineOf(text);
  if (access !== undefined) return access;
  const asItStands = parseErrorLine(text);
  if (asItStands !== undefined && isClean(asItStands)) return asItStands;
  if (asItStands === undefined && isAccessLine(text)) return BARE_ACCESS_LINE;
  const plain = withoutChatMarkup(text);
  const unmarked = plain === text ? undefined : parseErrorLine(plain);
  if (unmarked !== undefined && fieldsRead(unmarked) >= fieldsRead(asItStands)) return unmarked;
  // Chat markup takes a star or a dash at the beginning for a list's; programs begin lines so too.
  const witness = parseWitnessLine(text) ?? (plain === text ? undefined : parseWitnessLine(plain));
  return asItStands ?? witness ?? { kind: 'unknown-line' };
}

function isClean(line: ErrorLine): boolean {
  return (
    line.upstream !== undefined &&
    line.level !== undefined &&
    !line.isCut &&
    !CHAT_LINK.test(line.upstream)
  );
}

const CHAT_LINK = /^[<[]|\\:|&(?:quot|lt|gt|amp);/;

// Common and combined log formats, with or without a name before: address, two fields, [time], quoted request, status.
const ACCESS =
  /^(?:\S{1,120}\s{1,16}\|\s{1,4}){0,2}(?:\S{1,253} )?[0-9a-fA-F.:x]{3,45} \S{1,128} (?:\S{1,253} )?\[[^\]]{10,40}\] (?:\S{1,64} ){0,3}"/;
const LONGEST_ACCESS_HEAD = 1024;

function isAccessLine(text: string): boolean {
  return ACCESS.test(text.length > LONGEST_ACCESS_HEAD ? text.slice(0, LONGEST_ACCESS_HEAD) : text);
}

/** How much a reading found: what decides between two readings of the same text. */
export function fieldsRead(line: ErrorLine | undefined): number {
  if (line === undefined) return -1;
  const fields = [line.client, line.server, line.request, line.upstream, line.host, line.errno];
  const isPhaseKnown = line.phase !== undefined && isKnownPhase(line.phase);
  const found = fields.filter((field) => field !== undefined).length + (isPhaseKnown ? 1 : 0);
  return found * 2 + (line.isCut ? 0 : 1);
}
