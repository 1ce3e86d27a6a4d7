export type Failure =
  | { readonly kind: 'rate-limited'; readonly seconds: number }
  | { readonly kind: 'http'; readonly status: number; readonly hasEffect?: boolean }
  | { readonly kind: 'error'; readonly error: string }
  /** Accepts the call and never answers. */
  | { readonly kind: 'hang'; readonly hasEffect?: boolean }
  | { readonly kind: 'closed'; readonly hasEffect?: boolean }
  /** Answers with status 200 and the beginning of a body, and closes. */
  | { readonly kind: 'cut'; readonly hasEffect?: boolean };

/**
 * What goes wrong with the next calls of a method: `times` of them, one when it is not said. `hasEffect` says whether the method
 * did its work before the answer was lost. The methods `response_url` and `files.download` can fail too.
 */
export type Fault = { readonly times?: number } & (
  | Failure
  /** Answers, but late. */
  | { readonly kind: 'slow'; readonly ms: number }
);

export type Faults = {
  set(method: string, fault: Fault | undefined): void;
  /** The fault of this call, counted down. */
  take(method: string): Fault | undefined;
};

export function newFaults(): Faults {
  const waiting = new Map<string, { readonly fault: Fault; left: number }>();
  return {
    set(method, fault) {
      if (fault === undefined) waiting.delete(method);
      else waiting.set(method, { fault, left: fault.times ?? 1 });
    },
    take(method) {
      const key = waiting.has(method) ? method : '*';
      const found = waiting.get(key);
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left <= 0) waiting.delete(key);
      return found.fault;
    },
  };
}
