import { setTimeout as pause } from 'node:timers/promises';

/** Resolves when it is so; throws when it is not so after five seconds. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await pause(2);
  }
}
