import type { WitnessKind } from '../witness-kinds.ts';

/**
 * A program and which of its lines are evidence. Its expressions begin with ^ and have no flags, since all of them
 * together also become one; groups are named `process` and `pid` of what ended, `address` and `port` of a peer.
 */
export type Speaker = {
  readonly program: string;
  /** Speaks for a whole host, so it never stands behind the name of a container or of another program. */
  readonly isHost?: true;
  /** What it puts before its own words; only a line that starts so is its line. */
  readonly head: RegExp;
  /** Its words behind the head, in the order in which they are tried. */
  readonly words: readonly (readonly [about: WitnessKind, words: RegExp])[];
};
