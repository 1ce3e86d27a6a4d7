import { BARE_FAILURE, NAMED_FAILURE } from './failure.ts';
import { type Message, messageAt } from './messages.ts';

/** What a message is, by its first words. */
export type Words = Pick<Message, 'id' | 'data' | 'side'> & {
  readonly template: string;
  readonly syscall: string | undefined;
};

// nginx could not ask its resolver: "recv() failed (111: …) while resolving, resolver: 127.0.0.53:53" (src/core/ngx_resolver.c).
export const RESOLVER_FAILED: Words = {
  id: 'resolver-failed',
  data: 'none',
  side: 'upstream',
  template: 'the resolver could not be asked',
  syscall: undefined,
};

const SYSCALL = /([A-Za-z_][A-Za-z0-9_]{1,31})\(\)/y;
const LEADING_NUMBER = /\d{1,10} (?=worker_connections)/y;
// "app.test could not be resolved (3: Host not found)", "`id` could not be resolved": the name is data.
const RESOLVED = ' could not be resolved (';

/** The words that the message at `start` begins with. */
export function wordsAt(line: string, start: number): Words {
  LEADING_NUMBER.lastIndex = start;
  const at = LEADING_NUMBER.test(line) ? LEADING_NUMBER.lastIndex : start;
  const message = messageAt(line, at);
  SYSCALL.lastIndex = at;
  const syscall = SYSCALL.exec(line)?.[1];
  if (message !== undefined) return { ...message, template: message.words, syscall: undefined };
  if (syscall !== undefined) {
    return {
      id: 'syscall-failed',
      data: 'none',
      side: 'unknown',
      template: `${syscall}() failed`,
      syscall,
    };
  }
  const bare = bareWords(line, at);
  if (bare !== undefined) return bare;
  if (line.includes(RESOLVED, at)) {
    return {
      id: 'name-unresolved',
      data: 'none',
      side: 'upstream',
      template: 'could not be resolved',
      syscall,
    };
  }
  return { id: 'other', data: 'quoted', side: 'unknown', template: 'other', syscall };
}

/** What people leave of a line: "failed (104: …) while …", "timed out (110: …)", "104: Connection reset by peer while …". */
function bareWords(line: string, at: number): Words | undefined {
  const common = { data: 'none', side: 'unknown', syscall: undefined } as const;
  if (line.startsWith('timed out (', at)) {
    return { ...common, id: 'timed-out', side: 'upstream', template: 'upstream timed out' };
  }
  const isFailure =
    line.startsWith('failed (', at) ||
    BARE_FAILURE.test(line.slice(at, at + 100)) ||
    NAMED_FAILURE.test(line.slice(at, at + 100));
  return isFailure ? { ...common, id: 'syscall-failed', template: 'failed' } : undefined;
}
