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
  const known = [peers, statuses, itemsIn(lists.seconds), itemsIn(lists.headerSeconds)];
  const count = known.find((items) => items !== undefined)?.length ?? 0;
  const isUnclear =
    peers !== undefined && statuses !== undefined && peers.length !== statuses.length;
  const isNone = known.every(
    (items) => items === undefined || (items.length === 1 && items[0] === '-'),
  );
  if (isNone || isUnclear || count > MOST_ATTEMPTS) return NO_ATTEMPT;
  const fitting = (list: string | undefined): readonly string[] | undefined => {
    const items = itemsIn(list);
    return items?.length === count ? items : undefined;
  };
  const columns: Columns = {
    passes: passesIn(lists.peers ?? lists.statuses),
    peers,
    statuses,
    seconds: fitting(lists.seconds),
    connects: fitting(lists.connectSeconds),
    headers: fitting(lists.headerSeconds),
    received: fitting(lists.bytes),
    lengths: fitting(lists.lengths),
  };
  const attempts: Attempt[] = [];
  for (let at = 0; at < count; at += 1) {
    const isLast = at === count - 1;
    attempts.push(attemptAt(columns, at, isLast ? status : undefined));
  }
  return attempts;
}

type Items = readonly string[] | undefined;
type Columns = {
  readonly peers: Items;
  readonly statuses: Items;
  readonly seconds: Items;
  readonly connects: Items;
  readonly headers: Items;
  readonly received: Items;
  readonly lengths: Items;
  readonly passes: readonly number[];
};

function attemptAt(columns: Columns, at: number, finalStatus: number | undefined): Attempt {
  const peer = columns.peers?.[at];
  const status = numberIn(columns.statuses?.[at]);
  const received = numberIn(columns.received?.[at]);
  return {
    peer: peer !== undefined && PEER.test(peer) ? peer : undefined,
    status,
    seconds: numberIn(columns.seconds?.[at]),
    connectSeconds: numberIn(columns.connects?.[at]),
    headerSeconds: numberIn(columns.headers?.[at]),
    pass: columns.passes[at] ?? 0,
    bytes: received ?? numberIn(columns.lengths?.[at]),
    isAnswered: isAnswered(columns, at, status ?? finalStatus),
  };
}

/** 502 and 504 may be nginx's own; a header's time proves that they are the upstream's, and no header, connection or byte that they are not. */
function isAnswered(columns: Columns, at: number, status: number | undefined): boolean | undefined {
  const header = columns.headers?.[at];
  if (numberIn(header) !== undefined) return true;
  if (header === '-' || columns.connects?.[at] === '-' || columns.received?.[at] === '0') {
    return false;
  }
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
  return list.includes(',') || list.includes(' : ')
    ? list.split(SEPARATOR, MOST_ATTEMPTS + 1)
    : [list];
}

const LONGEST_LIST = 8192;
const NUMBER = /^\d{1,15}(?:\.\d{1,9})?$/;

/** A number as nginx writes it, or undefined for `-` and all else. */
export function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && NUMBER.test(text) ? Number(text) : undefined;
}
