/** Where a `*_pass` sends requests, as far as its own text says. */
export type Target = {
  /** In lower case; undefined where a variable decides, or there is none. */
  readonly scheme: string | undefined;
  /** `name`, `name:port`, an address or `unix:/path`; undefined where a variable is part of it. */
  readonly host: string | undefined;
  /** The variable that is the host, without `$`, and what is written behind it: a port, or nothing. */
  readonly variable: { readonly name: string; readonly port: string } | undefined;
  readonly hasVariable: boolean;
  /** What follows the host: a path, or a query right behind it. */
  readonly rest: string;
};

const SCHEME = /^([A-Za-z]{2,8}):\/\//;
// These always begin with "/" or "?", so they end the host (ngx_http_variables.c).
const URI_VARIABLE =
  /\$(?:request_uri|uri|document_uri|is_args)\b|\$\{(?:request_uri|uri|document_uri|is_args)\}/;
const HOST_VARIABLE = /^\$(?:\{([a-z0-9_]{1,100})\}|([a-z0-9_]{1,100}))(:\d{1,5})?$/i;
const END_OF_HOST = /[/?]/;

/** Takes `http://backend/path`, `unix:/run/x.sock:/path`, `$target` and the like apart. */
export function targetOf(parameter: string): Target {
  const scheme = SCHEME.exec(parameter)?.[1]?.toLowerCase();
  const behind = scheme === undefined ? parameter : parameter.slice(scheme.length + 3);
  const hasVariable = parameter.includes('$');
  if (behind.startsWith('unix:')) return unixTarget(behind, scheme);
  const end = Math.min(
    ...[behind.search(END_OF_HOST), behind.search(URI_VARIABLE), behind.length].filter(
      (at) => at >= 0,
    ),
  );
  const host = behind.slice(0, end);
  const variable = HOST_VARIABLE.exec(host);
  return {
    scheme,
    host: host.includes('$') || host === '' ? undefined : host,
    variable: variable
      ? { name: variable[1] ?? variable[2] ?? '', port: variable[3] ?? '' }
      : undefined,
    hasVariable,
    rest: behind.slice(end),
  };
}

function unixTarget(behind: string, scheme: string | undefined): Target {
  const colon = behind.indexOf(':', 'unix:'.length);
  const end = colon === -1 ? behind.length : colon;
  const host = behind.slice(0, end);
  return {
    scheme,
    host: host.includes('$') ? undefined : host,
    variable: undefined,
    hasVariable: behind.includes('$'),
    rest: behind.slice(end + 1),
  };
}

const IP = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;
const PORT = /:\d{1,5}$/;

/** True for an IP address or a socket: nothing is looked up for it. */
export function isAddress(host: string): boolean {
  return host.startsWith('unix:') || IP.test(host);
}

/** True where a port is written: nginx refuses one behind the name of an upstream block. */
export function hasPort(host: string): boolean {
  return PORT.test(host);
}

/** The name of a host in lower case, without a port. */
export function withoutPort(host: string): string {
  return host.replace(PORT, '').toLowerCase();
}
