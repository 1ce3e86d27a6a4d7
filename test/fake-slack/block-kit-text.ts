import { type Check, flag, integer, list, oneOf, shape, string, tagged, url } from './check.ts';

const id = string(1, 255);

/** Text without any markup; Slack refuses an empty one. */
export const plainText = (max: number): Check =>
  shape({ type: oneOf('plain_text'), text: string(1, max) }, { emoji: flag });

/** Text with Slack's own markup. */
export const mrkdwn = (max: number): Check =>
  shape({ type: oneOf('mrkdwn'), text: string(1, max) }, { verbatim: flag });

/** Either of both. */
export const anyText = (max: number): Check =>
  tagged({ plain_text: plainText(max), mrkdwn: mrkdwn(max) });

const style = shape(
  {},
  {
    bold: flag,
    italic: flag,
    strike: flag,
    code: flag,
    underline: flag,
    highlight: flag,
    client_highlight: flag,
    unlink: flag,
  },
);

const inline = tagged({
  text: shape({ type: oneOf('text'), text: string(1, 40_000) }, { style }),
  link: shape({ type: oneOf('link'), url }, { text: string(1, 40_000), unsafe: flag, style }),
  user: shape({ type: oneOf('user'), user_id: id }, { style }),
  usergroup: shape({ type: oneOf('usergroup'), usergroup_id: id }, { style }),
  channel: shape({ type: oneOf('channel'), channel_id: id }, { style }),
  broadcast: shape(
    { type: oneOf('broadcast'), range: oneOf('here', 'channel', 'everyone') },
    { style },
  ),
  emoji: shape(
    { type: oneOf('emoji'), name: id },
    { unicode: id, skin_tone: integer(1, 6), style },
  ),
  date: shape(
    { type: oneOf('date'), timestamp: integer(0, 99_999_999_999), format: string(1, 1_000) },
    { url, fallback: string(1, 1_000), style },
  ),
});

// Only text and links, and no styles, stand in a preformatted block.
const bare = tagged({
  text: shape({ type: oneOf('text'), text: string(1, 40_000) }),
  link: shape({ type: oneOf('link'), url }, { text: string(1, 40_000), unsafe: flag }),
});

const MANY = 1_000;
const section = shape({
  type: oneOf('rich_text_section'),
  elements: list(1, MANY, inline),
});

/** A rich_text block or cell. Slack takes a few empty lists that this refuses: nothing is gained by sending them. */
export const richText: Check = shape(
  {
    type: oneOf('rich_text'),
    elements: list(
      1,
      MANY,
      tagged({
        rich_text_section: section,
        rich_text_preformatted: shape(
          { type: oneOf('rich_text_preformatted'), elements: list(1, MANY, bare) },
          { border: oneOf(0, 1), language: id },
        ),
        rich_text_quote: shape(
          { type: oneOf('rich_text_quote'), elements: list(1, MANY, inline) },
          { border: oneOf(0, 1) },
        ),
        rich_text_list: shape(
          {
            type: oneOf('rich_text_list'),
            style: oneOf('bullet', 'ordered'),
            elements: list(1, MANY, section),
          },
          { indent: integer(0, 8), offset: integer(0, 10_000), border: oneOf(0, 1) },
        ),
      }),
    ),
  },
  { block_id: id },
);
