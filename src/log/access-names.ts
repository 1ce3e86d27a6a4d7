/** What a field of an access log is, whatever its operator called it. */
export type Field =
  | 'status'
  | 'method'
  | 'uri'
  | 'request'
  | 'requestSeconds'
  | 'bytesSent'
  | 'host'
  | 'time'
  | 'peers'
  | 'perhapsPeers'
  | 'statuses'
  | 'seconds'
  | 'connectSeconds'
  | 'headerSeconds'
  | 'bytes'
  | 'lengths';

/** `by` says who chooses the value: after a bare value of a client nothing on the line is certain. */
export type Meaning = {
  readonly field: Field | undefined;
  readonly by: 'nginx' | 'client' | 'unknown';
  /** Only nginx calls it so; what tells its lines from those of applications. */
  readonly isOfNginx: boolean;
};

/** A reader of names that remembers the ones it met; operators use a few dozen. */
export function meaningOf(name: string): Meaning {
  const known = memory.get(name);
  if (known !== undefined) return known;
  const meaning = meaningIn(name.toLowerCase().replace(PUNCTUATION, '_').replace(DECORATION, ''));
  if (memory.size < MOST_NAMES) memory.set(` ${name}`.slice(1), meaning);
  return meaning;
}

const memory = new Map<string, Meaning>();
const MOST_NAMES = 512;
const PUNCTUATION = /[.-]/g;
const DECORATION = /^(?:@|\$|nginx_|proxy_(?=upstream))/;

function meaningIn(name: string): Meaning {
  const short = SHORT.get(name);
  if (short !== undefined)
    return { field: short, by: 'nginx', isOfNginx: short !== 'perhapsPeers' };
  const part = UPSTREAM.exec(name)?.[1];
  if (part !== undefined) return upstreamMeaning(part);
  const plain = PLAIN.find(([names]) => names.test(name))?.[1];
  const isOfNginx = NGINX_ONLY.test(name);
  if (plain !== undefined)
    return { field: plain, by: BY_CLIENT.has(plain) ? 'client' : 'nginx', isOfNginx };
  if (CLIENT_WRITES.test(name)) return { field: undefined, by: 'client', isOfNginx };
  return { field: undefined, by: NGINX_WRITES.test(name) ? 'nginx' : 'unknown', isOfNginx };
}

const UPSTREAM = /^(?:upstreams?|ups?|backend)(?:_|$)(.{0,40})$/;

function upstreamMeaning(part: string): Meaning {
  // A header of the upstream's answer: not nginx's own text.
  if (ANSWERED.test(part)) return { field: undefined, by: 'client', isOfNginx: true };
  const field = PARTS.find(([names]) => names.test(part))?.[1];
  return { field, by: 'nginx', isOfNginx: field !== undefined && field !== 'perhapsPeers' };
}

const ANSWERED = /^(?:http|cookie|trailer)_/;
const PARTS: readonly (readonly [RegExp, Field])[] = [
  [/^addr(?:ess)?$/, 'peers'],
  [/^(?:|host|server|peer|ip)$/, 'perhapsPeers'],
  [/^(?:(?:response_|resp_|http_)?(?:status|code)(?:_code)?)$/, 'statuses'],
  [/^(?:connect|conn|connection)(?:_time)?$|^ct$/, 'connectSeconds'],
  [/^(?:header|hdr)(?:_time)?$|^ht$/, 'headerSeconds'],
  [/^(?:response_|resp_)?(?:time|duration|seconds)$|^(?:rt|response|resp|latency)$/, 'seconds'],
  [/^bytes(?:_received|_recv|_in)?$|^(?:br|received)$/, 'bytes'],
  [/^(?:response_|resp_)?(?:length|len|size)$|^rl$/, 'lengths'],
];

const SHORT: ReadonlyMap<string, Field> = new Map([
  ['us', 'statuses'],
  ['ustatus', 'statuses'],
  ['uaddr', 'peers'],
  // The user agent in one half of the world, the upstream's address in the other.
  ['ua', 'perhapsPeers'],
  ['urt', 'seconds'],
  ['ut', 'seconds'],
  ['uct', 'connectSeconds'],
  ['uht', 'headerSeconds'],
  ['ubr', 'bytes'],
  ['ul', 'lengths'],
  ['rt', 'requestSeconds'],
  ['request_time', 'requestSeconds'],
  ['req_time', 'requestSeconds'],
  ['reqtime', 'requestSeconds'],
]);

const PLAIN: readonly (readonly [RegExp, Field])[] = [
  [/^(?:status|http_status|response_status|status_code)$/, 'status'],
  [/^(?:request_|req_|http_)?(?:method|verb)$/, 'method'],
  [/^(?:request|req)$|^request_line$/, 'request'],
  [/^(?:request_|req_)?(?:uri|url|path)$/, 'uri'],
  [/^(?:body_)?bytes(?:_sent)?$|^sent$/, 'bytesSent'],
  [/^(?:http_)?host$|^vhost$/, 'host'],
  [/^(?:@?timestamp|ts|time|datetime|date|time_local|time_iso8601)$/, 'time'],
];

const BY_CLIENT: ReadonlySet<Field> = new Set<Field>(['uri', 'request']);
const CLIENT_WRITES =
  /forward|xff|refer|agent|user|cookie|query|args?$|^arg_|^http_|header|header|real_ip|body$|origin/;
const NGINX_WRITES =
  /^(?:scheme|proto(?:col)?|server(?:_.{1,20})?|sn|ssl.{0,20}|tls.{0,20}|cache.{0,20}|cs|pipe|pid|msec|remote_addr|remote_port|client(?:_ip|_addr)?|addr|ip|port|pool|gzip_ratio|re?q(?:uest)?_(?:id|len|length)|connections?(?:_requests)?|hostname|stream|time)$/;
const NGINX_ONLY =
  /^(?:remote_addr|remote_user|body_bytes_sent|time_local|time_iso8601|http_user_agent|http_referer|http_x_forwarded_for|request_uri|request_length|server_protocol|connection_requests)$/;
