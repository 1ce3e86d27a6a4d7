import { ownCopy } from '../text/own-copy.ts';
import { parseErrorLine } from './error-line.ts';
import type { ErrorLine } from './line.ts';

/**
 * Most lines of a large log are one of a few kinds and perfectly regular. Such a line is not taken apart again: its words
 * were read once, in full, and only the places of what differs from line to line are looked up.
 */
export type PlainLine = {
  /** The reading of the first line with the same level and words; its fields beyond those are that line's own. */
  readonly like: ErrorLine;
  readonly serverStart: number;
  readonly serverEnd: number;
  readonly methodStart: number;
  readonly methodEnd: number;
  readonly schemeStart: number;
  readonly addressStart: number;
  readonly addressEnd: number;
};

/** More different words than these are not remembered: words can hold what an attacker chose. */
const MOST_WORDS = 1024;
const STAMP_LENGTH = 19;
const CLIENT = ', client: ';
const SERVER = ', server: ';
const REQUEST = ', request: "';
const UPSTREAM = '", upstream: "';

type Known = Map<string, ErrorLine | undefined>;

/** A reader that remembers the words it has seen; undefined for a line that must be read in full. */
export function plainLineReader(): (text: string) => PlainLine | undefined {
  const byLevel = new Map<string, Known>();
  let size = 0;
  const learn = (
    known: Known,
    words: string,
    like: ErrorLine | undefined,
  ): ErrorLine | undefined => {
    size += 1;
    known.set(ownCopy(words), like);
    return like;
  };
  return (text) => {
    const places = placesIn(text);
    if (places === undefined) return undefined;
    const known = knownOf(byLevel, text.slice(STAMP_LENGTH + 2, places.levelEnd));
    const words = text.slice(places.wordsStart, places.wordsEnd);
    const isNew = !known.has(words);
    if (isNew && size >= MOST_WORDS) return undefined;
    const like = isNew ? learn(known, words, likeOf(text, places)) : known.get(words);
    if (like === undefined) return undefined;
    places.like = like;
    return places;
  };
}

function knownOf(byLevel: Map<string, Known>, level: string): Known {
  const known = byLevel.get(level);
  if (known !== undefined) return known;
  const empty: Known = new Map();
  // There are eight levels; what is none of them is read in full and remembered for nobody.
  if (byLevel.size < MOST_LEVELS) byLevel.set(ownCopy(level), empty);
  return empty;
}

const MOST_LEVELS = 16;

// One object a line, filled in place: copies would be most of what the collector has to clean up.
type Places = Omit<PlainLine, 'like'> & {
  like: ErrorLine;
  readonly levelEnd: number;
  readonly wordsStart: number;
  readonly wordsEnd: number;
};

function placesIn(text: string): Places | undefined {
  if (!hasStamp(text)) return undefined;
  const levelEnd = text.indexOf('] ', STAMP_LENGTH + 2);
  const connection = text.indexOf(': *', levelEnd);
  if (
    levelEnd === -1 ||
    levelEnd > STAMP_LENGTH + 8 ||
    connection === -1 ||
    connection > levelEnd + 24
  )
    return undefined;
  const wordsStart = text.indexOf(' ', connection + 3) + 1;
  const wordsEnd = text.indexOf(CLIENT, wordsStart);
  if (wordsStart === 0 || wordsEnd === -1) return undefined;
  const server = text.indexOf(SERVER, wordsEnd + CLIENT.length);
  const request = text.indexOf(REQUEST, server + SERVER.length);
  const upstream = text.indexOf(UPSTREAM, request + REQUEST.length);
  if (server === -1 || request === -1 || upstream === -1 || !endsInVersion(text, upstream))
    return undefined;
  // A second client means that a tail of nginx follows: the line is, or ends, somebody's quoted text.
  if (text.indexOf(CLIENT, wordsEnd + 1) !== -1) return undefined;
  const methodStart = request + REQUEST.length;
  const schemeStart = upstream + UPSTREAM.length;
  const separator = text.indexOf('://', schemeStart);
  if (separator === -1 || separator > schemeStart + 12) return undefined;
  const addressStart = separator + 3;
  const addressEnd = addressEndIn(text, addressStart);
  if (addressEnd === undefined) return undefined;
  return {
    like: NOTHING,
    levelEnd,
    wordsStart,
    wordsEnd,
    serverStart: server + SERVER.length,
    serverEnd: request,
    methodStart,
    methodEnd: text.indexOf(' ', methodStart),
    schemeStart,
    addressStart,
    addressEnd,
  };
}

// Stands for a reading that is still to come.
const NOTHING = {} as ErrorLine;

function hasStamp(text: string): boolean {
  return (
    text.charCodeAt(4) === 47 &&
    text.charCodeAt(7) === 47 &&
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58 &&
    text.charCodeAt(STAMP_LENGTH) === 32 &&
    text.charCodeAt(STAMP_LENGTH + 1) === 91
  );
}

// "HTTP/1.1" before the quote: only nginx's own end of the request line has it, since a URI holds no blank.
function endsInVersion(text: string, quote: number): boolean {
  return text.startsWith(' HTTP/', quote - 9) && text.charCodeAt(quote - 2) === 46;
}

function addressEndIn(text: string, start: number): number | undefined {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 47 || code === 34) return at;
    // A socket's path and an address that a query follows need the full reading.
    if (code === 63 || (code === 120 && text.startsWith('unix:', at - 3))) return undefined;
  }
  return undefined;
}

/** The full reading, if the places found say the same; foreign text in the words never gets here. */
function likeOf(text: string, places: Places): ErrorLine | undefined {
  const line = parseErrorLine(text);
  const isRegular =
    line !== undefined &&
    !line.isAmbiguous &&
    !line.isQuoteOpen &&
    line.prefix === '' &&
    line.time === text.slice(0, STAMP_LENGTH) &&
    line.server === text.slice(places.serverStart, places.serverEnd) &&
    line.upstream?.startsWith(text.slice(places.schemeStart, places.addressEnd)) === true;
  const isForeign = text.slice(places.wordsStart, places.wordsEnd).includes('"');
  return isRegular && !isForeign ? structuredClone(line) : undefined;
}
