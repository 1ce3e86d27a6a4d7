/**
 * The part of Slack's Block Kit that replies are made of (docs.slack.dev/reference/block-kit). Untrusted text stands only in
 * `rich_text` text elements and in `plain_text`: neither reads mentions, links or markup.
 */
type Style = { readonly bold?: true; readonly italic?: true; readonly code?: true };

export type TextElement = { readonly type: 'text'; readonly text: string; readonly style?: Style };
/** A person who clicked: the id comes from Slack, never from a text. */
type UserElement = { readonly type: 'user'; readonly user_id: string };
/** A link of ours: to a Slack message or to a page of the project. */
type LinkElement = { readonly type: 'link'; readonly url: string; readonly text: string };
export type Inline = TextElement | UserElement | LinkElement;

export type RichSection = {
  readonly type: 'rich_text_section';
  readonly elements: readonly Inline[];
};
export type RichPreformatted = {
  readonly type: 'rich_text_preformatted';
  readonly elements: readonly TextElement[];
};
export type RichQuote = { readonly type: 'rich_text_quote'; readonly elements: readonly Inline[] };
export type RichList = {
  readonly type: 'rich_text_list';
  readonly style: 'bullet' | 'ordered';
  readonly indent?: number;
  readonly elements: readonly RichSection[];
};
export type RichText = {
  readonly type: 'rich_text';
  readonly block_id?: string;
  readonly elements: readonly (RichSection | RichPreformatted | RichQuote | RichList)[];
};

export type PlainText = {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
};
export type Button = {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
};
type Overflow = {
  readonly type: 'overflow';
  readonly action_id: string;
  readonly options: readonly { readonly text: PlainText; readonly value: string }[];
};
export type StaticSelect = {
  readonly type: 'static_select';
  readonly action_id: string;
  readonly placeholder: PlainText;
  readonly options: readonly { readonly text: PlainText; readonly value: string }[];
};
export type Actions = {
  readonly type: 'actions';
  readonly block_id?: string;
  readonly elements: readonly (Button | Overflow | StaticSelect)[];
};
type Header = { readonly type: 'header'; readonly text: PlainText };
type Divider = { readonly type: 'divider' };
type Context = { readonly type: 'context'; readonly elements: readonly PlainText[] };
export type Input = {
  readonly type: 'input';
  readonly block_id: string;
  readonly optional?: boolean;
  readonly label: PlainText;
  readonly hint?: PlainText;
  readonly element: { readonly type: string; readonly action_id: string } & Readonly<
    Record<string, unknown>
  >;
};

export type Block = RichText | Actions | Header | Divider | Context;

/** What a message says: blocks, and the same in plain words for notifications and old clients. */
export type Content = { readonly text: string; readonly blocks: readonly Block[] };

export type Modal = {
  readonly type: 'modal';
  readonly callback_id: string;
  readonly title: PlainText;
  readonly submit?: PlainText;
  readonly close: PlainText;
  readonly private_metadata?: string;
  readonly blocks: readonly (Block | Input)[];
};
export type HomeView = { readonly type: 'home'; readonly blocks: readonly Block[] };
