import type { Store } from '../../src/bot/ports.ts';

/** Marks in memory. */
export function memoryMarks(): Pick<Store, 'mark' | 'setMark'> & {
  readonly all: Map<string, string>;
} {
  const all = new Map<string, string>();
  return {
    all,
    mark: async (name) => all.get(name),
    setMark: async (name, value) => {
      all.set(name, value);
    },
  };
}
