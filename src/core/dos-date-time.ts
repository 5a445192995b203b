/** Calendar fields as a FAT directory entry or a CFFILE stores them: local time of the writer, without a zone. */
export interface DosDateTime {
  year: number;
  /** 1 to 12 */
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** even, since two seconds is the resolution */
  second: number;
}

/** The two 16-bit words of a CFFILE (MS-CAB 2.3) to calendar fields; null where they name no day or time. */
export function parseDosDateTime(date: number, time: number): DosDateTime | null {
  const value: DosDateTime = {
    year: 1980 + (date >> 9),
    month: (date >> 5) & 15,
    day: date & 31,
    hour: time >> 11,
    minute: (time >> 5) & 63,
    second: (time & 31) * 2,
  };
  const { year, month, day, hour, minute, second } = value;
  const exists = day >= 1 && day <= daysOf(year, month) && hour < 24 && minute < 60 && second < 60;
  return exists ? value : null;
}

/** Days of a month; 0 for an invalid month. Of the years here, only 2100 is a century without a leap day. */
function daysOf(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return year % 4 === 0 && year !== 2100 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Reads the fields as UTC. Cabinets do not say which zone they were written in; taking them as UTC is the one choice
 * that gives every reader the same answer and matches the published tables, which are in UTC.
 */
export function dosDateTimeToDate(value: DosDateTime): Date {
  return new Date(Date.UTC(value.year, value.month - 1, value.day, value.hour, value.minute, value.second));
}
