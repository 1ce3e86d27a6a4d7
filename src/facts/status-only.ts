import type { AccessLine } from '../log/access-line.ts';
import type { ErrorLine } from '../log/line.ts';
import { decidingAttempt, outcomeOf } from './access.ts';

/** Messages of lines that stand for a status in an access log, where no error log says why. */
export const STATUS_MESSAGES: ReadonlySet<string> = new Set(['status-502', 'status-504']);

/**
 * The line that stands for a 502 or 504 that nginx gave a client; undefined for any other status, and for one that the
 * upstream itself sent, which is no failure of nginx's.
 */
export function statusLineOf(line: AccessLine): ErrorLine | undefined {
  if (line.status !== 502 && line.status !== 504) return undefined;
  const attempt = decidingAttempt(line);
  if (attempt !== undefined && outcomeOf(attempt, line.status) === 'answered') return undefined;
  return {
    ...NOTHING_MORE,
    time: line.time?.isDated === true ? stampOf(line.time.seconds) : undefined,
    message: `status-${line.status}`,
    template: `status ${line.status}`,
    request: line.method === undefined ? undefined : `${line.method} `,
    target: attempt?.peer,
  };
}

const NOTHING_MORE = {
  kind: 'error-line',
  level: undefined,
  pid: undefined,
  connection: undefined,
  side: 'upstream',
  syscall: undefined,
  errnoRead: undefined,
  errno: undefined,
  phase: undefined,
  reason: undefined,
  client: undefined,
  server: undefined,
  subrequest: undefined,
  upstream: undefined,
  host: undefined,
  referrer: undefined,
  prefix: '',
  isCut: false,
  isQuoteOpen: false,
  isAmbiguous: false,
} as const;

/** As nginx’s error log writes it. */
function stampOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/');
}
