import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(utc);
dayjs.extend(timezone);

/** True for a name of the IANA time zone database that this machine knows: `Europe/Berlin`, `UTC`. */
export function isZone(name: string): boolean {
  if (!ZONE_NAME.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    // The only way to ask: a name that is not known throws this (ECMA-402, section 11.1.2).
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/;

/** Seconds a clock in that zone is ahead of UTC at a time given in seconds of UTC; summer time counts. */
export function zoneOffsetSeconds(zone: string, utcSeconds: number): number {
  return dayjs.unix(utcSeconds).tz(zone).utcOffset() * 60;
}
