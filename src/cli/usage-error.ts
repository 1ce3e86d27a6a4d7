/** Something the person at the command line can put right; the message is one line and says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
