/** Whether one of the sorted times is within so many seconds of another, by halving. */
export function hasNear(times: readonly number[], seconds: number, within: number): boolean {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < seconds - within) low = middle + 1;
    else high = middle;
  }
  const next = times[low];
  return next !== undefined && next <= seconds + within;
}
