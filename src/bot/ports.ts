import type { Incident } from '../incident/incident.ts';
import type { FileRef, Submission } from './submission.ts';

/** Milliseconds since 1970, and a pause that ends early when the signal says so. Only main.ts gives the wall clock. */
export type Clock = {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

/** What a message says. Adapters pass it on as it is. */
export type Content = { readonly text: string; readonly blocks: readonly object[] };

/** Something to send, by its idempotency key. A message is posted once and edited afterwards to say what its content says. */
export type Delivery =
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly channel: string;
      readonly thread: string | undefined;
      readonly content: Content;
      /** What to say instead, to the person who asked for it, when the channel does not take it. */
      readonly ifRefused?: { readonly responseUrl: string; readonly content: Content } | undefined;
    }
  | {
      /** Through a response_url: seen by one person; 5 uses in 30 minutes (docs.slack.dev, response URLs). */
      readonly kind: 'response';
      readonly key: string;
      readonly responseUrl: string;
      readonly replacesOriginal: boolean;
      readonly content: Content;
      /** Who else may be told, and where, once the response_url has expired. */
      readonly orWhisper?: { readonly channel: string; readonly user: string } | undefined;
    }
  | {
      readonly kind: 'whisper';
      readonly key: string;
      readonly channel: string;
      readonly thread: string | undefined;
      readonly user: string;
      readonly content: Content;
    }
  | { readonly kind: 'home'; readonly key: string; readonly user: string; readonly view: object };

/** A delivery that waits for its turn. */
export type Pending = {
  readonly delivery: Delivery;
  /** Grows with every new content of the same key. */
  readonly version: number;
  /** Slack's id once it was posted: then the content goes out as an edit. */
  readonly ts: string | undefined;
  /** An earlier try may have arrived: look before posting again. */
  readonly isUncertain: boolean;
  readonly tries: number;
  readonly createdAt: number;
};

export type SendResult =
  | { readonly kind: 'sent'; readonly ts: string | undefined }
  /** Certainly not sent; `scope` says what has to wait. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly scope: 'channel' | 'all' }
  /** A timeout or a broken connection: it may have been sent. */
  | { readonly kind: 'uncertain'; readonly reason: string }
  /** Slack will never take it; `reason` is Slack's word, as not_in_channel. */
  | { readonly kind: 'refused'; readonly reason: string };

/** One message of a thread, read and redacted by the adapter. */
export type ThreadMessage = {
  readonly ts: string;
  /** What this bot wrote itself is never read as evidence. */
  readonly from: 'us' | 'person' | 'bot';
  readonly texts: readonly { readonly name: string; readonly text: string }[];
  readonly files: readonly FileRef[];
};

export type FileText =
  | { readonly kind: 'text'; readonly name: string; readonly bytes: Uint8Array }
  /** Our words: which scope is missing, or why it cannot be read. */
  | { readonly kind: 'unreadable'; readonly name: string; readonly reason: string };

/** Slack could not be asked just now; asking again later may work. */
export class ChatUnavailable extends Error {
  override readonly name = 'ChatUnavailable';
}

/** Slack will never let us look for what an earlier try may have posted; the message is Slack's word. */
export class MayNotLook extends Error {
  override readonly name = 'MayNotLook';
}

/** Slack, or what stands in for it. `file` and `thread` throw when they could not ask. */
export type Chat = {
  send(pending: Pending): Promise<SendResult>;
  /**
   * Slack's id of the message posted under this key, if an earlier try did arrive; throws MayNotLook when nobody will ever be
   * able to look, and another error when it cannot look now.
   */
  find(
    delivery: Extract<Delivery, { kind: 'message' }>,
    since: number,
  ): Promise<string | undefined>;
  file(file: FileRef): Promise<FileText>;
  /** The messages of a thread, its root first; at most 100. */
  thread(channel: string, ts: string): Promise<readonly ThreadMessage[]>;
  /** Link to a message, without asking anybody. */
  linkTo(channel: string, ts: string): string;
};

