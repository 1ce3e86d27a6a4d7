import { type ClockTime, clockTimeIn } from './clock.ts';
import type { WitnessKind } from './witness-kinds.ts';
import { ANY, HEADS, PATTERNS } from './witness-patterns.ts';

/** A line of another program that says how a backend process ended, or what else is wrong with it. */
export type WitnessLine = {
  readonly kind: 'witness-line';
  /** Who wrote it; `kernel` and `systemd` speak of a process of any program. */
  readonly program: string;
  readonly about: WitnessKind;
  /** Name of the process or unit that ended, where the line has it. */
  readonly process: string | undefined;
  /** Address and port of the peer it speaks of, where the line has both: `10.0.3.17:8080`. */
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
const SYSLOG =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d )?[A-Za-z0-9._-]{1,253} (?=(?:kernel|systemd)(?:\[\d{1,10}\])?: )/;
const IDENT =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d )?[A-Za-z0-9._-]{1,253} [A-Za-z0-9._/-]{1,64}(?:\[\d{1,10}\])?: /;

/**
 * A witness of a backend's end, or undefined. The line must start the way its program starts its lines: the same words
 * inside a request, a user agent or a message are somebody's text.
 */
export function parseWitnessLine(line: string): WitnessLine | undefined {
  if (line.length > LONGEST || !ANY.test(line)) return undefined;
  const container = CONTAINER.exec(line);
  const bare = line.slice(container?.[0].length ?? 0).replace(STAMP, '');
  for (const start of [bare, bare.replace(SYSLOG, ''), bare.replace(IDENT, '')]) {
    const found = patternAt(start);
    if (found === undefined) continue;
    return {
      ...found,
      kind: 'witness-line',
      time: clockTimeIn(line),
      container: container?.[1] ?? '',
    };
  }
  return undefined;
}

type Found = Pick<WitnessLine, 'program' | 'about' | 'process' | 'peer'>;

function patternAt(start: string): Found | undefined {
  for (const [program, about, words] of PATTERNS) {
    const head = HEADS[program]?.exec(start);
    if (head === null || head === undefined) continue;
    const found = words.exec(withoutUptime(start.slice(head[0].length)));
    if (found === null) continue;
    const { process, address, port } = found.groups ?? {};
    const peer = address === undefined || port === undefined ? undefined : `${address}:${port}`;
    return { program, about, process, peer };
  }
  return undefined;
}

// syslog keeps the kernel's own stamp behind its own: "kernel: [ 123.456] Out of memory: …".
const UPTIME = /^\[ {0,8}\d{1,9}\.\d{1,9}\] /;

function withoutUptime(words: string): string {
  return words.replace(UPTIME, '');
}
