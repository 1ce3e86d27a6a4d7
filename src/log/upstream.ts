/** The `upstream:` field taken apart: `http://10.0.3.17:8080/path`, `fastcgi://unix:/run/php.sock:`, `72.1.2.3:443` of a stream. */
export type Upstream = {
  /** `stream` where nginx prints no scheme. */
  readonly scheme: string;
  /** Address or name as printed: `10.0.3.17:8080`, `unix:/run/php.sock`, or the name of an upstream block. */
  readonly address: string;
};

/** Scheme and address of the field; the URI behind them is a client's text and is left out. */
export function upstreamOf(field: string): Upstream {
  const separator = field.indexOf('://');
  const scheme = separator === -1 ? 'stream' : field.slice(0, separator);
  const from = separator === -1 ? 0 : separator + 3;
  if (field.startsWith('unix:', from)) return { scheme, address: socketAddress(field, from) };
  let end = from;
  while (end < field.length && !isUriStart(field.charCodeAt(end))) end += 1;
  return { scheme, address: field.slice(from, end) };
}

// A colon stands between a socket's path and the URI (ngx_http_log_error_handler); paths of ours hold none.
function socketAddress(field: string, from: number): string {
  const colon = field.indexOf(':', from + 5);
  const path = colon === -1 ? field.slice(from + 5) : field.slice(from + 5, colon);
  return `unix:${path.replace(LEADING_SLASHES, '/')}`;
}

// "uwsgi://unix:///tmp/uwsgi.sock:" is how uwsgi's own documentation writes it.
const LEADING_SLASHES = /^\/{2,}/;

function isUriStart(code: number): boolean {
  return code === 47 || code === 63;
}
