import type { Speaker } from './speaker.ts';

/**
 * Masters of people's own: many write that a worker "exited on signal 9" or "died (signal: SIGKILL)" in their own words. Which
 * program that is nobody can tell, so facts/witness-join.ts never takes such a line for proof.
 */
export const ANY_MASTER: readonly Speaker[] = [
  {
    program: 'any-master',
    head: /^(?:\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]? )?(?:\[\d{1,10}\] )?(?:\[?(?:INFO|WARN|WARNING|ERROR|error|warn|info)\]?:? )?(?=(?:[Ww]orker|[Cc]hild|[Pp]rocess) )/,
    words: [
      [
        'segfault',
        /^(?:[Ww]orker|[Cc]hild|[Pp]rocess) (?:process )?[#(]?(?:pid:? ?)?\d{1,10}\)? (?:was |has )?(?:exited|died|crashed|terminated)\b[^\n]{0,40}\bsignal:? ?\(?(?:11\b|SIGSEGV|SIGBUS|SIGILL)/,
      ],
      [
        'killed',
        /^(?:[Ww]orker|[Cc]hild|[Pp]rocess) (?:process )?[#(]?(?:pid:? ?)?\d{1,10}\)? (?:was |has )?(?:exited|died|killed|terminated)\b[^\n]{0,40}\bsignal:? ?\(?(?:9\b|SIGKILL|6\b|SIGABRT)/,
      ],
    ],
  },
];
