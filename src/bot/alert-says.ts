import { isDailyWork } from './alert-talk.ts';

/**
 * What an alert about nginx or an upstream says happened, in our words; undefined for an alert about anything else. Prose
 * only: of a log line the core says more.
 */
export function saysOf(prose: string): string | undefined {
  // Names in capitals inside a word are words: NginxUpstreamReset, HighRequest5xxRate.
  const words = prose.replace(ADDRESS, ' ').replace(CAMEL, '$1$2 ').replace(UNDERSCORE, ' ');
  if (isDailyWork(prose)) return undefined;
  const isOfOther = OTHER.test(words.slice(0, HEAD));
  const isOfNginx = NGINX.test(words) || (UPSTREAM.test(words) && !isOfOther);
  const events = words.replace(GATEWAY_TIMEOUT, ' ');
  const said = SAYINGS.filter(
    ({ pattern, isItself }) => pattern.test(events) && (isOfNginx || (isItself && !isOfOther)),
  ).map(({ says }) => says(words));
  const codes = isOfOther && !isOfNginx ? [] : codesIn(words);
  const all = [...said, ...codes.map((code) => `${code} answers`)];
  if (all.length > 0) return [...new Set(all)].slice(0, MOST_SAID).join(', ');
  const isTrouble = ERRORS.test(words) || (NGINX.test(words) && UPSTREAM.test(words));
  return isOfNginx && isTrouble && !isOfOther ? 'errors, kind not given' : undefined;
}

const MOST_SAID = 2;
/** What an alert is about stands at its beginning; further down it may advise to look at anything. */
const HEAD = 200;
const ADDRESS = /https?:\/\/\S{1,2000}/g;
const CAMEL = /([a-z])(?=[A-Z\d])|(\d)(?=[A-Z][a-z])/g;
const UNDERSCORE = /[_]/g;

const NGINX = /\b(?:nginx|openresty|angie|tengine|reverse[ -]?proxy|ingress(?: controller)?)\b/i;
const UPSTREAM = /\b(?:upstreams?|bad gateway|gateway time-?out)\b/i;
// What else is reset, refused or late; and what else runs out on a machine that runs nginx.
const OTHER =
  /\b(?:disks?|cpu|memory|swap|inodes?|filesystems?|load average|postgres(?:ql)?|mysql|mariadb|redis|mongo(?:db)?|kafka|rabbitmq|elasticsearch|cassandra|memcached?|etcd|zookeeper|ldap|smtp|imap|ssh|vpn|ntp|dns|backup|replication|replicas?|certificate|cert|tls expiry|license|battery|temperature|queue depth|envoy|istio|haproxy|traefik|caddy|varnish|linkerd|cloudflare|squid|git|snmp|bgp|container restarts?|image ?pull|crash ?loop ?back ?off)\b/i;
const ERRORS = /\b(?:errors?|failures?|failing|failed requests|unhealthy|unavailable|degraded)\b/i;

const PHASE =
  /\b(?:while )?((?:reading response header from|connecting to|sending request to|reading|SSL handshaking to) upstream)\b/;

type Saying = {
  readonly pattern: RegExp;
  /** Enough without the name of nginx, unless something else is named. */
  readonly isItself: boolean;
  readonly says: (words: string) => string;
};

const withPhase =
  (what: string) =>
  (words: string): string => {
    const phase = PHASE.exec(words)?.[1];
    return phase === undefined ? `${what}, phase not given` : `${what} while ${phase}`;
  };
const plainly = (what: string) => (): string => what;

const SAYINGS: readonly Saying[] = [
  {
    pattern: /\bno live upstreams?\b/i,
    isItself: true,
    says: plainly('no live upstreams'),
  },
  {
    pattern: /\b(?:resets?|reset by peer|ECONNRESET|upstream reset|connection reset)\b/i,
    isItself: false,
    says: withPhase('resets'),
  },
  {
    pattern: /\b(?:connection reset|reset by peer|ECONNRESET)\b/i,
    isItself: true,
    says: withPhase('resets'),
  },
  {
    pattern:
      /\b(?:connect(?:ion)?s? refused|refus(?:ed|es|ing) connections?|ECONNREFUSED|refused)\b/i,
    isItself: false,
    says: plainly('refused connections'),
  },
  {
    pattern: /\b(?:connections? refused|ECONNREFUSED)\b/i,
    isItself: true,
    says: plainly('refused connections'),
  },
  {
    pattern: /\b(?:timed out|time-?outs?|ETIMEDOUT)\b/i,
    isItself: false,
    says: withPhase('timeouts'),
  },
  {
    pattern: /\b(?:prematurely closed|premature close|closed (?:the )?connection early)\b/i,
    isItself: false,
    says: plainly('connections closed early'),
  },
];

const BAD_GATEWAY = /\bbad gateway\b/i;
const GATEWAY_TIMEOUT = /\bgateway time-?out\b/i;
const CODE = /(?<![#$.\d]|\d:)(5xx|5\d\d|50[234])(s?)(?![.,]?\d|[A-Za-z])/gi;
const CODE_CONTEXT =
  /http|status|(?:respon\w{1,4}|exit|error) ?code|code[=: ]{1,3}\D?\d|error|respon|answer|gateway|upstream|nginx|unavailable|5xx|return|ratio|spike|ingress|proxy|\belb\b|request|time-?out/i;
const MEASURED = /^\s?(?:rate|ratio|count|spike)\b/i;
const QUANTITY =
  /^\s?(?:[kmgt]i?b|ms|sec|seconds?|minutes?|%|px|items|rows|messages|jobs|users|pods)\b/i;

/** The answers that nginx gives for an upstream, where the number is one of HTTP's. */
function codesIn(words: string): readonly string[] {
  const found = new Set<string>();
  if (BAD_GATEWAY.test(words)) found.add('502');
  if (GATEWAY_TIMEOUT.test(words)) found.add('504');
  for (const match of words.matchAll(CODE)) {
    const [whole, code = '', plural] = match;
    const end = match.index + whole.length;
    if (QUANTITY.test(words.slice(end, end + 12))) continue;
    const around = words.slice(Math.max(0, match.index - NEAR), end + NEAR);
    const isOfHttp =
      plural === 's' ||
      MEASURED.test(words.slice(end, end + 12)) ||
      CODE_CONTEXT.test(around.replace(whole, ''));
    const name = code.toLowerCase();
    if (name === '5xx' || (isOfHttp && GATEWAY.has(name))) found.add(name);
  }
  // The group says nothing more where its members are named.
  if (found.size > 1) found.delete('5xx');
  return [...found];
}

const NEAR = 40;
const GATEWAY: ReadonlySet<string> = new Set(['502', '503', '504']);
