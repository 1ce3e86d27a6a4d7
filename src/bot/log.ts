/** Where the bot says what it does: fields of ours and a sentence. Never a token, a text of others or raw bytes. */
export type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};
