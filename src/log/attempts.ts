/** One try of a request at one server of the upstream, as `$upstream_*` lists it; what the log does not hold is undefined. */
export type Attempt = {
  /** As nginx prints it, `10.0.3.17:8080` or `unix:/run/app.sock`; undefined for a name, which nginx prints when no server was left. */
  readonly peer: string | undefined;
  readonly status: number | undefined;
  readonly seconds: number | undefined;
  readonly connectSeconds: number | undefined;
  readonly headerSeconds: number | undefined;
  readonly bytes: number | undefined;
  /** Number of the pass, from 0: an internal redirect (error_page, X-Accel-Redirect) starts another one. */
  readonly pass: number;
  /** Whether the status is the upstream's own; undefined where the line does not say. */
  readonly isAnswered: boolean | undefined;
};

/** The lists as written, an entry for each attempt in each. */
export type Lists = {
  readonly peers?: string | undefined;
  readonly statuses?: string | undefined;
  readonly seconds?: string | undefined;
  readonly connectSeconds?: string | undefined;
  readonly headerSeconds?: string | undefined;
  readonly bytes?: string | undefined;
  readonly lengths?: string | undefined;
};

const NO_ATTEMPT: readonly Attempt[] = [];
/** nginx tries no server twice in one pass; a request over more is somebody's text. */
const MOST_ATTEMPTS = 64;

/** The attempts that the lists describe; a list of another length than the rest is left out, since nothing says whose its values are. */
export function attemptsOf(lists: Lists, status: number | undefined): readonly Attempt[] {
  const peers = peersIn(lists.peers);
  const statuses = itemsIn(lists.statuses);
  const isUnclear =
    peers !== undefined && statuses !== undefined && peers.length !== statuses.length;
  const known = peers ?? statuses ?? itemsIn(lists.seconds) ?? itemsIn(lists.headerSeconds);
  const count = known?.length ?? 0;
  if (isUnclear || count === 0 || count > MOST_ATTEMPTS) return NO_ATTEMPT;
  if (count > 1) return severalAttempts({ ...lists, peers: peers && lists.peers }, count, status);
  const isNone = known?.[0] === '-' && (statuses === undefined || statuses[0] === '-');
  return isNone ? NO_ATTEMPT : [attemptFrom({ ...lists, peers: peers?.[0] }, 0, status)];
}

function severalAttempts(
  lists: Lists,
  count: number,
  status: number | undefined,
): readonly Attempt[] {
  const itemsOf = (list: string | undefined): Items => {
    const items = itemsIn(list);
    return items?.length === count ? items : undefined;
  };
  const passes = passesIn(lists.peers ?? lists.statuses);
  const columns = {
    peers: itemsOf(lists.peers),
    statuses: itemsOf(lists.statuses),
    seconds: itemsOf(lists.seconds),
    connectSeconds: itemsOf(lists.connectSeconds),
    headerSeconds: itemsOf(lists.headerSeconds),
    bytes: itemsOf(lists.bytes),
    lengths: itemsOf(lists.lengths),
  };
  const attempts: Attempt[] = [];
  for (let at = 0; at < count; at += 1) {
    const cells = {
      peers: columns.peers?.[at],
      statuses: columns.statuses?.[at],
      seconds: columns.seconds?.[at],
      connectSeconds: columns.connectSeconds?.[at],
      headerSeconds: columns.headerSeconds?.[at],
      bytes: columns.bytes?.[at],
      lengths: columns.lengths?.[at],
    };
    attempts.push(attemptFrom(cells, passes[at] ?? 0, at === count - 1 ? status : undefined));
  }
  return attempts;
}

type Items = readonly string[] | undefined;

/** One attempt from its own entry of each list. */
function attemptFrom(cells: Lists, pass: number, finalStatus: number | undefined): Attempt {
  const { peers: peer } = cells;
  const status = numberIn(cells.statuses);
  return {
    peer: peer !== undefined && PEER.test(peer) ? peer : undefined,
    status,
    seconds: numberIn(cells.seconds),
    connectSeconds: numberIn(cells.connectSeconds),
    headerSeconds: numberIn(cells.headerSeconds),
    pass,
    bytes: numberIn(cells.bytes) ?? numberIn(cells.lengths),
    isAnswered: isAnswered(cells, status ?? finalStatus),
  };
}

/** 502 and 504 may be nginx's own; a header's time proves that they are the upstream's, and no header, connection or byte that they are not. */
function isAnswered(
  { headerSeconds: header, connectSeconds: connect, bytes }: Lists,
  status: number | undefined,
): boolean | undefined {
  if (numberIn(header) !== undefined) return true;
  if (header === '-' || connect === '-' || bytes === '0') return false;
  const isOwn = status === 502 || status === 504 || status === 499;
  return status === undefined || isOwn ? undefined : true;
}

const PEER =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}|\[[0-9a-fA-F:.]{2,45}\]:\d{1,5}|unix:[^\s,"]{1,108})$/;
// Of an upstream block, or a variable’s host: what nginx prints while it knows no address.
const NAME = /^[A-Za-z0-9_.-]{1,128}(?::\d{1,5})?$/;

function peersIn(list: string | undefined): readonly string[] | undefined {
  const items = itemsIn(list);
  return items?.every((item) => PEER.test(item) || NAME.test(item)) === true ? items : undefined;
}

// Servers of one pass are separated by a comma, passes (error_page, X-Accel-Redirect) by a colon (ngx_http_upstream_addr_variable).
const SEPARATOR = /, ?| : /;

/** For each entry of a list how many redirects stand before it. */
function passesIn(list: string | undefined): readonly number[] {
  if (list?.includes(' : ') !== true) return [];
  return list.split(' : ').flatMap((pass, at) => pass.split(',').map(() => at));
}

function itemsIn(list: string | undefined): readonly string[] | undefined {
  if (list === undefined || list === '' || list.length > LONGEST_LIST) return undefined;
  return isList(list) ? list.split(SEPARATOR, MOST_ATTEMPTS + 1) : [list];
}

function isList(text: string): boolean {
  return text.includes(',') || text.includes(' : ');
}

const LONGEST_LIST = 8192;

/** A number as nginx writes it, `502` or `0.003`, or undefined for `-` and all else; by hand, since it is read a dozen times a line. */
export function numberIn(text: string | undefined): number | undefined {
  if (text === undefined || text.length === 0 || text.length > LONGEST_NUMBER) return undefined;
  let dots = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT && at > 0) dots += 1;
    else if (code < 48 || code > 57) return undefined;
  }
  return dots > 1 ? undefined : Number(text);
}

const LONGEST_NUMBER = 20;
const DOT = 46;
