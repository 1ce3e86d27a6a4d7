/** What an alert says of itself, wherever a tool puts it. All of it is untrusted text. */
export type AlertWords = {
  /** What may be its title, the likeliest first. */
  readonly titles: readonly string[];
  readonly texts: readonly string[];
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Of attachments: names or hexadecimal digits. */
  readonly colours: readonly string[];
};

export type AlertStatus = 'firing' | 'resolved' | 'unknown';

/**
 * Whether an alert fires or is over. What a title begins with counts most, then fields named status, then words of the text;
 * colours decide only where no word does. One message may hold alerts of both kinds: then it fires.
 */
export function alertStatus({ titles, texts, fields, colours }: AlertWords): AlertStatus {
  const lines = linesOf(texts);
  if (titles.some((title) => FIRES.test(bareStart(title)))) return 'firing';
  const found =
    firstKnown(titles, ofTitle) ??
    firstKnown(fields, ofField) ??
    firstKnown(lines.slice(0, 1), ofTitle) ??
    firstKnown(lines, ofLine) ??
    firstKnown([...titles, ...lines], ofPhrase) ??
    firstKnown([...titles, ...lines.slice(0, 1)], ofSeverity) ??
    firstKnown(colours, ofColour);
  return found ?? 'unknown';
}

/** A message about an alert that is known already: somebody took it, put it off, wrote a note. */
export function isAlertUpdate({ titles, texts, fields }: AlertWords): boolean {
  const pairs = linesOf(texts).flatMap((line) => pairIn(line) ?? []);
  return (
    titles.some((title) => UPDATE.test(bareStart(title)) || UPDATE_PHRASE.test(start(title))) ||
    [...fields, ...pairs].some((one) => isStatusName(one.name) && UPDATE.test(bareStart(one.value)))
  );
}

/** Whether its title says that it fires, not only its text. */
export function isFiringByTitle({ titles }: Pick<AlertWords, 'titles'>): boolean {
  const said = firstKnown(titles, ofTitle) ?? firstKnown(titles, ofSeverity);
  return said === 'firing' || titles.some((title) => FIRES.test(bareStart(title)));
}

function linesOf(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.slice(0, MOST_TEXT).split('\n', MOST_LINES));
}

function start(text: string): string {
  return text.slice(0, LONGEST_START);
}

type Known = Exclude<AlertStatus, 'unknown'>;

function firstKnown<One>(
  all: readonly One[],
  read: (one: One) => Known | undefined,
): Known | undefined {
  for (const one of all.slice(0, MOST_LINES)) {
    const status = read(one);
    if (status !== undefined) return status;
  }
  return undefined;
}

const MOST_TEXT = 8192;
const MOST_LINES = 100;

const RESOLVED =
  'resolved|recovered|recovery|closed|cleared|clear|ok|okay|up|normal|healthy|back to normal|restored|solved|ended|inactive|green|fixed|all clear|deactivated|auto-?resolved|auto-?closed';
const FIRING =
  'firing|fired|triggered|re-?triggered|alerting|problem|down|open|opened|re-?opened|unhealthy|failing|failed|failure|active|activated|started|ongoing|no data|nodata|renotify|escalated|new';
// How bad it is, which a message about the end says as well.
const SEVERITY =
  'alert|alarm|in alarm|critical|crit|fatal|major|warning|warn|error|outage|degraded|high|disaster|emergency|emerg|page|unknown|red|p[1-5]|sev[- ]?\\d';
// Such a word is a status where it stands alone in brackets, before a mark, a number or the name of what it is about.
const BEHIND =
  '(?=\\s*(?:$|[\\]:|)}>!.,#"*_`–—=-]|\\d|\\p{Extended_Pictographic}|in \\d|by |after |incident|alert|alarm|issue|problem|event|monitor|service|host|notification))';
