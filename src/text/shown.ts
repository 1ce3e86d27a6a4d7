import { displayText } from './display.ts';
import { redact } from './redact.ts';

/** Untrusted text as it may be shown: secrets masked, nothing invisible, at most so many characters. */
export function shownText(untrusted: string, most: number): string {
  return displayText(redact(untrusted.slice(0, most * 16)), most);
}
