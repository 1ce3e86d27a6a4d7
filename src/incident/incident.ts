import type { Report } from '../report.ts';

/** Where the live message of an incident stands. */
export type Live =
  | { readonly kind: 'thread'; readonly channel: string; readonly thread: string | undefined }
  /** Seen by one person only, until it is shared. */
  | { readonly kind: 'ephemeral'; readonly channel: string; readonly user: string };

type Work =
  | { readonly kind: 'open' }
  | { readonly kind: 'acknowledged'; readonly by: string; readonly at: number };

/** A cause that a person says it is not: shown after the others, never erased from the report. */
export type SetAside = { readonly cause: string; readonly by: string; readonly at: number };

/** What an alert without a log line says by itself. */
export type LabelsOnly = {
  /** Our words for what the labels prove: "502 answers", "resets". */
  readonly says: string;
  /** Host named by the alert, of a proven type. */
  readonly host: string | undefined;
  /** Title of the alert, as it may be shown. */
  readonly title: string;
};

/**
 * One problem that is being worked on. Times are milliseconds since 1970. The report is what the evidence says; what people
 * did stands beside it and never changes it.
 */
export type Incident = {
  readonly id: string;
  /** Alerts with the same key join: channel, service and root diagnosis. */
  readonly group: string;
  readonly live: Live;
  readonly openedAt: number;
  readonly lastAlertAt: number;
  /** Submissions about this problem, the first included. */
  readonly alerts: number;
  /** undefined when only labels came, or when what it stood on was deleted. */
  readonly report: Report | undefined;
  readonly labels: LabelsOnly | undefined;
  readonly isErased: boolean;
  /** A person posted the lines it asked for, and they were answered below it. */
  readonly isAnsweredBelow: boolean;
  /** What the person knew who asked; kept, so that more evidence is read with it. */
  readonly told: Told;
  /** nginx configuration that came with the question, redacted. */
  readonly config: string | undefined;
  readonly work: Work;
  readonly setAside: readonly SetAside[];
  readonly snooze: { readonly by: string; readonly until: number } | undefined;
  /** What changed lately, newest last, in our words; a person's id stands in `by`. */
  readonly changes: readonly Change[];
  /** The last edits of messages it stands on, by `channel:ts` and the ts of the edit. */
  readonly edits: readonly { readonly origin: string; readonly edited: string }[];
  /** Times of the one-line answers given in other threads, for their hourly limit. */
  readonly pointedAt: readonly number[];
};

export type Told = {
  readonly nginxVersion?: string | undefined;
  readonly backend?: string | undefined;
  readonly platform?: string | undefined;
  readonly zone?: string | undefined;
};

export type Change = {
  readonly at: number;
  readonly text: string;
  readonly by: string | undefined;
};
