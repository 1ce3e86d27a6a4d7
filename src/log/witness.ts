import { type ClockTime, clockTimeIn } from './clock.ts';
import type { Speaker } from './witness/speaker.ts';
import { SPEAKERS } from './witness/speakers.ts';
import type { WitnessKind } from './witness-kinds.ts';

/** A line of another program that says how a backend process ended, or what else is wrong with it. */
export type WitnessLine = {
  readonly kind: 'witness-line';
  /** Who wrote it; `kernel` and `systemd` speak of a process of any program. */
  readonly program: string;
  readonly about: WitnessKind;
  /** Name of the process or unit that ended, where the line has it. */
  readonly process: string | undefined;
  /** Id of that process, by which two logs speak of one death whatever their clocks. */
  readonly pid: string | undefined;
  /** Address and port of the peer it speaks of, `10.0.3.17:8080` or `[fd00::5]:8080`; `*:8080` for a port without address. */
  readonly peer: string | undefined;
  readonly time: ClockTime | undefined;
  /** The name of the container before the line, to tell who wrote it; empty for none. */
  readonly container: string;
};

const LONGEST = 4096;
const CONTAINER = /^([A-Za-z0-9._-]{1,80})\s{1,30}\|\s{1,4}/;
// What collectors put before a program's line: a stamp of Docker or CRI, or of syslog and the journal, which also names the program.
const STAMP =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)? (?:std(?:out|err) [FP] )?/;
const IDENT =
  /^((?:<\d{1,3}>)?(?:(?:[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,6})?|[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? [A-Z]{3,5}) )?[A-Za-z0-9._-]{1,253} )[A-Za-z0-9._/@-]{1,64}(?:\[\d{1,10}\])?: /;
const NAME_OF_GROUP = /\(\?<[a-z]+>/g;

/**
 * A witness of a backend's end, or undefined. The line must start the way its program starts its lines: the same words
 * inside a request, a user agent or a message are somebody's text.
 */
export function parseWitnessLine(line: string): WitnessLine | undefined {
  if (line.length > LONGEST) return undefined;
  const container = CONTAINER.exec(line);
  const whole = container === null ? line : line.slice(container[0].length);
  const bare = whole.replace(STAMP, '');
  const ident = IDENT.exec(bare);
  const named = ident === null ? bare : bare.slice(ident[1]?.length);
  const said = ident === null ? bare : bare.slice(ident[0].length);
  const found =
    (container === null ? firstFound(HOSTS, [whole, bare, named]) : undefined) ??
    firstFound(PROGRAMS, [bare, said]);
  return (
    found && {
      ...found,
      kind: 'witness-line',
      time: clockTimeIn(line),
      container: container?.[1] ?? '',
    }
  );
}

type Found = Pick<WitnessLine, 'program' | 'about' | 'process' | 'pid' | 'peer'>;
type Speakers = { readonly any: RegExp; readonly each: readonly Speaker[] };

const HOSTS = speakers(SPEAKERS.filter((speaker) => speaker.isHost === true));
const PROGRAMS = speakers(SPEAKERS.filter((speaker) => speaker.isHost !== true));

/** Most lines of a log are nobody's here: one search from the start of the line decides that. */
function speakers(each: readonly Speaker[]): Speakers {
  const lines = each.map(({ head, words }) => {
    const said = words.map(([, pattern]) => pattern.source.slice(1));
    return `${head.source.slice(1)}(?:${said.join('|')})`;
  });
  return { any: new RegExp(`^(?:${lines.join('|')})`.replaceAll(NAME_OF_GROUP, '(?:'), ''), each };
}

function firstFound({ any, each }: Speakers, starts: readonly string[]): Found | undefined {
  let last: string | undefined;
  for (const start of starts) {
    const isNew = start !== last;
    last = start;
    if (!isNew || !any.test(start)) continue;
    for (const speaker of each) {
      const found = saidBy(speaker, start);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function saidBy({ program, head, words }: Speaker, start: string): Found | undefined {
  const length = head.exec(start)?.[0].length;
  if (length === undefined) return undefined;
  const said = start.slice(length);
  for (const [about, pattern] of words) {
    const found = pattern.exec(said);
    if (found === null) continue;
    const { process, pid, address, port } = found.groups ?? {};
    return { program, about, process, pid, peer: peerOf(address, port) };
  }
  return undefined;
}

/** As nginx writes a peer; the kernel writes IPv6 in full, which URL shortens. */
function peerOf(address: string | undefined, port: string | undefined): string | undefined {
  if (port === undefined) return undefined;
  if (address === undefined || address === '0.0.0.0' || address === '[::]') return `*:${port}`;
  if (!address.includes(':')) return `${address}:${port}`;
  const url = `http://${address.startsWith('[') ? address : `[${address}]`}:${port}`;
  return URL.canParse(url) ? `${new URL(url).hostname}:${port}` : undefined;
}
