import { z } from 'zod';
import type { Span } from './channel-reader.ts';
import { isNewer } from './slack-time.ts';

/** How far a channel was read. */
export type Progress = {
  /** Everything up to this message was taken in, but for what lies in `gaps`. */
  readonly seen: string;
  /** The same for replies in threads and for edits. */
  readonly repliesSeen: string;
  /** What was still to be read when the bot stopped. */
  readonly gaps: readonly Span[];
};

const span = z.object({ oldest: z.string(), latest: z.string() });
const progress = z.object({ seen: z.string(), repliesSeen: z.string(), gaps: z.array(span) });

/** Reads a mark of ours. */
export function progressIn(mark: string): Progress {
  return progress.parse(JSON.parse(mark));
}

export function textOfProgress(of: Progress): string {
  return JSON.stringify(of);
}

/** The same without what is older than `oldest`. */
export function notBefore({ seen, repliesSeen, gaps }: Progress, oldest: string): Progress {
  const later = (ts: string): string => (isNewer(ts, oldest) ? ts : oldest);
  return {
    seen: later(seen),
    repliesSeen: later(repliesSeen),
    gaps: gaps
      .filter(({ latest }) => isNewer(latest, oldest))
      .map((gap) => ({ ...gap, oldest: later(gap.oldest) })),
  };
}
