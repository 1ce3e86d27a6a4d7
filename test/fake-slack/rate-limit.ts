export type RateLimit = {
  /** Takes one from the bucket; the whole seconds to wait when it is empty. */
  take(
    key: string,
    size: { readonly perSecond: number; readonly burst: number },
  ): number | undefined;
};

/** Token buckets by key. */
export function newRateLimit(): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(key, { perSecond, burst }) {
      const now = Date.now();
      const bucket = buckets.get(key) ?? { left: burst, at: now };
      bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1_000) * perSecond);
      bucket.at = now;
      buckets.set(key, bucket);
      if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / perSecond));
      bucket.left -= 1;
      return undefined;
    },
  };
}
