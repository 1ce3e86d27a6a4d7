/** Text without secrets: what may be stored, logged or posted. Still untrusted in every other way. */
export type RedactedText = string & { readonly __trust: 'redacted' };

const MASK = '[redacted]';

// Order matters: whole structures (URLs, headers, key blocks) before the single words they are made of.
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]{0,40}(?:KEY|CERTIFICATE)[A-Z ]{0,10}-----[\s\S]{0,8192}?(?:-----END [A-Z ]{0,50}-----|$)/g;
// Everything behind a "?" up to the end of the URL: values go, names stay, since names tell requests apart. A chat's curly
// quote before a comma or a blank ends a URL too, and so does a quote that JSON escaped: a backslash goes only with what it
// escapes.
const QUERY = /(?:\?|%3F)(?:[^\s"'<>\u201d]|\u201d(?![,\s]|$)){1,4096}/gi;
const QUERY_VALUE = /(?:=|%3D)(?:[^&;\s"\\]|\\[^\s"])*/gi;
// A query of one long word without a name is a token more often than not.
const BARE_QUERY = /\?[A-Za-z0-9_~.+/-]{16,4096}(?=[\s"\\\u201d]|$)/g;
const USER_INFO = /([a-z0-9+.-]:\/\/)[^\s/"']{1,256}@/gi;
// A header in quotes of its own ends with them; any other takes the rest of the line, but for what nginx writes behind a
// quoted text: its next field, the phase, or the end of the JSON around it. A value of a query is masked already.
const HEADER_SECRET =
  /(?<![A-Za-z0-9])(authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-auth-token)(\\?["']?\s{0,4}[:=]\s{0,4})(?!…)(?:"(?:[^"\\\n]|\\.){1,4096}"(?=[ \t]{0,4}(?:[,})\]]|$))|\\"[^"\\\n]{1,4096}\\"(?=[,}])|(?:[^\n"\\\u201d]|(?!\\{0,3}["\u201d](?:, (?:client|server|request|subrequest|upstream|host|referrer): | while )|\\"(?:\\n)?")["\\\u201d]){1,4096})/gim;
const AUTH_SCHEME = /\b(bearer|basic)(\s{1,4}|%20)[A-Za-z0-9._~+/=%-]{6,4096}/gi;
// key=value, key: value, "key":"value", 'key' => 'value' and PHP's dumps of them where the key's name says that the value is a secret. A value in
// quotes goes up to its closing quote, blanks included. What stands before the word in the name stays, so it is not matched:
// a search that begins with any letters would cost forty times as much on a long path.
const NAMED_SECRET =
  /((?:passw(?:or)?d|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|session(?:[_-]?id)?|\bsid|\bpass|\bauth|credentials?|signature|jwt)[a-z0-9_-]{0,20})(\\?["']?\]?\s{0,4}(?:=>|=|:|%3D|%3A)\s{0,4}(?:string\(\d{1,6}\) )?)(?:\\"[^"\\\n]{1,1024}\\?"|"[^"\n]{1,1024}"|'[^'\n]{1,1024}'|(?:[^\s"'&;,)}\\\u201d]|\u201d(?![,\s]|$)|\\[^\s"]){1,4096})/gi;
// What a host is called may be such a word: "http://auth-service:8080".
const PORT = /^:\d{2,5}(?![\w-])/;
const HOST_BEGUN = /(?::\/\/|\bserver |\bhost: ")[\w.-]{0,80}$/;
const HOST_NAME = /^(?:auth|token|session|secret|signature|jwt)[a-z0-9]{0,10}[_-][a-z]/i;
// A directive of a configuration has a blank where others have "=": `proxy_set_header X-Api-Key "abc";`, `set $token abc;`,
// `fastcgi_param DB_PASSWORD abc;`. Only a ";" or quotes tell it from prose. A lone variable, a switch and the name of a file
// are no secrets.
const SECRET_DIRECTIVE =
  /((?<![\w$-])\$?(?:[\w-]{0,40}(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|signature|jwt)[\w-]{0,20}|(?!(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass)[\w-]{0,40}[_-](?:pass|pwd)|(?:proxy-)?authorization|(?:set-)?cookie|x-(?:[\w-]{1,30}-)?auth[\w-]{0,30}|secure_link_md5)["']?[ \t]{1,40})(?:"((?:[^"\\]|\\[\s\S]){1,1024})"|'((?:[^'\\]|\\[\s\S]){1,1024})'|([^\s;"'{}]{1,4096})(?=[ \t]{0,40}(?:if_not_empty|always|if=[^;]{1,200})?[ \t]{0,40};))/gi;
const NO_SECRET =
  /^(?:\$\{?\w{1,100}\}?|on|off|\/(?:[\w.-]{1,60}\/){1,10}[\w-]{1,60}\.[a-z]{2,10})$/i;
// A comparison in an "if" of a configuration.
const COMPARED_SECRET =
  /(\$(?:http|arg|cookie)_\w{0,40}(?:token|key|secret|passw|auth|session|sid)\w{0,40}\s{0,4}(?:!=|=|!?~\*?)\s{0,4})(?:"[^"\n]{1,1024}"|'[^'\n]{1,1024}'|[^\s")]{1,1024})/gi;
const ENCODED_SECRET =
  /((?:passw(?:or)?d|secret|token|api_?key)%22%3a(?:%20)?%22)[^\s"&]{1,1024}/gi;
const JWT = /\beyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{4,4096}(?:\.[A-Za-z0-9_-]{0,4096})?/g;
const KNOWN_TOKEN =
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,20}\b|\bgh[pousr]_[A-Za-z0-9]{16,255}\b|\bxox[a-z]-[A-Za-z0-9-]{8,255}\b|\bsk[-_](?:live|test)?[-_]?[A-Za-z0-9]{16,255}\b|\bAIza[A-Za-z0-9_-]{30,60}\b|\bglpat-[A-Za-z0-9_-]{16,64}\b|\bnpm_[A-Za-z0-9]{20,64}\b|\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}|\bsk-[a-z]{2,12}-[A-Za-z0-9_-]{16,255}|\bgithub_pat_[A-Za-z0-9_]{20,255}|\b(?:hf|glsa|dop_v1|doo_v1|shpat|rk_live|rk_test|whsec|pypi)[_-][A-Za-z0-9_-]{20,255}|\bya29\.[A-Za-z0-9_-]{20,255}|\d{8,10}:AA[A-Za-z0-9_-]{30,40}/g;
// From the beginning of a word, since a search from each of its letters would be slow on a long path.
const EMAIL =
  /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,65536}(?:@|%40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g;
// Never what stands right behind "://": that is the name of an upstream. A path part of 24 or more hexadecimal digits, or of 32 or more mixed letters and digits, is a one-time link more often than a name.
const LONG_HEX = /(?<=\/)(?<!:\/\/)[0-9a-f]{24,256}(?=[/"\s?\\\u201d]|$)/gi;
const LONG_OPAQUE =
  /(?<=\/)(?<!:\/\/)(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{32,256}(?=[/"\s?\\\u201d]|$)/g;
// Where a one-time or secret link is all there is to the next part of the path.
const SECRET_PATH =
  /(\/(?:reset|verify|confirm|activate|invite|magic|token|password|unsubscribe|services\/T[A-Z0-9]{6,14}\/B[A-Z0-9]{6,14})\/)[A-Za-z0-9_~.-]{8,512}/gi;
// Arguments of a database login in a stack trace: the string after the data source and the user.
const LOGIN_ARGUMENTS =
  /((?:mysqli?|pgsql|PDO->__construct|mysql_connect|pg_connect)\S{0,40}\([^)\n]{1,300}?,\s?['"][^'"\n]{0,100}['"],\s?)['"][^'"\n]{1,200}['"]/gi;
const PASSWORD_OPTION = /(\bmysql\S{0,12} [^\n|;]{0,80}?-p)[^\s-]\S{0,128}/g;
const LOGIN_OPTION =
  /(?<![\w-])(--(?:[a-z-]{0,20}-)?(?:password|passwd|token|secret|api-?key)[ =])[^\s"']{1,1024}/gi;
// What was taken for a path may hold a query whose "?" was lost.
const JOINED_VALUE = /(&[\w.%[\]-]{1,64}=)(?:[^&\s"'\\\u201d]|\u201d(?![,\s]|$)|\\[^\s"]){1,4096}/g;
// The name of a user may have quotes in it; nginx's own words come behind the last one.
const USER_QUOTED = /\buser "(?:.{1,256}"(?=: password mismatch| was not found)|[^"]{1,256}")/g;

const QUOTES = ['"', '\\"', "'"];

/** The text with tokens, cookies, passwords, keys, e-mail addresses and all query values masked. */
export function redact(untrusted: string): RedactedText {
  const masked = untrusted
    .replace(PRIVATE_KEY, MASK)
    .replace(QUERY, (query) => query.replace(QUERY_VALUE, '=…'))
    .replace(BARE_QUERY, '?…')
    .replace(USER_INFO, `$1${MASK}@`)
    .replace(HEADER_SECRET, maskedValue)
    .replace(AUTH_SCHEME, `$1$2${MASK}`)
    .replace(ENCODED_SECRET, `$1${MASK}`)
    .replace(SECRET_DIRECTIVE, maskedDirective)
    .replace(NAMED_SECRET, keepPlaceholders)
    .replace(LOGIN_OPTION, `$1${MASK}`)
    .replace(JOINED_VALUE, '$1…')
    .replace(COMPARED_SECRET, `$1${MASK}`)
    .replace(JWT, MASK)
    .replace(KNOWN_TOKEN, MASK)
    .replace(EMAIL, MASK)
    .replace(SECRET_PATH, `$1${MASK}`)
    .replace(LOGIN_ARGUMENTS, `$1${MASK}`)
    .replace(PASSWORD_OPTION, `$1${MASK}`)
    .replace(USER_QUOTED, `user "${MASK}"`)
    .replace(LONG_HEX, MASK)
    .replace(LONG_OPAQUE, MASK);
  // The cast holds because this is the one place that masks.
  return masked as RedactedText;
}

// A value already masked by an earlier step keeps its shorter mask.
function keepPlaceholders(
  whole: string,
  ...found: readonly [string, string, number, string]
): string {
  const [name, separator, offset, text] = found;
  if (whole.endsWith('=…') || whole.includes(MASK)) return whole;
  const isPort = PORT.test(whole.slice(name.length));
  const isHost = (): boolean =>
    HOST_NAME.test(name) || HOST_BEGUN.test(text.slice(Math.max(0, offset - 90), offset));
  return isPort && isHost() ? whole : maskedValue(whole, name, separator);
}

// The quotes of a value stay, so that JSON stays JSON.
function maskedValue(whole: string, name: string, separator: string): string {
  const value = whole.slice(name.length + separator.length);
  const quote =
    QUOTES.find(
      (one) => value.length > one.length && value.startsWith(one) && value.endsWith(one),
    ) ?? '';
  return `${name}${separator}${quote}${MASK}${quote}`;
}

function maskedDirective(whole: string, name: string, ...values: readonly unknown[]): string {
  const value = values.slice(0, 3).find((one) => typeof one === 'string') ?? '';
  return NO_SECRET.test(String(value)) || whole.includes(MASK) ? whole : `${name}${MASK}`;
}
