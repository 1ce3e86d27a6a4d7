/** Text that may be shown on a terminal, in Slack or on a page: no control, bidi or invisible character is left in it. */
export type DisplayText = string & { readonly __trust: 'display' };

// C0 and C1 controls, DEL, soft hyphen, zero-width characters, bidi marks and overrides, word joiner,
// interlinear annotations, the byte order mark and tag characters: all of them can hide or reorder what a reader sees.
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\u{34f}|[\u{e0000}-\u{e0fff}]/gu;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
// A terminal escape sequence loses its parameters together with the ESC, so that no "[31m" is left behind.
const TERMINAL_SEQUENCE =
  /\u001b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\u0007\u001b]{0,256}(?:\u0007|\u001b\\)?|[@-_])/g;

/** Untrusted text made safe to look at; length in UTF-16 units, cut with an ellipsis at `most`. */
export function displayText(untrusted: string, most: number): DisplayText {
  // Clipped before the work, so that a megabyte costs no more than a line; twice, since removals shorten it.
  const clipped = untrusted.length > most * 4 ? untrusted.slice(0, most * 4) : untrusted;
  const clean = clipped
    .replace(TERMINAL_SEQUENCE, '')
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(/\t/g, ' ')
    .replace(INVISIBLE, '');
  const isCut = clean.length > most || clipped.length < untrusted.length;
  // The cast holds because every character named above is gone.
  return (isCut ? `${withoutHalfPair(clean.slice(0, most - 1))}…` : clean) as DisplayText;
}

function withoutHalfPair(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}
