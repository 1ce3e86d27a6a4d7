const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time of ours with its day and zone, as people on call compare it. */
export function utc(at: number): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return 'a time that is not known';
  const clock = time.toISOString().split('T')[1]?.slice(0, 5) ?? '';
  return `${time.getUTCDate()} ${MONTHS[time.getUTCMonth()]} ${clock} UTC`;
}
