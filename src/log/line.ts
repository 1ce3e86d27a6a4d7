import type { AccessLine } from './access-line.ts';
import type { Reason } from './reason.ts';
import type { WitnessLine } from './witness.ts';

/** nginx's log levels, worst first (nginx 1.31 src/core/ngx_log.c). */
export const LEVELS = [
  'emerg',
  'alert',
  'crit',
  'error',
  'warn',
  'notice',
  'info',
  'debug',
] as const;
export type Level = (typeof LEVELS)[number];

/** Which side of nginx a line speaks about; `nginx` is nginx itself (files, limits, start). */
export type Side = 'upstream' | 'client' | 'nginx' | 'unknown';

/** One line that nginx wrote to its error log; a field that the line does not hold is undefined. */
export type ErrorLine = {
  readonly kind: 'error-line';
  /** As written: `2026/11/22 09:14:03`, or only the time of day; no zone is ever in it. */
  readonly time: string | undefined;
  readonly level: Level | undefined;
  readonly pid: string | undefined;
  readonly connection: string | undefined;
  /** Id of the message in messages.ts. */
  readonly message: string;
  /** nginx's own words with the data in them left out: the same for every line of one kind. */
  readonly template: string;
  readonly side: Side;
  readonly syscall: string | undefined;
  /** The number as read; which error it is depends on the operating system, so see `errno`. */
  readonly errnoRead: number | undefined;
  readonly errno: string | undefined;
  readonly phase: string | undefined;
  /** What the message gives as the reason, where its words say more than its kind. */
  readonly reason: Reason | undefined;
  readonly client: string | undefined;
  readonly server: string | undefined;
  readonly request: string | undefined;
  readonly subrequest: string | undefined;
  readonly upstream: string | undefined;
  /** Address inside the message: "connect() to unix:/run/php.sock failed". */
  readonly target: string | undefined;
  readonly host: string | undefined;
  readonly referrer: string | undefined;
  /** What stood before nginx's own words: the stamp of a container or of syslog. */
  readonly prefix: string;
  /** The line ends inside a field, by nginx's 2048-byte limit or by whoever copied it. */
  readonly isCut: boolean;
  /** A quoted text in the message does not end on this line: what follows belongs to it. */
  readonly isQuoteOpen: boolean;
  /** More than one place in the line could be the true upstream; then `upstream` is undefined. */
  readonly isAmbiguous: boolean;
};

/** A line that nothing here can read. */
type UnknownLine = { readonly kind: 'unknown-line' };

/** A line inside a quoted string of another record: an attacker can write such lines (`%0A` in a URI). */
type QuotedLine = { readonly kind: 'quoted-line' };

export type LogLine = ErrorLine | WitnessLine | AccessLine | UnknownLine | QuotedLine;
