/** A moment as Slack writes it: seconds with six decimals. */
export function slackTime(ms: number): string {
  return `${Math.floor(ms / 1000)}.${String(Math.floor(ms % 1000)).padStart(3, '0')}000`;
}

/** Whether the message `ts` is younger than the other. Both have six decimals, so a number cannot hold them exactly. */
export function isNewer(ts: string, than: string): boolean {
  const [seconds, decimals] = partsOf(ts);
  const [otherSeconds, otherDecimals] = partsOf(than);
  return seconds === otherSeconds ? decimals > otherDecimals : seconds > otherSeconds;
}

function partsOf(ts: string): readonly [number, number] {
  const [seconds = '0', decimals = '0'] = ts.split('.');
  return [Number(seconds), Number(decimals.padEnd(6, '0'))];
}
