/** What came of one call of the doctor. */
export type SlackAnswer =
  | {
      readonly kind: 'answered';
      readonly body: Readonly<Record<string, unknown>>;
      /** What the token may do; undefined when the answer did not say. */
      readonly scopes: readonly string[] | undefined;
      readonly date: number | undefined;
    }
  | {
      readonly kind: 'refused';
      /** Slack's word, as invalid_auth. */
      readonly word: string;
      /** The scope that is missing, when that is the reason. */
      readonly needed: string | undefined;
      readonly date: number | undefined;
    }
  | { readonly kind: 'limited'; readonly seconds: number }
  /** Nobody answered, or somebody who is not Slack. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly isCertificate: boolean };

/** The calls that change nothing and need no scope that the bot does not have anyway. Each asks once, and briefly. */
export type SlackProbe = {
  /** Whose the bot token is. */
  identity(): Promise<SlackAnswer>;
  /** Whether Socket Mode would connect; undefined without an app-level token. */
  readonly openConnection: (() => Promise<SlackAnswer>) | undefined;
  /** The newest message of a channel. */
  newestMessage(channel: string): Promise<SlackAnswer>;
};
