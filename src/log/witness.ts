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
/** Docker Swarm's names are long; `provenance.ts` compares so much of them. */
const LONGEST_CONTAINER = 80;
const CONTAINER = /^([A-Za-z0-9._@-]{1,160})\s{1,30}\|\s{1,4}/;
// pm2's own lines begin so.
const PROCESS = /^(?!PM2 )[A-Za-z0-9._-]{1,80}\s{1,30}\|\s{1,4}/;
// What else names a container before a bar: Docker's desktop with a time before it, pm2 with a number.
const OTHER_CONTAINER =
  /^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Za-z0-9._@-]{1,160}|\d{1,4}\|[\w.-]{1,64})\s{1,30}\|\s{1,4}/;
// kubectl logs --prefix, and stern: the name of a Deployment's pod (a hash with a digit in it, then five letters), the container's.
const POD =
  /^(?:\[pod\/[a-z0-9][a-z0-9.-]{0,252}\/[a-z0-9-]{1,63}\]|[a-z][a-z0-9.-]{0,200}-(?=[a-z]{0,9}\d)[a-z0-9]{4,10}-[a-z0-9]{5} [a-z0-9-]{1,63}) /;
// What collectors put before a program's line: a stamp of Docker or CRI, or of syslog and the journal, which also names the program.
const STAMP =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)? (?:std(?:out|err) [FP] )?/;
// Stamps that only containers and services have: svlogd's, with a blank (Amazon ECS and its like), Rancher's.
const SERVICE_STAMP =
  /^(?:\d{4}-\d\d-\d\d_\d\d:\d\d:\d\d\.\d{5} |\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d)? |\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d [AP]M ?)/;
// What grep names a file with, and how people say by hand whose line follows.
const LABEL =
  /^(?:[\w.@+/-]{1,200}\.log(?:\.\d{1,3})?:(?:\d{1,9}:)?|(?:PHP-?FPM|php-fpm): {1,4}(?=\[))/;
const IDENT =
  /^(?:((?:<\d{1,3}>)?(?:(?:[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,6})?|[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? [A-Z]{3,5}) )?[A-Za-z0-9._-]{1,253} )[A-Za-z0-9._/@-]{1,64}(?:\[\d{1,10}\])?|()(?:[A-Za-z0-9._/@-]{1,64}\[\d{1,10}\]|app\[[a-z_]{1,30}\.\d{1,5}\])): /;
const ESCAPE = '\u001b';
const COLOUR = new RegExp(`${ESCAPE}\\[[\\d;]{0,12}m`, 'g');
const NAME_OF_GROUP = /\(\?<[a-z]+>/g;

/**
 * A witness of a backend's end, or undefined. The line must start the way its program starts its lines, behind nothing but
 * what collectors are known to put there: the same words inside a request, a user agent or a message are somebody's text.
 */
export function parseWitnessLine(line: string): WitnessLine | undefined {
  if (line.length > LONGEST) return undefined;
  const isColoured = line.includes(ESCAPE);
  const plain = isColoured ? line.replaceAll(COLOUR, '') : line;
  const unindented = plain.trimStart();
  const found = foundIn(unindented);
  // Some programs indent their lines themselves.
  const best = found ?? (unindented === plain ? undefined : foundIn(plain));
  if (best === undefined) return undefined;
  const container = isColoured ? '' : best.container;
  return { ...best, kind: 'witness-line', time: clockTimeIn(line), container };
}

/** Host and programs are looked for behind each layer that a collector put around them. */
function foundIn(line: string): (Found & Pick<WitnessLine, 'container'>) | undefined {
  const inner = withoutContainer(line);
  const { container, isInside } = inner;
  const whole = inner.rest;
  const bare = whole.replace(STAMP, '');
  const ident = IDENT.exec(bare);
  const named = ident === null ? bare : bare.slice(ident[1]?.length ?? 0);
  const said = ident === null ? bare : bare.slice(ident[0].length);
  const found =
    (isInside ? undefined : firstFound(HOSTS, [whole, bare, named])) ??
    firstFound(PROGRAMS, [bare, said, said.replace(SERVICE_STAMP, '').trimStart()]);
  return found && { ...found, container };
}

type Inner = { readonly rest: string; readonly container: string; readonly isInside: boolean };

function withoutContainer(line: string): Inner {
  const hasBar = line.includes('|');
  const container = hasBar ? CONTAINER.exec(line) : null;
  const other = container ?? (hasBar ? OTHER_CONTAINER.exec(line) : null) ?? POD.exec(line);
  const length = other?.[0].length;
  if (length === undefined)
    return { rest: line.replace(LABEL, ''), container: '', isInside: false };
  // Swarm names a container, and a process manager inside it the process.
  const rest = line.slice(length).replace(PROCESS, '').trimStart();
  return { rest, container: container?.[1]?.slice(0, LONGEST_CONTAINER) ?? '', isInside: true };
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
