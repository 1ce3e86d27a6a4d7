export type Changes = {
  /** Says that something happened, so that those who wait look again. */
  changed(): void;
  /** The first truthy answer of `check`; a check that throws is not true yet. */
  until<T>(
    check: () => T,
    wait: { readonly timeoutMs: number; readonly seen: () => string },
  ): Promise<NonNullable<T>>;
  stop(): void;
};

// What a test waits for may also change inside the bot, without a word to Slack.
const LOOK_AGAIN_MS = 20;

export function watchChanges(): Changes {
  const waiting = new Set<() => void>();
  const giveUps = new Set<() => void>();
  return {
    changed() {
      for (const look of [...waiting]) look();
    },
    until(check, { timeoutMs, seen }) {
      return new Promise((resolve, reject) => {
        let cause: unknown;
        const stop = (): void => {
          clearTimeout(limit);
          clearInterval(again);
          waiting.delete(look);
          giveUps.delete(giveUp);
        };
        const look = (): void => {
          try {
            const found = check();
            if (!found) return;
            stop();
            resolve(found);
          } catch (error) {
            cause = error;
          }
        };
        const giveUp = (): void => {
          stop();
          const said = cause instanceof Error ? `\n${cause.message}` : '';
          reject(new Error(`not so after ${timeoutMs} ms${said}\n${seen()}`, { cause }));
        };
        const limit = setTimeout(giveUp, timeoutMs);
        const again = setInterval(look, LOOK_AGAIN_MS);
        waiting.add(look);
        giveUps.add(giveUp);
        look();
      });
    },
    stop() {
      for (const giveUp of [...giveUps]) giveUp();
    },
  };
}