/** Evidence that an answer stands on, redacted; kept so that more can be added and so that it can be forgotten. */
export type EvidenceText = {
  readonly incident: string;
  /** Where it came from, as `channel:ts`; undefined for what was pasted into a box. */
  readonly origin: string | undefined;
  readonly name: string;
  readonly text: string;
};

export type Versioned = { readonly incident: Incident; readonly version: number };

export type ShadowNote = {
  readonly at: number;
  readonly channel: string;
  readonly ts: string;
  /** What would have been said, in one line. */
  readonly line: string;
};

export type Commit = {
  /** Keys of the submissions that this settles: their bodies are erased, their keys stay. */
  readonly done: readonly string[];
  readonly incident?: { readonly next: Incident; readonly expectedVersion: number } | undefined;
  /** Messages that the incident now answers, as `channel:ts`. */
  readonly origins?: readonly string[] | undefined;
  readonly evidence?: readonly EvidenceText[] | undefined;
  /** Origins of which this incident, or without one any, keeps nothing any more. */
  readonly forget?: readonly string[] | undefined;
  /** Nothing of this incident's evidence is kept. */
  readonly forgetsAll?: boolean | undefined;
  readonly deliveries: readonly Delivery[];
  readonly shadow?: readonly ShadowNote[] | undefined;
  /** When the incident wants to be looked at again; undefined for never. */
  readonly wakeAt?: number | undefined;
};

export type Claimed = { readonly submission: Submission; readonly tries: number };

/** What must survive. Every method is one atomic operation; what it changed is on disk when it resolves. */
export type Store = {
  /** Takes in what is new and returns its keys; what came before is left alone. */
  accept(submissions: readonly Submission[]): Promise<readonly string[]>;
  /** Whether a submission with this key ever came in. */
  hasAccepted(key: string): Promise<boolean>;
  /** The oldest submissions that nobody works on; each counts as tried once more. */
  claim(now: number, leaseMs: number, limit: number): Promise<readonly Claimed[]>;
  /** Gives a claimed submission back, to be claimed again at `at`. */
  release(key: string, at: number): Promise<void>;
  incident(id: string): Promise<Versioned | undefined>;
  /** The newest incident with this group key. */
  incidentOfGroup(group: string): Promise<Versioned | undefined>;
  /** The incident that answers the message `channel:ts`. */
  incidentOfOrigin(origin: string): Promise<Versioned | undefined>;
  /** The incidents that quote the message `channel:ts`. */
  incidentsQuoting(origin: string): Promise<readonly string[]>;
  evidenceOf(incident: string): Promise<readonly EvidenceText[]>;
  /** All or nothing; `conflict` when the incident was changed in between, or another of its group was opened. */
  commit(commit: Commit): Promise<'ok' | 'conflict'>;
  /**
   * The oldest deliveries that may go out now: never two of one key at once, none whose turn has not come. Those of a channel
   * in `heldChannels` stay.
   */
  claimOutbox(
    now: number,
    leaseMs: number,
    options: { readonly limit: number; readonly heldChannels: readonly string[] },
  ): Promise<readonly Pending[]>;
  settle(pending: Pending, result: SendResult, now: number): Promise<void>;
  /** Slack's id of what was sent under this key. */
  sentTs(key: string): Promise<string | undefined>;
  /** Incidents whose time to be looked at has come; each is returned once. */
  due(now: number): Promise<readonly string[]>;
  /** When anything wants attention next: inbox, outbox or an incident. */
  nextAt(): Promise<number | undefined>;
  mark(name: string): Promise<string | undefined>;
  setMark(name: string, value: string): Promise<void>;
  shadowSince(at: number): Promise<readonly ShadowNote[]>;
  openIncidents(limit: number): Promise<readonly Incident[]>;
  /** Erases what is older than it must be kept. */
  prune(now: number): Promise<void>;
  close(): Promise<void>;
};

/** Windows that a click opens at once: they say what is known and change nothing, so they go past the inbox. Slack's view JSON. */
export type Windows = {
  paste(about: {
    readonly channel: string | undefined;
    readonly incident: string | undefined;
    readonly responseUrl: string | undefined;
  }): object;
  /** undefined when the incident is not known any more. */
  evidence(incident: string): Promise<object | undefined>;
};
