import type { Report } from '../report.ts';
import type { Incident } from './incident.ts';

/** What happened to an incident. People are Slack ids. */
export type IncidentEvent =
  /** One more alert about the same problem, in a thread of its own unless it came by webhook. */
  | {
      readonly kind: 'joined';
      readonly channel: string;
      readonly thread: string | undefined;
      /** What all alerts say together; undefined when nothing of it is kept. */
      readonly report: Report | undefined;
    }
  /** The evidence changed: more was pasted, a message was edited or a part of it deleted. */
  | {
      readonly kind: 'evidence';
      readonly by: string | undefined;
      readonly report: Report;
      readonly text: string;
    }
  | { readonly kind: 'erased' }
  /** What it asked for stands below it, with an answer of its own. */
  | { readonly kind: 'answered-below' }
  | { readonly kind: 'acknowledged'; readonly by: string }
  | { readonly kind: 'set-aside'; readonly by: string; readonly cause: string }
  | { readonly kind: 'put-back'; readonly by: string; readonly cause: string }
  | { readonly kind: 'snoozed'; readonly by: string; readonly minutes: number }
  | { readonly kind: 'unsnoozed'; readonly by: string }
  | { readonly kind: 'snooze-ended' }
  | { readonly kind: 'shared'; readonly by: string; readonly channel: string };

/** What is to be done about it, in the order given. */
export type Effect =
  /** The live message is to say what the incident is now. */
  | { readonly kind: 'show' }
  /** One line in the incident's own thread, for what an edit would hide. */
  | { readonly kind: 'say'; readonly text: string }
  /** One line that points from another alert's thread to this incident. */
  | { readonly kind: 'point'; readonly channel: string; readonly thread: string }
  /** A sentence only the person who clicked sees; about another person where `about` is set, who then stands before the text. */
  | {
      readonly kind: 'tell';
      readonly user: string;
      readonly text: string;
      readonly about?: string;
    };

export type Step = {
  readonly state: Incident;
  readonly effects: readonly Effect[];
  readonly wakeAt: number | undefined;
  /** Why it was decided so: a name from a closed list, for logs and tests. */
  readonly reason: Reason;
};

export type Reason =
  | 'joined'
  | 'joined-quietly'
  | 'evidence-changed'
  | 'erased'
  | 'answered-below'
  | 'acknowledged'
  | 'already-acknowledged'
  | 'set-aside'
  | 'already-set-aside'
  | 'no-such-cause'
  | 'put-back'
  | 'not-set-aside'
  | 'snoozed'
  | 'unsnoozed'
  | 'not-snoozed'
  | 'snooze-ended'
  | 'shared'
  | 'already-shared'
  | 'is-erased';
