import type { Input, Modal } from '../block-kit.ts';
import { line, plain, richText, said } from './rich-text.ts';

export type PasteAbout = {
  readonly channel: string | undefined;
  readonly incident: string | undefined;
  readonly responseUrl: string | undefined;
};

/** What Slack takes in one box (plain_text_input, docs.slack.dev). */
const BOX = 3000;
const LONGEST_METADATA = 3000;
const MOST_FILES = 5;

/** The window to paste lines into or to give files; for a new question, or for an answer that stands. */
export function pasteModal(about: PasteAbout): Modal {
  const isMore = about.incident !== undefined;
  const introduction = richText(
    line(
      said(
        `Lines of nginx’s error log, whole if possible; beside them the backend’s own log or the access log of the same minute. A box takes ${BOX} characters: give more as a file.`,
      ),
    ),
    line(
      said(
        'Passwords, tokens, cookies, keys, e-mail addresses and query values are masked before anything is kept or shown; look it over all the same.',
      ),
    ),
  );
  return {
    type: 'modal',
    callback_id: 'paste',
    title: plain(isMore ? 'Paste more evidence' : 'Diagnose nginx lines', 24),
    submit: plain('Diagnose', 24),
    close: plain('Cancel', 24),
    private_metadata: metadata(about),
    blocks: [
      ...(introduction === undefined ? [] : [introduction]),
      box('text', `Log lines (at most ${BOX} characters)`, { isLong: true }),
      files(),
      box('backend', 'Backend', { hint: 'node, gunicorn, php-fpm, tomcat …' }),
      box('version', 'nginx version', { hint: 'as nginx -v says: 1.26.2' }),
      box('config', 'Configuration', {
        isLong: true,
        hint: 'the upstream block and the location that passes requests to it',
      }),
      ...(about.channel === undefined && !isMore ? [channel()] : []),
    ],
  };
}

/** Where the answer goes; without the response_url rather than too long for Slack. */
function metadata({ incident, channel: id, responseUrl }: PasteAbout): string {
  const whole = JSON.stringify({ incident, channel: id, responseUrl });
  return whole.length > LONGEST_METADATA ? JSON.stringify({ incident, channel: id }) : whole;
}

type Box = { readonly isLong?: true; readonly hint?: string };

function box(id: string, label: string, { isLong, hint }: Box): Input {
  return {
    type: 'input',
    block_id: id,
    optional: true,
    label: plain(label, 75),
    ...(hint === undefined ? {} : { hint: plain(hint, 150) }),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: isLong === true,
      max_length: isLong === true ? BOX : 100,
    },
  };
}

function files(): Input {
  return {
    type: 'input',
    block_id: 'files',
    optional: true,
    label: plain('Files', 75),
    hint: plain('longer logs, also .gz', 150),
    element: { type: 'file_input', action_id: 'value', max_files: MOST_FILES },
  };
}

/** Only an input of this kind gives a response_url to a window that came from nowhere. */
function channel(): Input {
  return {
    type: 'input',
    block_id: 'channel',
    label: plain('Where the answer goes (only you see it there)', 75),
    element: {
      type: 'conversations_select',
      action_id: 'value',
      response_url_enabled: true,
      default_to_current_conversation: true,
    },
  };
}
