import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dosDateTimeToDate, parseDosDateTime } from '../../src/core/dos-date-time.js';
import { formatDosDateTime } from '../support/dos-date-time.js';
import { runs } from '../support/thorough.js';

describe('DOS dates and times', () => {
  // MS-CAB 2.3: date is ((year - 1980) << 9) + (month << 5) + day, time is (hour << 11) + (minute << 5) + (second / 2).
  it.each([
    ['1997-03-12 11:13:52, the example of MS-CAB', 0x226c, 0x59ba, [1997, 3, 12, 11, 13, 52]],
    ['the first', 0x0021, 0x0000, [1980, 1, 1, 0, 0, 0]],
    ['the last', 0xff9f, 0xbf7d, [2107, 12, 31, 23, 59, 58]],
    ['a leap day', 0x305d, 0x0000, [2004, 2, 29, 0, 0, 0]],
  ])('%s', (_name, date, time, [year, month, day, hour, minute, second]) => {
    const value = parseDosDateTime(date, time);
    expect(value).toEqual({ year, month, day, hour, minute, second });
    expect(formatDosDateTime(dosDateTimeToDate(value!))).toEqual({ date, time });
  });

  it.each([
    ['no date at all', 0, 0],
    ['month 0', 0x0001, 0],
    ['month 13', (13 << 5) | 1, 0],
    ['day 0', 1 << 5, 0],
    ['30 February', (28 << 9) | (2 << 5) | 30, 0],
    ['29 February of a common year', (25 << 9) | (2 << 5) | 29, 0],
    ['hour 24', 0x21, 24 << 11],
    ['minute 60', 0x21, 60 << 5],
    ['second 60', 0x21, 30],
  ])('%s is no time', (_name, date, time) => {
    expect(parseDosDateTime(date, time)).toBeNull();
  });

  it('all words parse to nothing or to what gives them back', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0xffff), (date, time) => {
        const value = parseDosDateTime(date, time);
        return value === null || same(formatDosDateTime(dosDateTimeToDate(value)), { date, time });
      }),
      { seed: 1, numRuns: runs(2000) },
    );
  });
});

function same(a: { date: number; time: number }, b: { date: number; time: number }): boolean {
  return a.date === b.date && a.time === b.time;
}
