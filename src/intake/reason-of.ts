import { shownText } from '../text/shown.ts';

/** What an error says of itself, as it may stand in the log. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? shownText(error.message, 200) : 'unknown';
}
