import type { Body } from './body.ts';
import type { Head } from './head.ts';
import type { Side } from './line.ts';
import { sideOfPhase } from './phases.ts';
import type { Words } from './words.ts';

/** Whom a line speaks about: by its words, else by what nginx was doing, else by its level. */
export function sideOf(words: Words, phase: string | undefined, head: Head): Side {
  if (words.side !== 'unknown') return words.side;
  if (phase !== undefined) return sideOfPhase(phase, head.level);
  // At start nothing is proxied yet: "bind() to 0.0.0.0:80 failed".
  if (head.level === 'emerg') return 'nginx';
  // Without a phase only the level is left: the client's failures are info (ngx_connection_error).
  return head.level === 'info' ? 'client' : 'unknown';
}

/**
 * A failed call that nginx made for no client: Lua's timers name their context instead of a phase (lua-nginx-module
 * ngx_http_lua_util.c ngx_http_lua_log_timer_error and its like), and the health checks of nginx_upstream_check_module and
 * Tengine have neither a phase nor the number of a connection, which every line about a request has.
 */
export function isForNoRequest(
  line: string,
  head: Head,
  { words, body }: { readonly words: Words; readonly body: Body },
): boolean {
  if (words.id !== 'syscall-failed' || body.phase !== undefined) return false;
  const { client, server, request, upstream, host, isWhole } = body.fields;
  // nginx's own failures have a phase; a whole line without one is of a socket that a script (Lua) opened for a request.
  const isOfRequest = client !== undefined && request !== undefined && host !== undefined;
  if (isOfRequest && upstream === undefined && isWhole && head.pid !== undefined) return true;
  if (request !== undefined || upstream !== undefined) return false;
  const context = line.indexOf(CONTEXT, head.start);
  if (context !== -1 && context <= body.messageEnd) return true;
  const isNumbered = line.slice(head.prefix.length, head.start).includes('*');
  const isBare = client === undefined && server === undefined && line.length < LONGEST_BARE;
  return head.pid !== undefined && !isNumbered && isBare && TALKS.has(words.syscall ?? '');
}

const CONTEXT = ', context: ';
const LONGEST_BARE = 300;
const TALKS: ReadonlySet<string> = new Set(['connect', 'recv', 'send', 'readv', 'writev']);