const RESOLVED_START = new RegExp(`^(?:${RESOLVED})${BEHIND}`, 'iu');
const FIRING_START = new RegExp(`^(?:${FIRING})${BEHIND}`, 'iu');
const SEVERITY_START = new RegExp(`^(?:${SEVERITY})${BEHIND}`, 'iu');
// One alert of several in a message that fires is enough, whatever became of the others.
const FIRES = new RegExp(`^(?:firing|triggered|re-?triggered|alerting)${BEHIND}`, 'iu');
const BOTH_COUNTS = /\bfiring[\s:=]{1,3}[1-9]/i;
const IN_BRACKETS = /[[(]([^\])\n]{1,40})[\])]/g;
const RESOLVED_MARK =
  /^(?:\s|\*|\[)*(?:✅|☑|✔|🟢|💚|:(?:white_check_mark|heavy_check_mark|large_green_circle|green_circle|green_heart|ok):)/u;
const FIRING_MARK =
  /^(?:\s|\*|\[)*(?:🔴|🚨|🔥|❌|🟠|🆘|‼|:(?:red_circle|rotating_light|fire|x|large_red_square|large_orange_circle|no_entry|sos|boom):)/u;
const UPDATE =
  /^(?:un-?)?(?:acknowledged|ack(?:ed)?|acknowledgement|acknowledgment|snoozed|silenced|suppressed|muted|assigned|reassigned|note added|comment(?:ed)?|priority (?:changed|updated)|downtime ?(?:start|end)?\w{0,8}|flapping(?:start|stop)?|merged|updated)(?=\s*(?:$|[\]:|)}>!.,#"*–—-]|\d|by |incident|alert|issue|problem|service |host ))/i;
const UPDATE_PHRASE =
  /\b(?:acknowledged|snoozed|silenced|muted|reassigned|took) (?:the |this )?(?:incident|alert|issue|problem|#\d)|\b(?:incident|alert|issue|problem) (?:#?[\w-]{1,24} )?(?:was |has been |is )?(?:acknowledged|snoozed|silenced|muted|(?:re)?assigned)\b/i;
const MARKS = /^(?:[\s*_~`>[({|#•·"'–—-]|:[a-z0-9_+-]{1,40}:|\p{Extended_Pictographic}|\ufe0f)+/u;
// Whose message it is stands before the status: "[Opsgenie] Closed:", "Alert closed", "Incident #12 resolved", "Monitor is UP".
const SUBJECT =
  /^(?:(?:\[?[A-Za-z][\w .-]{1,30}\]?[:|]?\s+)?(?:alert|alarm|incident|issue|monitor|problem|event|status|state|check|service alert|host alert)s?\s?(?:\[?#?(?=[A-Z-]{0,12}\d)[A-Z0-9-]{1,24}\]?)?\s*(?:is|was|has been|now|has)?\s*[:\s–—-]{0,3}|\[[A-Za-z][\w .-]{1,30}\]\s*)/i;

function bareStart(text: string): string {
  return start(text).replace(MARKS, '');
}

const LONGEST_START = 300;

function ofTitle(title: string): Known | undefined {
  if (BOTH_COUNTS.test(start(title))) return 'firing';
  const change = ofValue(CHANGE.exec(start(title))?.[1] ?? '');
  if (change !== undefined) return change;
  const bare = bareStart(title);
  const said = ofStart(bare) ?? ofStart(bare.replace(SUBJECT, '').replace(MARKS, ''));
  if (said !== undefined) return said;
  for (const [, inside] of start(title).matchAll(IN_BRACKETS)) {
    const status = ofWord(inside ?? '');
    if (status !== undefined) return status;
  }
  return RESOLVED_MARK.test(title) ? 'resolved' : undefined;
}

/** A severity or a red mark where nothing says more: nobody reports how bad something is that is over. */
function ofSeverity(title: string): Known | undefined {
  const bare = bareStart(title);
  const isSevere =
    SEVERITY_START.test(bare) || SEVERITY_START.test(bare.replace(SUBJECT, '').replace(MARKS, ''));
  const inBrackets = [...start(title).matchAll(IN_BRACKETS)].some(([, inside]) =>
    SEVERITY_WORD.test((inside ?? '').trim()),
  );
  return isSevere || inBrackets || FIRING_MARK.test(title) ? 'firing' : undefined;
}

function ofStart(text: string): Known | undefined {
  if (RESOLVED_START.test(text)) return 'resolved';
  return FIRING_START.test(text) ? 'firing' : undefined;
}

// "WARN → OK", "from ALARM to OK": what it became counts.
const CHANGE =
  /\b(?:ok|normal|up|warn(?:ing)?|crit(?:ical)?|unkn(?:own)?|down|alarm|alerting|firing|no ?data|insufficient_data|healthy|unhealthy)\s{0,2}(?:->|→|=>|⇒|to\b)\s{0,2}([a-z]{2,12})\b/i;

/** A text that is nothing but a status. */
function ofWord(text: string): Known | undefined {
  const bare = text.replace(MARKS, '').replace(COUNT_BEHIND, '').trim();
  if (RESOLVED_WORD.test(bare)) return 'resolved';
  return FIRING_WORD.test(bare) ? 'firing' : undefined;
}

/** The value of a field of that name; there a severity is a status, too. */
function ofValue(value: string): Known | undefined {
  const bare = value.replace(MARKS, '');
  const said = ofWord(value) ?? ofStart(bare);
  return said ?? (SEVERITY_START.test(bare) ? 'firing' : undefined);
}

const COUNT_BEHIND = /[\s:×x]{0,3}\d{0,6}[\s*_`✅🔴]*$/u;
const RESOLVED_WORD = new RegExp(`^(?:${RESOLVED})$`, 'i');
const FIRING_WORD = new RegExp(`^(?:${FIRING})$`, 'i');
const SEVERITY_WORD = new RegExp(`^(?:${SEVERITY})$`, 'i');

const STATUS_NAME =
  /^(?:(?:alert|incident|current|new|monitor|issue|event|alarm|check|service|host|notification)[ _]?)?(?:status|state|transition|type|notificationtype|condition|new ?state ?value)$/i;

type Pair = { readonly name: string; readonly value: string };

function ofField({ name, value }: Pair): Known | undefined {
  return isStatusName(name) ? ofValue(value) : undefined;
}

function isStatusName(name: string): boolean {
  return STATUS_NAME.test(name.replace(MARKS, '').replace(COLON_END, '').trim());
}

const COLON_END = /[:*_\s]{1,8}$/;
const PAIR =
  /^[\s*_`>•-]{0,10}([A-Za-z][A-Za-z _]{1,24}?)[*_`]{0,2}\s{0,3}[:=]\s{0,3}([^\n]{1,60})$/;

function pairIn(line: string): Pair | undefined {
  const [, name, value] = PAIR.exec(start(line)) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value };
}

/** "Status: resolved", "- state = OK", or a line that is nothing but the status. */
function ofLine(line: string): Known | undefined {
  const pair = pairIn(line);
  return pair === undefined ? ofWord(start(line)) : ofField(pair);
}

const RESOLVED_PHRASE =
  /\b(?:(?:is|are|has|have|was) (?:now )?(?:been )?(?:back to normal|ok\b|up\b|healthy|recovered|resolved|cleared|closed|restored|deactivated|back (?:up|online))|back to normal|no longer (?:firing|alerting|breaching|above|failing)|(?:alert|incident|issue|alarm|monitor) (?:resolved|recovered|closed|cleared)|recovered(?=[,.!: ]|$)|returned to normal|to (?:OK|RESOLVED|NORMAL)\b)/i;
const FIRING_PHRASE =
  /\b(?:(?:is|are|has|have|went) (?:now )?(?:been )?(?:critical|down|firing|alerting|in alarm|unhealthy|failing|fired|triggered|activated|breached|exceeded)|threshold crossed|(?:above|exceed(?:s|ed)|over) (?:the )?threshold|alert (?:firing|triggered)|(?:alert|incident|issue) (?:created|opened|triggered|started))/i;

function ofPhrase(line: string): Known | undefined {
  const text = start(line);
  if (FIRING_PHRASE.test(text)) return 'firing';
  return RESOLVED_PHRASE.test(text) ? 'resolved' : undefined;
}

const HEX = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;

/** Slack’s "good" is green; of any colour only a clear green or red says something. */
function ofColour(colour: string): Known | undefined {
  if (colour === 'good') return 'resolved';
  if (colour === 'danger' || colour === 'warning') return 'firing';
  const [red, green, blue] = (HEX.exec(colour) ?? [])
    .slice(1)
    .map((part) => Number.parseInt(part, 16));
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  if (green > red * 1.3 && green > blue * 1.1) return 'resolved';
  return red > green * 1.2 && red > blue * 1.2 ? 'firing' : undefined;
}
