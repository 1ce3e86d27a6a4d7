import type { Content } from '../block-kit.ts';
import { bold, bullets, fallback, line, said } from './rich-text.ts';

const CODE = { code: true } as const;

const WAYS = [
  [
    'Slash command: ',
    '/nginx-diagnose',
    ' and error lines behind it, or alone for a box that takes files as well.',
  ],
  [
    'On a message: ',
    'Diagnose this',
    ' in its ⋯ menu. Slash commands do not work in threads; this does.',
  ],
  ['In a thread: ', '@nginx-diagnose', ' reads the messages and files above it.'],
  ['In alert channels ', '', 'it answers by itself, in the thread of the alert.'],
] as const;

/** The ways in, for `/nginx-diagnose help`. */
export function helpContent(): Content {
  return {
    text: fallback('nginx-diagnose says why an nginx upstream broke. Give it error lines.'),
    blocks: [
      {
        type: 'rich_text',
        elements: [
          line(bold('Why did an nginx upstream break? Give me lines of its error log.')),
          bullets(
            WAYS.map(([how, what, then]) =>
              line(bold(how), { ...said(what), style: CODE }, said(then)),
            ),
          ),
          line(
            said(
              'Only you see the answer to a slash command, until you share it. Passwords, tokens, cookies, e-mail addresses and query values are masked before anything is kept.',
            ),
          ),
        ],
      },
    ],
  };
}
